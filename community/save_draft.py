from __future__ import annotations

import json
import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from community.drafts import count_drafts, forget_draft
from community.models import Draft, Member

MOST = 50  # drafts of one member
MAX_BYTES = 200_000  # of one draft, as JSON in UTF-8
MARK_STAYS = timedelta(hours=1)
PLACE = re.compile(r"thread|report|(reply|answer|edit-thread|edit-reply):[1-9][0-9]{0,17}")

Fields = dict[str, list[str]]


class NoSuchPlace(ValueError):
    """No form is called so."""


class DraftTooLong(ValueError):
    """It holds more than `MAX_BYTES`."""


class TooManyDrafts(ValueError):
    """`MOST` drafts wait already."""


@transaction.atomic
def save_draft(*, member: Member, place: str, fields: Fields, form_id: str = "") -> bool:
    """Keep what is typed in a form, in place of what was kept of it before; nothing typed keeps nothing. False where nothing
    changes, and where the form of that id has been sent meanwhile.
    """
    if not PLACE.fullmatch(place):
        raise NoSuchPlace(place)
    if len(json.dumps(fields, ensure_ascii=False).encode(errors="replace")) > MAX_BYTES:
        raise DraftTooLong
    if not any(value.strip() for values in fields.values() for value in values):
        return forget_draft(member=member, place=place)
    now = timezone.now()
    Draft.objects.filter(member=member, sent_at__lt=now - MARK_STAYS).delete()
    kept = Draft.objects.select_for_update().filter(member=member, place=place).first()
    if kept and ((kept.sent_at and form_id and kept.form_id == form_id) or (not kept.sent_at and kept.fields == fields)):
        return False
    if (kept is None or kept.sent_at) and Draft.objects.filter(member=member, sent_at=None).count() >= MOST:
        raise TooManyDrafts
    Draft.objects.update_or_create(
        member=member, place=place, defaults={"fields": fields, "form_id": form_id, "saved_at": now, "sent_at": None}
    )
    count_drafts(member)
    return True
