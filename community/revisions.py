"""What threads and replies said before they were edited."""

from __future__ import annotations

import hashlib
from datetime import datetime

from community.models import Member, Reply, Revision, Thread

PAGE = 10


class EditedMeanwhile(Exception):
    """The words that the edit began from are not the ones that stand there now."""


class NotOpenToEdit(Exception):
    """It is not a talk of this member's that everyone may read: taken back, hidden, a report, or somebody else's."""


def keep_revision(*, of: Thread | Reply, editor: Member, ended_at: datetime) -> None:
    """Add what `of` says now to its history; its row is locked by the verb that is about to change it."""
    Revision.objects.create(
        thread=of if isinstance(of, Thread) else None,
        reply=of if isinstance(of, Reply) else None,
        number=of.revision,
        editor=editor,
        title=of.title if isinstance(of, Thread) else "",
        body=of.body,
        ended_at=ended_at,
    )


def revisions_of(of: Thread | Reply, *, before: int | None = None) -> list[Revision]:
    """A page of earlier texts, newest first, older than number `before`; one more than `PAGE` where there are more."""
    found = of.revisions.select_related("editor").order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    return list(found[: PAGE + 1])


def form_key(form_id: str, *said: object) -> str:
    """What makes a form that is sent twice one: its id with all that it said, so that an old form with new words is new."""
    if not form_id:
        return ""
    return hashlib.sha256("\n".join([form_id, *map(str, said)]).encode()).hexdigest()
