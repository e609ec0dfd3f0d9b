from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("community", "0052_tags_and_follows")]
    operations = [
        migrations.RunSQL(
            "UPDATE community_thread SET model_key = r.model_version_id FROM feedback_report r"
            " WHERE r.thread_id = community_thread.id AND r.model_version_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
