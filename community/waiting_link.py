"""The two addresses of somebody who waits: one that shows their place, and one that lets them make an account.

Signed, never stored: whoever holds one may use it. Where mail is sent, only the mail holds the second, so that an address
is proved by who joins with it.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from community.models import WaitingEntry

PLACE, DOOR = "community.waiting.place", "community.waiting.door"


def place_path(entry: WaitingEntry) -> str:
    return reverse("community:place", args=[signing.Signer(salt=PLACE).sign(str(entry.pk))])


def door_path(entry: WaitingEntry) -> str:
    return reverse("community:place", args=[signing.Signer(salt=DOOR).sign(str(entry.pk))])


def read_place(token: str) -> tuple[WaitingEntry, bool] | None:
    """Whose link it is, and whether it opens the door once they are let in; None for one that was never given out, or
    whose entry is gone."""
    for salt in (DOOR, PLACE):
        try:
            pk = signing.Signer(salt=salt).unsign(token)
        except signing.BadSignature:
            continue
        entry = WaitingEntry.objects.filter(pk=pk).first()
        by_mail = settings.HAS_MAIL and entry is not None and entry.address != ""
        return None if entry is None else (entry, salt == DOOR or not by_mail)
    return None
