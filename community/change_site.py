from __future__ import annotations

from django.db import transaction

from community.audit import audit
from community.let_in import let_in_stage
from community.models import Member, SiteMode
from community.site_rules import first_rules, keep


@transaction.atomic
def change_site(*, by: Member, joining: str, percent: int, reading: str) -> int:
    """Say how open the site is. A stage lets in its share of the waiting list; nobody is put out by a smaller one.

    Gives the number of the change, for the session of who made it.
    """
    first = first_rules()
    row, _is_new = SiteMode.objects.select_for_update().get_or_create(
        pk=1, defaults={"joining": first.joining, "reading": first.reading}
    )
    before = {"joining": row.joining, "percent": row.percent, "reading": row.reading}
    after: dict[str, object] = {"joining": joining, "percent": percent, "reading": reading}
    if before != after:
        row.joining, row.percent, row.reading, row.number = joining, percent, reading, row.number + 1
        row.save(update_fields=["joining", "percent", "reading", "number"])
        audit(by=by, subject="site", name="", before=before, after=after)
    if joining == SiteMode.Joining.STAGED:
        let_in_stage(percent=percent)
    transaction.on_commit(lambda: keep(None))
    return row.number


@transaction.atomic
def count_change() -> int:
    """Another number for rules that stand in other tables (features), so that whoever changed them reads them anew."""
    first = first_rules()
    row, _is_new = SiteMode.objects.select_for_update().get_or_create(
        pk=1, defaults={"joining": first.joining, "reading": first.reading}
    )
    SiteMode.objects.filter(pk=1).update(number=row.number + 1)
    transaction.on_commit(lambda: keep(None))
    return row.number + 1
