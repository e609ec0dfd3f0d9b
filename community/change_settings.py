from __future__ import annotations

from django.db import transaction

from community.models import DigestPlan, Member
from community.plan_digest import plan_digest


@transaction.atomic
def change_settings(
    *, member: Member, language: str, time_zone: str, about: str, assistant_may_answer: bool | None = None
) -> None:
    """Keep what the member chose: a code of `settings.LANGUAGES` or "", a zone of the IANA database or "", their words,
    and whether the assistant may answer in the threads that they begin (None: as before).

    A digest that is due comes in the morning of the new zone.
    """
    moved = member.time_zone != time_zone
    member.language, member.time_zone, member.about = language, time_zone, about
    if assistant_may_answer is not None:
        member.assistant_may_answer = assistant_may_answer
    Member.objects.filter(pk=member.pk, left_at=None).update(
        language=language, time_zone=time_zone, about=about, assistant_may_answer=member.assistant_may_answer
    )
    plan = DigestPlan.objects.filter(member=member).exclude(every=DigestPlan.Every.NEVER).first() if moved else None
    if plan:
        DigestPlan.objects.filter(pk=plan.pk).update(every=DigestPlan.Every.NEVER, digest_due_at=None)
        plan_digest(member=member, every=plan.every)
