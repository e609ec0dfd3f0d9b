from django.urls import path

from moderation.views import desk

app_name = "moderation"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/questions/<int:pk>/again/", desk.ask_the_assistant_again, name="ask_again"),
    path("desk/<int:pk>/", desk.case, name="case"),
    path("desk/<int:pk>/next/", desk.later, name="next"),
    path("desk/<int:pk>/decide/", desk.decide, name="decide"),
]
