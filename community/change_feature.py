from __future__ import annotations

from django.db import transaction

from community.audit import audit
from community.change_site import count_change
from community.models import Feature, Group, Member
from community.site_rules import first_rules


@transaction.atomic
def change_feature(
    *,
    by: Member,
    name: str,
    who: str,
    percent: int = 0,
    level: int | None = None,
    group: Group | None = None,
    team: bool = False,
) -> int:
    """Say to whom a feature is shown; gives the number of the change. KeyError: there is no such feature."""
    first = first_rules().features[name]
    row, _is_new = Feature.objects.select_for_update().get_or_create(name=name, defaults={"who": first.who})
    before = {"who": row.who, "percent": row.percent, "level": row.level, "group": row.group_id, "team": row.team}
    row.who, row.percent, row.level, row.group, row.team = who, percent, level, group, team
    row.save()
    after: dict[str, object] = {"who": who, "percent": percent, "level": level, "group": row.group_id, "team": team}
    audit(by=by, subject="feature", name=name, before=before, after=after)
    return count_change()
