"""How many rows there are, as part of another query."""

from __future__ import annotations

from django.db.models import IntegerField, Subquery


class Counted(Subquery):
    """The number of rows of a queryset; a sliced one is counted no further. The same as `.count()`, as a column."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
