from __future__ import annotations

from django.db import connection, transaction

from community.count_credit import count_credit
from community.count_threads import count_threads
from community.counters import COUNTERS, Difference, differences, key_of
from community.models import ReportCount
from community.note_credit import note_credit


def recount() -> list[Difference]:
    """Count every counter column anew from its rows, while the site runs; gives what differed and is mended now.

    What waits to be counted is counted first. Figures of members are mended by `count_credit`, which alone writes them.
    """
    _count_what_waits()
    found = list(differences())
    for one in found:
        if one.table not in {"community_credit", "community_reportcount"}:
            _mend(one)
    counts = ReportCount.objects.filter(pk__in=[one.pk for one in found if one.table == "community_reportcount"])
    members = counts.values_list("member", flat=True)
    note_credit(members=[*members, *(one.pk for one in found if one.table == "community_credit")])
    _count_what_waits()
    return found


def _count_what_waits() -> None:
    count_threads()
    while count_credit():
        pass


@transaction.atomic
def _mend(one: Difference) -> None:
    """The row is locked first and counted then, in two statements: a verb that is under way adds its own to what is written."""
    key = key_of(one.table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {one.table} WHERE {key} = %s FOR NO KEY UPDATE", [one.pk])
        counted = COUNTERS[one.table, one.column]
        cursor.execute(f"UPDATE {one.table} c SET {one.column} = ({counted}) WHERE {key} = %s", [one.pk])
