from django.urls import path

from community.views import answers, discover, notices, people, search, settings, site_settings, thread
from community.views import discover, feeds, notices, people, search, thread

app_name = "community"
urlpatterns = [
    path("", discover.discover, name="discover"),
    path("search/", search.search, name="search"),
    path("search/similar", search.similar, name="similar"),
    path("t/new/", thread.new_thread, name="new_thread"),
    path("t/<int:pk>/", thread.thread, name="thread"),
    path("t/<int:pk>/reply/", thread.reply, name="reply"),
    path("t/<int:pk>/vote/", thread.give_vote, name="vote"),
    path("reply/<int:pk>/answer/", answers.answer, name="answer"),
    path("reply/<int:pk>/vote/", answers.give_vote, name="vote_for_reply"),
    path("reply/<int:pk>/accept/", answers.accept, name="accept_answer"),
    path("notifications/", notices.notifications, name="notifications"),
    path("notifications/read/", notices.read_notifications, name="read_notifications"),
    path("notifications/channels/", notices.channels, name="channels"),
    path("notifications/push/", notices.push_here, name="push_here"),
    path("notifications/push/<int:pk>/stop/", notices.push_no_more, name="push_no_more"),
    path("sw.js", notices.service_worker, name="service_worker"),
    path("notifications/feed/", feeds.renew_own_feed, name="renew_own_feed"),
    path("feeds/site.<str:fmt>", feeds.site_feed, name="site_feed"),
    path("feeds/space/<slug:slug>.<str:fmt>", feeds.space_feed, name="space_feed"),
    path("feeds/kind/<slug:kind>.<str:fmt>", feeds.kind_feed, name="kind_feed"),
    path("feeds/thread/<int:pk>.<str:fmt>", feeds.thread_feed, name="thread_feed"),
    path("feeds/own/<str:token>/feed.<str:fmt>", feeds.own_feed, name="own_feed"),
    path("feeds/member/<path:name>/reports.<str:fmt>", feeds.member_feed, name="member_feed"),
    path("notifications/digest/", notices.digest, name="digest"),
    path("notifications/stop/<str:token>/", notices.stop_mails, name="unsubscribe"),
    path("settings/", settings.profile, name="settings"),
    path("settings/sign-in/", settings.sign_in, name="settings_sign_in"),
    path("settings/sign-in/sessions/<int:pk>/end/", settings.end_one_session, name="end_session"),
    path("settings/privacy/", settings.privacy, name="settings_privacy"),
    path("settings/privacy/export/", settings.export, name="export_member"),
    path("settings/privacy/<str:how>/", settings.leave_for_good, name="leave"),
    path("settings/mail/", site_settings.mail, name="settings_mail"),
    path("settings/links/", site_settings.links, name="settings_links"),
    path("in/<str:token>/", people.sign_in, name="sign_in"),
    path("m/<path:name>/", people.profile, name="profile"),
]
