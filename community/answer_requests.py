"""The assistant at work: a question is claimed, asked of the endpoint outside any transaction, and answered once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from base.tally import tally
from base.text.language import detect_language
from community.ask_assistant import refusal_here
from community.assistant.answer import clean_answer
from community.assistant.client import TOTAL_SECONDS, Completion, Endpoint, EndpointError, complete
from community.assistant_queries import is_used_up
from community.find_assistant import find_assistant
from community.models import Assistant, AssistantRequest, Thread
from community.read_question import read_question
from community.reply import reply

LEASE = timedelta(seconds=3 * TOTAL_SECONDS)  # longer than any try, so that nobody else asks while one is asking
WAITS = [timedelta(minutes=1), timedelta(minutes=10)]
MAX_ATTEMPTS = len(WAITS) + 1
HELD = timedelta(minutes=10)  # a question that moderators hold is looked at again after so long, for a day
State, Refusal = AssistantRequest.State, AssistantRequest.Refusal

log = structlog.get_logger(__name__)


def answer_requests() -> int:
    """Answer what is due, one by one, until nothing is left that another worker has not claimed; says how many were claimed."""
    claimed = 0
    while (assistant := find_assistant()) and assistant.is_on and (request := claim_request()):
        claimed += 1
        try:
            _answer(request, assistant)
        except Exception as error:
            _put_off(request, error)
    return claimed


@transaction.atomic
def claim_request() -> AssistantRequest | None:
    """Lease the question that has been due longest; None where none is. The claim filters on its own columns only.

    One whose worker was lost as often as it may be tried is parked instead.
    """
    now = timezone.now()
    due = AssistantRequest.objects.select_for_update(skip_locked=True).filter(
        state__in=[State.WAITING, State.ASKING], next_try_at__lte=now
    )
    while (request := due.order_by("next_try_at").first()) is not None:
        if request.attempts < MAX_ATTEMPTS:
            request.state, request.attempts, request.next_try_at = State.ASKING, request.attempts + 1, now + LEASE
            request.save(update_fields=["state", "attempts", "next_try_at"])
            return request
        lost = request.last_error or "the worker that asked was lost"
        AssistantRequest.objects.filter(pk=request.pk).update(state=State.FAILED, last_error=lost, settled_at=now)
    return None


def _answer(claimed: AssistantRequest, assistant: Assistant) -> None:
    request = _with_words(claimed)
    if _is_held(request):
        _settle(request, State.WAITING, next_try_at=timezone.now() + HELD, attempts=request.attempts - 1)
        return
    if refusal := _refusal(request, assistant) or (Refusal.DAY if is_used_up(assistant) else ""):
        _settle(request, State.REFUSED, refusal=refusal, settled_at=timezone.now())
        return
    answer = complete(Endpoint(**settings.LLM), read_question(request, assistant))
    _post(request, assistant, answer)


def _with_words(request: AssistantRequest) -> AssistantRequest:
    return AssistantRequest.objects.select_related("thread__author", "thread__space", "reply__author").get(pk=request.pk)


def _is_held(request: AssistantRequest) -> bool:
    asked = request.reply or request.thread
    is_looked_at = asked.state in {Thread.State.HELD, Thread.State.HIDDEN}
    return is_looked_at and timezone.now() - request.asked_at < timedelta(days=1)


def _refusal(request: AssistantRequest, assistant: Assistant) -> str:
    is_gone = request.reply is not None and request.reply.state != Thread.State.VISIBLE
    return Refusal.CLOSED if is_gone else refusal_here(assistant, request.thread)


@transaction.atomic
def _post(request: AssistantRequest, assistant: Assistant, answer: Completion) -> None:
    """The answer and word of it, together: only by the try that holds the lease, and only where it may still be read."""
    spent = {
        "model": answer.model,
        "tokens_in": answer.tokens_in,
        "tokens_out": answer.tokens_out,
        "cost": None if answer.cost is None else Decimal(str(answer.cost)),
        "settled_at": timezone.now(),
        "last_error": "",
    }
    Thread.objects.select_for_update().get(pk=request.thread_id)  # nobody hides it while the answer is written
    now = _with_words(request)
    if refusal := _refusal(now, assistant):
        _settle(request, State.REFUSED, refusal=refusal, **spent)
        return
    if not _settle(request, State.ANSWERED, **spent):
        return
    body = clean_answer(answer.text)
    said = reply(thread=now.thread, author=assistant.member, body=body, parent=now.reply, language=detect_language(body))
    AssistantRequest.objects.filter(pk=request.pk).update(answer=said)
    tally(stage="assistant", processed=1)
    log.info("assistant.answered", request=request.pk, model=answer.model, seconds=answer.seconds)


def _settle(request: AssistantRequest, state: AssistantRequest.State, **columns: object) -> bool:
    """Only the try that holds the lease may say what came of it: `attempts` is its number."""
    mine = AssistantRequest.objects.filter(pk=request.pk, state=State.ASKING, attempts=request.attempts)
    return bool(mine.update(state=state, **columns))


def _put_off(request: AssistantRequest, error: Exception) -> None:
    """Wait longer after each try; what is refused for good, or has failed too often, is parked with its error."""
    passing = not isinstance(error, EndpointError) or error.is_passing
    log.warning("assistant.failed", request=request.pk, attempts=request.attempts, error=repr(error)[:500])
    now, said = timezone.now(), repr(error)[:2000]
    if passing and request.attempts < MAX_ATTEMPTS:
        asked_to_wait = timedelta(seconds=getattr(error, "retry_after", None) or 0)
        wait = max(WAITS[request.attempts - 1], min(asked_to_wait, timedelta(hours=1)))
        _settle(request, State.WAITING, last_error=said, next_try_at=now + wait)
        return
    if _settle(request, State.FAILED, last_error=said, settled_at=now):
        tally(stage="assistant", failed=1)
