from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from community.models import Assistant, Member, Space


class NameTaken(ValueError):
    """Somebody else is called so, in whatever case of letters."""


@transaction.atomic
def change_assistant(
    *,
    assistant: Assistant,
    name: str,
    is_on: bool,
    questions_per_hour: int,
    questions_per_day: int,
    tokens_per_day: int,
    reads: Collection[str],
    spaces: Collection[Space],
) -> None:
    """Keep what an administrator settled: its name, its limits, which visibilities beside "public" it `reads`, and the
    spaces in which it answers every new talk. Raises `NameTaken`."""
    if Member.objects.filter(username__iexact=name).exclude(pk=assistant.member_id).exists():
        raise NameTaken(name)
    Member.objects.filter(pk=assistant.member_id).update(username=name)
    Assistant.objects.filter(pk=assistant.pk).update(
        is_on=is_on,
        questions_per_hour=questions_per_hour,
        questions_per_day=questions_per_day,
        tokens_per_day=tokens_per_day,
        reads_members_only="members" in reads,
        reads_team_only="team" in reads,
    )
    wanted = {space.pk for space in spaces}
    Space.objects.filter(pk__in=wanted, assistant_answers=False).update(assistant_answers=True)
    Space.objects.filter(assistant_answers=True).exclude(pk__in=wanted).update(assistant_answers=False)
