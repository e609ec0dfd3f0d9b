from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from base.ring import ring
from community.models import SiteMode, WaitingEntry
from community.site_rules import bucket_of, read_rules


@transaction.atomic
def wait(*, name: str, address: str = "", language: str = "", why: str = "") -> WaitingEntry:
    """Put somebody on the waiting list. The same address again is another entry with the same bucket: who asks twice is
    neither told that they are known nor let in sooner. During a stage whoever belongs to its share is let in at once."""
    bucket = bucket_of("waiting", address.lower() or secrets.token_hex(16))
    rules = read_rules()
    is_in = rules.joining == SiteMode.Joining.STAGED and bucket < rules.percent
    entry = WaitingEntry.objects.create(
        name=name,
        address=address,
        language=language,
        why=why,
        bucket=bucket,
        let_in_at=timezone.now() if is_in else None,
    )
    if is_in:
        ring("let_in")
    return entry


def wait_no_more(*, entry: WaitingEntry) -> bool:
    """Take somebody off the list, with all they said; False where they have an account, whose settings erase it."""
    gone, _tables = WaitingEntry.objects.filter(pk=entry.pk, member=None).delete()
    return bool(gone)
