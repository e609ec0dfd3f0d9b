from django.urls import path

from moderation.views import desk, held

app_name = "moderation"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/held/", held.held, name="held"),
    path("desk/held/settle/", held.settle, name="settle_held"),
    path("desk/held/undo/<uuid:settled_as>/", held.undo, name="undo_held"),
    path("desk/held/wave/<slug:name>/", held.group, name="held_group"),
    path("desk/questions/<int:pk>/again/", desk.ask_the_assistant_again, name="ask_again"),
    path("desk/<int:pk>/", desk.case, name="case"),
    path("desk/<int:pk>/next/", desk.later, name="next"),
    path("desk/<int:pk>/decide/", desk.decide, name="decide"),
]
