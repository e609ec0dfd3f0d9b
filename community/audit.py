from __future__ import annotations

from community.models import AuditEntry, Member


def audit(*, by: Member, subject: str, name: str, before: dict[str, object], after: dict[str, object]) -> None:
    """Note what an administrator changed, only where it differs; in the transaction of the change."""
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    if changed:
        AuditEntry.objects.create(
            by=by,
            subject=subject,
            name=name,
            before={key: before[key] for key in changed if key in before},
            after={key: after[key] for key in changed if key in after},
        )
