from django.urls import path

from tuning.views import datasets

app_name = "tuning"
urlpatterns = [
    path("datasets/", datasets.datasets, name="list"),
    path("datasets/new/", datasets.new_recipe, name="new_recipe"),
    path("datasets/<slug:slug>/", datasets.recipe, name="recipe"),
    path("datasets/<slug:slug>/build/", datasets.build, name="build"),
    path("datasets/<slug:slug>/<int:number>/", datasets.version, name="version"),
    path("datasets/<slug:slug>/<int:number>/download/", datasets.download, name="download"),
]
