"""Whom words call by name: `community.markdown.names_in` finds what may be a name, and here is who bears it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.urls import reverse

from community.markdown import names_in
from community.models import Member

MOST_NAMES = 500  # that are looked up for one page


def members_named(names: Iterable[str]) -> list[Member]:
    """The members of these names, in any case of letters, who have a page; in the order of the names. One query, or none."""
    wanted = list(dict.fromkeys(name.upper() for name in names))[:MOST_NAMES]
    if not wanted:
        return []
    place = {name: at for at, name in enumerate(wanted)}
    return sorted(with_name(wanted), key=lambda member: place.get(member.username.upper(), MOST_NAMES))


def names_called(texts: Iterable[str]) -> list[str]:
    """What may be a name in any of `texts`, in capitals, each once."""
    return list(dict.fromkeys(name.upper() for text in texts for name in names_in(text)))[:MOST_NAMES]


def with_name(names: list[str]) -> QuerySet[Member]:
    """Those who have a page, by `names_called`."""
    return Member.objects.annotate(upper=Upper("username")).filter(upper__in=names, is_active=True)


def links_of(usernames: Iterable[str]) -> dict[str, str]:
    """Where each name leads, by the name in small letters."""
    return {name.lower(): reverse("community:profile", args=[name]) for name in usernames}


def called_in(texts: Iterable[str]) -> dict[str, str]:
    """Where each name leads that `texts` call, by the name in small letters. One query, or none."""
    names = names_called(texts)
    return links_of(with_name(names).values_list("username", flat=True)) if names else {}
