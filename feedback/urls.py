from django.urls import path

from feedback.views import compose, releases, report

app_name = "feedback"
urlpatterns = [
    path("report/", compose.compose, name="compose"),
    path("r/<int:pk>/", report.report, name="report"),
    path("r/<int:pk>/confirm/", report.confirm, name="confirm"),
    path("r/<int:pk>/consent/", report.consent, name="consent"),
    path("r/<int:pk>/withdraw/", report.withdraw, name="withdraw"),
    path("releases/", releases.releases, name="releases"),
    path("v/<slug:product>/<path:name>/", releases.version, name="version"),
    path("releases/new/", releases.new_release, name="new_release"),
]
