"""What the API answers with."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from feedback.models import Classification, Report, Step


class StepOut(serializers.ModelSerializer[Step]):
    class Meta:
        model = Step
        fields = ("event", "at", "actor_name", "detail", "url")


class ClassificationOut(serializers.ModelSerializer[Classification]):
    class Meta:
        model = Classification
        fields = ("classifier", "labels", "probabilities", "value", "abstained", "language", "reasons", "created_at")


class ReportOut(serializers.ModelSerializer[Report]):
    """A report as a list shows it."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField(source="thread.title")
    language = serializers.CharField(source="thread.language")
    station = serializers.IntegerField(source="thread.station")
    url = serializers.CharField(source="thread.get_absolute_url")
    model = serializers.CharField(source="model_name")
    model_version = serializers.CharField(source="version_name")

    class Meta:
        model = Report
        fields = (
            "id",
            "external_id",
            "source",
            "title",
            "language",
            "model",
            "model_version",
            "station",
            "classified",
            "consent_scope",
            "created_at",
            "url",
        )


class ReportTaken(ReportOut):
    """A report as it was taken in: only what does not move while it is worked on, so that every repeat gets the same answer."""

    class Meta(ReportOut.Meta):
        fields = tuple(name for name in ReportOut.Meta.fields if name not in {"station", "classified"})  # type: ignore[assignment]


class ReportPage(serializers.Serializer[object]):
    results = ReportOut(many=True)
    next = serializers.CharField(allow_null=True, help_text="what to give as `after` for the page after this one")


class ReportWithTimeline(ReportOut):
    """A report with its current classification and every step that it took."""

    classification = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()

    class Meta(ReportOut.Meta):
        fields = (*ReportOut.Meta.fields, "classification", "timeline")  # type: ignore[assignment]

    @extend_schema_field(ClassificationOut(allow_null=True))
    def get_classification(self, report: Report) -> dict[str, object] | None:
        current = report.classifications.filter(is_current=True).first()
        return dict(ClassificationOut(current).data) if current else None

    @extend_schema_field(StepOut(many=True))
    def get_timeline(self, report: Report) -> list[dict[str, object]]:
        return [dict(StepOut(step).data) for step in report.steps.order_by("pk")]


class FieldError(serializers.Serializer[object]):
    field = serializers.CharField(allow_blank=True, help_text="dotted path, as in `conversation.0.role`; empty for the whole")
    detail = serializers.CharField()


class LineResult(serializers.Serializer[object]):
    """What became of one line of a batch."""

    line = serializers.IntegerField()
    status = serializers.IntegerField(help_text="201, 200 or 400")
    id = serializers.IntegerField(required=False)
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]


class BatchOut(serializers.Serializer[object]):
    results = LineResult(many=True)
