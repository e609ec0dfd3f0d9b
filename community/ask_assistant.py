from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from base.ring import ring
from community.access import audience_of
from community.assistant_queries import limit_reached
from community.features import feature_of
from community.find_assistant import find_assistant
from community.markdown import names_in
from community.models import Assistant, AssistantRequest, Member, Reply, Thread


@transaction.atomic(savepoint=False)  # a part of what calls it, whole or not at all
def ask_assistant(*, thread: Thread, asked_by: Member, reply: Reply | None = None) -> AssistantRequest | None:
    """Put a question into the assistant's queue where `reply`, or without one the thread itself, calls it or its space does.

    None where nobody asked. A question is one row, however often it is said; whoever may not ask has one that says why.
    Machines ask nothing, so that no two of them talk to each other for ever.
    """
    words = reply.body if reply else f"{thread.title}\n{thread.body}"
    is_wanted_here = reply is None and thread.space.assistant_answers
    if not settings.HAS_ASSISTANT or asked_by.is_machine or not (is_wanted_here or "@" in words):
        return None
    assistant = find_assistant()
    if assistant is None or not assistant.is_on:
        return None
    is_called = _calls(words, assistant.member.username)
    is_open = feature_of("assistant", asked_by)
    if not (is_called or (is_wanted_here and is_open)):  # whom it is not open to, and who did not call it, misses nothing
        return None
    Assistant.objects.select_for_update().get(pk=assistant.pk)  # one at a time counts, so that no limit is passed
    now = timezone.now()
    refusal = "" if is_open else AssistantRequest.Refusal.FEATURE
    refusal = refusal or refusal_here(assistant, thread) or limit_reached(assistant, asked_by)
    state = AssistantRequest.State.REFUSED if refusal else AssistantRequest.State.WAITING
    request, is_new = AssistantRequest.objects.get_or_create(
        thread=thread,
        reply=reply,
        defaults={"asked_by": asked_by, "state": state, "refusal": refusal, "asked_at": now, "next_try_at": now},
    )
    if is_new and not refusal:
        ring("assistant_asked")
    return request


def _calls(words: str, name: str) -> bool:
    return name.lower() in {called.lower() for called in names_in(words)}


def refusal_here(assistant: Assistant, thread: Thread) -> str:
    """Why nothing is answered in this thread, as a refusal; "" where it is. `thread` has its author and space."""
    if not thread.author.assistant_may_answer:
        return AssistantRequest.Refusal.AUTHOR
    may_read = {
        Thread.Visibility.PUBLIC: True,
        Thread.Visibility.MEMBERS: assistant.reads_members_only,
        Thread.Visibility.TEAM: assistant.reads_team_only,
    }
    is_open = thread.state == Thread.State.VISIBLE and may_read[audience_of(thread)] and not thread.space.is_read_only
    return "" if is_open else AssistantRequest.Refusal.CLOSED
