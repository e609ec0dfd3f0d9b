from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from community.announce import announce
from community.ask_assistant import ask_assistant
from community.attach_images import attach_images
from community.drafts import forget_draft
from community.follow import follow_own
from community.index_threads import index_threads
from community.models import Member, Space, Thread
from community.note_credit import note_credit
from community.revisions import form_key
from community.tag_thread import tag_thread
from community.tell_mentioned import tell_mentioned
from community.weigh_post import Weighed, hold_post, weigh_post


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
    form_id: str = "",
) -> Thread:
    """Say something in a space, under tags. `created_at` is for what was said elsewhere before: nobody is told of that.

    A new member's may wait to be looked at first: then its state says so, and nobody is told yet. The same form sent twice is
    one thread, and the second time the first comes back.
    """
    key = form_key(form_id, space.pk, title, body)
    sent = Thread.objects.filter(author=author, form_key=key)
    if key and (known := sent.first()):
        return known
    at = created_at or timezone.now()
    thread = Thread(
        author=author,
        space=space,
        title=title,
        body=body,
        language=language,
        visibility=visibility,
        is_report=is_report,
        created_at=at,
        active_at=at,
        form_key=key,
    )
    try:
        _store(thread, tags, is_new=created_at is None)
    except IntegrityError:  # two at once: the other one won
        if key and (known := sent.first()):
            return known
        raise
    return thread


@transaction.atomic
def _store(thread: Thread, tags: Sequence[str], *, is_new: bool) -> None:
    author = thread.author
    weighed = weigh_post(author=author, text=f"{thread.title}\n{thread.body}") if is_new else Weighed()
    thread.is_first = weighed.is_first
    thread.state = Thread.State.HELD if weighed.reason else Thread.State.VISIBLE
    thread.save(force_insert=True)
    attach_images(thread=thread, author=author, text=thread.body)
    is_indexed = bool(tags) and tag_thread(thread=thread, names=tags)
    hold_post(weighed=weighed, author=author, thread=thread)
    note_credit(members=[author.pk])
    follow_own(member=author, thread=thread)
    if not thread.is_report and not is_indexed:  # a report is found by its evidence too, which comes with it
        index_threads([thread.pk])
    if not thread.is_report:
        forget_draft(member=author, place="thread")
    if not is_new or weighed.reason:  # what was said elsewhere before calls and asks nobody here
        return
    announce(thread=thread)
    if not thread.is_report:
        tell_mentioned(thread=thread, by=author)
        ask_assistant(thread=thread, asked_by=author)
