from feedback.models.access_key import AccessKey, IdempotentCall
from feedback.models.classification import Classification
from feedback.models.journey import Step
from feedback.models.product import ModelVersion, Product, VersionAlias
from feedback.models.report import ConsentGiven, Evidence, Report
from feedback.models.webhook import WebhookDelivery, WebhookEndpoint
from feedback.models.widget_key import WidgetKey

__all__ = [
    "AccessKey",
    "Classification",
    "ConsentGiven",
    "Evidence",
    "IdempotentCall",
    "ModelVersion",
    "Product",
    "Report",
    "Step",
    "VersionAlias",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WidgetKey",
]
