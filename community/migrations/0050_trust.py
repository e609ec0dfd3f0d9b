from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0020_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="trust",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(condition=models.Q(("trust__lte", 3)), name="member_trust"),
        ),
        # Whoever spoke here before there were levels is known.
        migrations.RunSQL(
            "UPDATE community_member m SET trust = 1 WHERE source = '' AND (EXISTS (SELECT FROM community_thread t "
            "WHERE t.author_id = m.id AND t.state = 'visible') OR EXISTS (SELECT FROM community_reply r "
            "WHERE r.author_id = m.id AND r.state = 'visible'))",
            migrations.RunSQL.noop,
        ),
    ]
