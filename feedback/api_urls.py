from django.urls import path

from feedback.api import reports

urlpatterns = [
    path("reports", reports.Reports.as_view()),
    path("reports/batch", reports.ReportBatch.as_view()),
    path("reports/<int:pk>", reports.OneReport.as_view()),
]
