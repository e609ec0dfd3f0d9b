from django.urls import path

from feedback.api import interface
from feedback.views import compose, conversation, programs, registry, releases, report

app_name = "feedback"
urlpatterns = [
    path("report/", compose.compose, name="compose"),
    path("report/read/", compose.read, name="read"),
    path("report/advice/<str:name>/", compose.advice, name="advice"),
    path("r/<int:pk>/", report.report, name="report"),
    path("r/<int:pk>/conversation/", conversation.conversation, name="conversation"),
    path("r/<int:pk>/confirm/", report.confirm, name="confirm"),
    path("r/<int:pk>/consent/", report.consent, name="consent"),
    path("r/<int:pk>/withdraw/", report.withdraw, name="withdraw"),
    path("releases/", releases.releases, name="releases"),
    path("v/<slug:product>/<path:name>/", releases.version, name="version"),
    path("versions/", registry.registry, name="registry"),
    path("versions/map/", registry.map_name, name="map_name"),
    path("versions/unmap/<int:pk>/", registry.unmap_name, name="unmap_name"),
    path("versions/new/", registry.new_version, name="new_version"),
    path("versions/products/new/", registry.new_product, name="new_product"),
    path("versions/<int:pk>/", registry.edit_version, name="edit_version"),
    path("api/", interface.interface, name="interface"),
    path("settings/keys/", programs.keys, name="keys"),
    path("settings/webhooks/", programs.webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>/", programs.webhook, name="webhook"),
    path("releases/new/", releases.new_release, name="new_release"),
]
