from django.urls import path

from moderation.views import desk

app_name = "moderation"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:pk>/", desk.case, name="case"),
    path("desk/<int:pk>/next/", desk.later, name="next"),
    path("desk/<int:pk>/decide/", desk.decide, name="decide"),
]
