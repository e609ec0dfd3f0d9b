from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from community.models import CreditDue


def note_credit(*, members: Iterable[int] = (), threads: Iterable[int] = ()) -> None:
    """Let the figures of these members be counted anew, and of all who wrote in these threads or voted for them.

    For every verb that changes what `count_credit` counts, in its transaction. Nothing is locked and nothing looked up: rows
    are appended, and beat's next sweep counts each member once, however often they were named.
    """
    CreditDue.objects.bulk_create([CreditDue(member_id=pk) for pk in sorted(set(members))])
    if ids := sorted(set(threads)):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO community_creditdue (member_id) SELECT author_id FROM community_thread WHERE id = ANY(%s) "
                "UNION SELECT member_id FROM community_vote WHERE thread_id = ANY(%s) "
                "UNION SELECT author_id FROM community_reply WHERE thread_id = ANY(%s)",
                [ids, ids, ids],
            )
