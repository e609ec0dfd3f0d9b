from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.index_threads import index_threads
from community.models import Member, Space, Thread


@transaction.atomic
def submit_thread(
    *,
    author: Member,
    space: Space,
    title: str,
    body: str,
    language: str = "und",
    visibility: str = Thread.Visibility.PUBLIC,
    is_report: bool = False,
    created_at: datetime | None = None,
) -> Thread:
    """Say something in a space. `created_at` is for what was said elsewhere before."""
    at = created_at or timezone.now()
    thread = Thread.objects.create(
        author=author,
        space=space,
        title=title,
        body=body,
        language=language,
        visibility=visibility,
        is_report=is_report,
        created_at=at,
        active_at=at,
    )
    if not is_report:  # a report is found by its evidence too, which comes with it
        index_threads([thread.pk])
    return thread
