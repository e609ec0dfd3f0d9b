from __future__ import annotations

from django.db import transaction

from community.models import Member, Notice, Thread


@transaction.atomic
def notify(
    *, member: Member, event: str, key: str, url: str = "", thread: Thread | None = None, detail: dict[str, object]
) -> None:
    """Tell a member something once: the same `key` again is the same notice."""
    Notice.objects.bulk_create(
        [Notice(member=member, event=event, key=key, url=url, thread=thread, detail=detail)], ignore_conflicts=True
    )
