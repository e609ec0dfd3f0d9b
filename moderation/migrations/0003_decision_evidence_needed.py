import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the one that fills the column: PostgreSQL alters no table with pending triggers."""

    dependencies = [("moderation", "0002_decision_evidence")]
    operations = [
        migrations.AlterField(
            model_name="decision",
            name="evidence",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feedback.evidence"),
        ),
    ]
