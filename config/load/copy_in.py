"""Many rows at once, by COPY."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.models import Field, GeneratedField, Model
from psycopg import sql

from community.models import SearchDocument

MANY = 20_000

# Of these the database takes what the object holds; others, such as JSON, are prepared by their field.
AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
    models.DateTimeField,
)


def copy_in(rows: Sequence[Model]) -> int:
    """Store unsaved objects of one model with one COPY; says how many.

    Columns and defaults are the model's own, so that a column which comes later is filled as well. Rows without a key get
    theirs from the sequence. A time of `auto_now_add` that is set is kept.
    """
    if not rows:
        return 0
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
    if rows[0].pk is None:
        fields = [field for field in fields if not field.primary_key]
    columns = [sql.Identifier(str(field.column)) for field in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns))
    shapes = [(field, isinstance(field, AS_THEY_ARE)) for field in fields]
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_value(row, field, is_plain) for field, is_plain in shapes])
    return len(rows)


def _value(row: Model, field: Field[Any, Any], is_plain: bool) -> Any:
    value = getattr(row, field.attname)
    if value is None:
        value = field.pre_save(row, add=True)
    return value if is_plain else field.get_db_prep_save(value, connection)


def reserve(model: type[Model], count: int) -> list[int]:
    """`count` keys of the model's sequence, which nobody else will get."""
    assert model._meta.pk is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def search_index_built_last(documents: int) -> Iterator[None]:
    """Into an empty table many documents are written without the index of their words, which is built of all at the end:
    entry by entry it would take longer than everything else."""
    if documents < MANY or SearchDocument.objects.exists():
        yield
        return
    index = next(one for one in SearchDocument._meta.indexes if one.name == "search_words")
    with connection.schema_editor() as editor:
        editor.remove_index(SearchDocument, index)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.execute("SET LOCAL maintenance_work_mem = '1GB'")
            editor.add_index(SearchDocument, index)


def analyze(*models: type[Model]) -> None:
    """Tell PostgreSQL what the tables hold now, so that it plans for it."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(model._meta.db_table)))
