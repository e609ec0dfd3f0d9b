from __future__ import annotations

from django.db import transaction

from community.audit import audit
from community.models import Member, Space

RULES = (
    *("name_en", "name_zh", "about_en", "about_zh", "position", "who_reads", "who_writes", "who_replies", "level_needed"),
    *("group_id", "is_read_only", "why_read_only_en", "why_read_only_zh"),
)


@transaction.atomic
def save_space(*, by: Member, space: Space) -> Space:
    """Make a space, or keep how it was changed; what changed is noted."""
    before = Space.objects.select_for_update().filter(pk=space.pk).values(*RULES).first() if space.pk else None
    space.save()
    after = {rule: getattr(space, rule) for rule in RULES}
    audit(by=by, subject="space", name=space.slug, before=dict(before or {}), after=after)
    return space
