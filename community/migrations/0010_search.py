import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("community", "0002_spaces")]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "thread",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="community.thread",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("beside", models.TextField(blank=True)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("seen", models.PositiveIntegerField(default=1)),
                ("head", models.CharField(blank=True, max_length=1)),
                ("tail", models.CharField(blank=True, max_length=1)),
            ],
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words"], gin_pending_list_limit=256, name="search_words"
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="search_word_letters", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index("head", condition=models.Q(("head", ""), _negated=True), name="search_word_head"),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index("tail", condition=models.Q(("tail", ""), _negated=True), name="search_word_tail"),
        ),
        # Long vectors lie beside the table, which stays narrow; and the planner knows the frequent words by name.
        migrations.RunSQL(
            "ALTER TABLE community_searchdocument SET (toast_tuple_target = 128);"
            "ALTER TABLE community_searchdocument ALTER COLUMN words SET STATISTICS 1000",
            migrations.RunSQL.noop,
        ),
    ]
