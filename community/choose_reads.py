from __future__ import annotations

from collections.abc import Sequence

from community.models import Member


def choose_reads(*, member: Member, languages: Sequence[str]) -> None:
    """Show `member` the threads of these languages, and those without words; none: of all."""
    Member.objects.filter(pk=member.pk, left_at=None).update(reads=list(languages))
