from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.announce import announce
from community.ask_assistant import ask_assistant
from community.attach_images import attach_images
from community.follow import follow_own
from community.index_threads import index_threads
from community.models import Member, Space, Thread
from community.note_credit import note_credit
from community.tag_thread import tag_thread
from community.weigh_post import Weighed, hold_post, weigh_post


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
    tags: Sequence[str] = (),
) -> Thread:
    """Say something in a space, under tags. `created_at` is for what was said elsewhere before: nobody is told of that.

    A new member's may wait to be looked at first: then its state says so, and nobody is told yet.
    """
    weighed = Weighed() if created_at else weigh_post(author=author, text=f"{title}\n{body}")
    at = created_at or timezone.now()
    thread = Thread.objects.create(
        author=author,
        space=space,
        title=title,
        body=body,
        language=language,
        visibility=visibility,
        is_report=is_report,
        is_first=weighed.is_first,
        state=Thread.State.HELD if weighed.reason else Thread.State.VISIBLE,
        created_at=at,
        active_at=at,
    )
    attach_images(thread=thread, author=author, text=body)
    is_indexed = bool(tags) and tag_thread(thread=thread, names=tags)
    hold_post(weighed=weighed, author=author, thread=thread)
    note_credit(members=[author.pk])
    follow_own(member=author, thread=thread)
    if created_at is None and not weighed.reason:
        announce(thread=thread)
    if not is_report and not is_indexed:  # a report is found by its evidence too, which comes with it
        index_threads([thread.pk])
    if not is_report and created_at is None and not weighed.reason:  # what was said elsewhere before asks nobody here
        ask_assistant(thread=thread, asked_by=author)
    return thread
