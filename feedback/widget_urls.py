"""What other sites' pages ask for. No names: they are machines' addresses, not pages."""

from django.urls import path

from feedback.api import widget, widget_script

urlpatterns = [
    path("widget.js", widget_script.newest),
    path("widget/<slug:name>.js", widget_script.pinned),
    path("widget/v1/reports", widget.WidgetReports.as_view()),
]
