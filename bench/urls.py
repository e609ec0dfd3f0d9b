from django.urls import include, path

from bench import yardsticks

urlpatterns = [
    path("bench/empty/", yardsticks.empty),
    path("bench/list/", yardsticks.plain_list),
    path("", include("config.urls")),
]
