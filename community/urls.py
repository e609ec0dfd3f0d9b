from django.urls import path

from community.views import discover, notices, people, search, thread

app_name = "community"
urlpatterns = [
    path("", discover.discover, name="discover"),
    path("search/", search.search, name="search"),
    path("search/similar", search.similar, name="similar"),
    path("t/new/", thread.new_thread, name="new_thread"),
    path("t/<int:pk>/", thread.thread, name="thread"),
    path("t/<int:pk>/reply/", thread.reply, name="reply"),
    path("t/<int:pk>/vote/", thread.give_vote, name="vote"),
    path("notifications/", notices.notifications, name="notifications"),
    path("notifications/read/", notices.read_notifications, name="read_notifications"),
    path("notifications/channels/", notices.channels, name="channels"),
    path("notifications/digest/", notices.digest, name="digest"),
    path("notifications/stop/<str:token>/", notices.stop_mails, name="unsubscribe"),
    path("in/<str:token>/", people.sign_in, name="sign_in"),
    path("m/<path:name>/", people.profile, name="profile"),
]
