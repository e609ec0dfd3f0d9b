from __future__ import annotations

from django.db import transaction

from community.models import Member, Reply, Thread
from community.reply import reply
from community.vote import vote


@transaction.atomic
def reproduce(
    *, thread: Thread, member: Member, reproduced_on: str, body: str, language: str = "und", form_id: str = ""
) -> Reply:
    """Say of a report that one can reproduce it: a voice for it, and beside it a reply with the version and what happened.

    What was reported stays as it is. The same form sent twice is one.
    """
    vote(thread=thread, member=member)
    return reply(thread=thread, author=member, body=body, language=language, form_id=form_id, reproduced_on=reproduced_on)
