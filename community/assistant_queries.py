"""What pages and limits read of the assistant's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from community.models import Assistant, AssistantRequest, Member

ASKED = Q(refusal="")
SHOWN = 3  # questions without an answer, below a thread


@dataclass(frozen=True)
class Usage:
    """Since midnight of the site's time zone. `tokens` are both ways; `cost` is None where the endpoint names none."""

    questions: int
    answered: int
    failed: int
    tokens: int
    cost: Decimal | None


def usage_today() -> Usage:
    since = midnight()
    state = AssistantRequest.State
    asked = AssistantRequest.objects.filter(ASKED, asked_at__gte=since).count()
    settled = AssistantRequest.objects.filter(settled_at__gte=since).aggregate(
        answered=Count("pk", filter=Q(state=state.ANSWERED)),
        failed=Count("pk", filter=Q(state=state.FAILED)),
        tokens_in=Sum("tokens_in", default=0),
        tokens_out=Sum("tokens_out", default=0),
        cost=Sum("cost"),
    )
    tokens = settled.pop("tokens_in") + settled.pop("tokens_out")
    return Usage(questions=asked, tokens=tokens, **settled)


def is_used_up(assistant: Assistant) -> bool:
    """Whether today's tokens are spent."""
    spent = AssistantRequest.objects.filter(settled_at__gte=midnight()).aggregate(
        tokens=Sum("tokens_in", default=0) + Sum("tokens_out", default=0)
    )
    return bool(spent["tokens"] >= assistant.tokens_per_day)


def limit_reached(assistant: Assistant, member: Member) -> str:
    """Why `member` may not ask now, as a refusal; "" where they may. Exact while the assistant's row is locked."""
    refusal = AssistantRequest.Refusal
    asked = AssistantRequest.objects.filter(ASKED)
    if asked.filter(asked_by=member, asked_at__gte=timezone.now() - timedelta(hours=1)).count() >= assistant.questions_per_hour:
        return refusal.MEMBER
    if asked.filter(asked_at__gte=midnight()).count() >= assistant.questions_per_day or is_used_up(assistant):
        return refusal.DAY
    return ""


def midnight() -> datetime:
    here = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def asked_by(member: Member, thread_id: int) -> list[AssistantRequest]:
    """What `member` asked in a thread and has no answer to, newest first; asks nothing where no endpoint is configured."""
    if not settings.HAS_ASSISTANT:
        return []
    return list(unanswered(member).filter(thread=thread_id)[:SHOWN])


def unanswered(member: Member) -> QuerySet[AssistantRequest]:
    """What `member` asked and has no answer to, newest first."""
    return AssistantRequest.objects.filter(asked_by=member).exclude(state=AssistantRequest.State.ANSWERED).order_by("-pk")
