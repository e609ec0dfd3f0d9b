from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("full_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index("full_at", name="limit_full")]},
        ),
    ]
