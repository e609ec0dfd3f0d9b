from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from community.create_member import member_from_elsewhere, names_from_elsewhere
from community.models import Member


class Elsewhere(NamedTuple):
    """An author of another site: which site, their id there, and their name."""

    source: str
    source_id: str
    name: str


@transaction.atomic
def members_from_elsewhere(authors: Sequence[Elsewhere]) -> dict[tuple[str, str], Member]:
    """The members who stand for these authors, by source and id; `member_from_elsewhere` for many in a few statements."""
    wanted = {(author.source, author.source_id): author for author in authors}
    found = _known(wanted)
    missing = {key: author for key, author in wanted.items() if key not in found}
    if len(missing) > 1:
        _make(missing)
        found |= _known(missing)
    for key, author in sorted(missing.items()):
        if key not in found:  # one alone, or whose first name is taken
            found[key] = member_from_elsewhere(source=author.source, source_id=author.source_id, name=author.name)
    return found


def _known(wanted: dict[tuple[str, str], Elsewhere]) -> dict[tuple[str, str], Member]:
    ids: dict[str, list[str]] = {}
    for source, source_id in wanted:
        ids.setdefault(source, []).append(source_id)
    if not ids:
        return {}
    of_each = Q()
    for source, some in ids.items():
        of_each |= Q(source=source, source_id__in=some)
    return {(member.source, member.source_id): member for member in Member.objects.filter(of_each)}


def _make(missing: dict[tuple[str, str], Elsewhere]) -> None:
    """Those whose own name is free, and wanted by no other of them; in order, so that two at once wait in no circle."""
    names = {key: next(names_from_elsewhere(*author)) for key, author in missing.items()}
    taken = set(Member.objects.filter(username__in=names.values()).values_list("username", flat=True))
    made: dict[str, Member] = {}
    for key, name in names.items():
        if name not in taken and name not in made:
            made[name] = Member(username=name, source=key[0], source_id=key[1])
            made[name].set_unusable_password()
    Member.objects.bulk_create([made[name] for name in sorted(made)], ignore_conflicts=True)
