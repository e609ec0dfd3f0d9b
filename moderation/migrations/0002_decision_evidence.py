import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def what_was_judged(apps, _schema_editor):
    """Decisions from before covered what is current now, as far as anyone can tell."""
    Decision = apps.get_model("moderation", "Decision")
    Evidence = apps.get_model("feedback", "Evidence")
    current = Evidence.objects.filter(report=OuterRef("case"), is_current=True).values("pk")[:1]
    Decision.objects.update(evidence=Subquery(current))


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial"), ("feedback", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="evidence",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feedback.evidence"
            ),
        ),
        migrations.RunPython(what_was_judged, migrations.RunPython.noop),
    ]
