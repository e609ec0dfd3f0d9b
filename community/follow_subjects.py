"""What can be followed, how it is called and where it is: the one door to a subject, for whoever may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.module_loading import import_string

from community.access import Viewer, open_spaces, visible_threads
from community.models import Follow, Member, Tag

Named = Mapping[int, tuple[str, str]]  # by key: what it is called, and its page


@dataclass(frozen=True)
class Subject:
    kind: str
    key: int
    name: str
    url: str


def access_subject(viewer: Viewer, kind: str, key: int) -> Subject:
    """The subject, if `viewer` may see it; raises Http404 for everyone else, and for what cannot be followed."""
    found = _named(kind, [key], viewer).get(key)
    if found is None:
        raise Http404
    return Subject(kind, key, *found)


def subjects_of(follows: Iterable[Follow], viewer: Viewer) -> dict[tuple[str, int], Subject]:
    """The subjects of these follows that `viewer` may see; one query for each kind."""
    keys: dict[str, list[int]] = defaultdict(list)
    for one in follows:
        keys[one.kind].append(one.key)
    return {
        (kind, key): Subject(kind, key, *named)
        for kind, some in keys.items()
        for key, named in _named(kind, some, viewer).items()
    }


def _named(kind: str, keys: list[int], viewer: Viewer) -> Named:
    """Another room that has something to follow is asked by `settings.FOLLOWED_ELSEWHERE`."""
    if kind in _NAMES:
        return _NAMES[kind](keys, viewer)
    if kind in settings.FOLLOWED_ELSEWHERE:
        elsewhere: Callable[[list[int]], Named] = import_string(settings.FOLLOWED_ELSEWHERE[kind])
        return elsewhere(keys)
    return {}


def _threads(keys: list[int], viewer: Viewer) -> Named:
    return {thread.pk: (thread.title, thread.get_absolute_url()) for thread in visible_threads(viewer).filter(pk__in=keys)}


def _spaces(keys: list[int], viewer: Viewer) -> Named:
    found = open_spaces(viewer).filter(pk__in=keys)
    return {space.pk: (space.name, reverse("community:space", args=[space.slug])) for space in found}


def _tags(keys: list[int], _viewer: Viewer) -> Named:
    return {tag.pk: (tag.shown, tag.get_absolute_url()) for tag in Tag.objects.filter(pk__in=keys, alias_of=None)}


def _people(keys: list[int], _viewer: Viewer) -> Named:
    found = Member.objects.filter(pk__in=keys, left_at=None)
    return {member.pk: (member.username, reverse("community:profile", args=[member.username])) for member in found}


_NAMES: dict[str, Callable[[list[int], Viewer], Named]] = {
    Follow.Kind.THREAD: _threads,
    Follow.Kind.SPACE: _spaces,
    Follow.Kind.TAG: _tags,
    Follow.Kind.PERSON: _people,
}
