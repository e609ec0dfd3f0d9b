from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Q

from community.credit_figures import ACCEPTED, IN_DATASET, RELEASED
from community.models import ReportCount, Thread

REPORTED = 1  # what is held has not begun its way
KEY = ("member_id", "space_id", "state", "visibility")
FIGURES = {"reported": REPORTED, "accepted": ACCEPTED, "in_dataset": IN_DATASET, "released": RELEASED}


@transaction.atomic
def count_reports(*, members: Collection[int]) -> None:
    """Count anew how far the reports of these members have come; only rows that say something else now are written.

    For `count_credit`, which holds the members' figures locked: of two workers the later one counts what the earlier one saw.
    """
    known = {_key(row): row for row in ReportCount.objects.filter(member__in=members)}
    found = {_key(row): row for row in _by_the_threads(members)}
    changed = [row for key, row in found.items() if key not in known or _figures(known[key]) != _figures(row)]
    ReportCount.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["member", "space", "state", "visibility"], update_fields=list(FIGURES)
    )
    gone = [row.pk for key, row in known.items() if key not in found]
    if gone:
        ReportCount.objects.filter(pk__in=gone).delete()


def _by_the_threads(members: Collection[int]) -> list[ReportCount]:
    reports = Thread.objects.filter(author__in=members, is_report=True).exclude(state=Thread.State.WITHDRAWN)
    reached = {name: Count("pk", filter=Q(station__gte=station)) for name, station in FIGURES.items()}
    rows = reports.values_list("author", "space", "state", "visibility").annotate(**reached)
    return [ReportCount(**dict(zip((*KEY, *FIGURES), row, strict=True))) for row in rows]


def _key(row: ReportCount) -> tuple[int, int, str, str]:
    return row.member_id, row.space_id, row.state, row.visibility


def _figures(row: ReportCount) -> list[int]:
    return [getattr(row, name) for name in FIGURES]
