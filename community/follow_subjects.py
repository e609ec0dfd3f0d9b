"""What can be followed, how it is called and where it is: the one door to a subject, for whoever may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse
from django.utils.module_loading import import_string

from community.access import open_spaces, visible_threads
from community.models import Follow, Member, Space, Tag, Thread

Named = Mapping[int, tuple[str, str]]  # by key: what it is called, and its page


@dataclass(frozen=True)
class Subject:
    kind: str
    key: int
    name: str
    url: str


@dataclass(frozen=True)
class Source:
    """Of one kind of subject those that a member may see, the columns by which it is named, and its name and page by these."""

    seen_by: Callable[[Member], QuerySet[Any]]
    columns: tuple[str, ...]
    named: Callable[[dict[str, Any]], tuple[str, str]]


def access_subject(viewer: Member, kind: str, key: int) -> Subject:
    """The subject, if `viewer` may see it; raises Http404 for everyone else, and for what cannot be followed."""
    found = subjects_of([Follow(kind=kind, key=key)], viewer).get((kind, key))
    if found is None:
        raise Http404
    return found


def subjects_of(follows: Iterable[Follow], viewer: Member) -> dict[tuple[str, int], Subject]:
    """The subjects of these follows that `viewer` may see; one query, and one for each kind of another room."""
    keys: dict[str, list[int]] = defaultdict(list)
    for one in follows:
        keys[one.kind].append(one.key)
    named: dict[str, Named] = _here({kind: some for kind, some in keys.items() if kind in _SOURCES}, viewer)
    for kind in keys.keys() & settings.FOLLOWED_ELSEWHERE.keys():
        elsewhere: Callable[[list[int]], Named] = import_string(settings.FOLLOWED_ELSEWHERE[kind])
        named[kind] = elsewhere(keys[kind])
    return {(kind, key): Subject(kind, key, *found) for kind, some in named.items() for key, found in some.items()}


def _here(keys: Mapping[str, list[int]], viewer: Member) -> dict[str, Named]:
    """Each kind is a column, an array of what was found; asks nothing where there are none."""
    if not keys:
        return {}
    columns = []
    for kind, some in keys.items():
        row = JSONObject(pk="pk", **{name: name for name in _SOURCES[kind].columns})
        columns.append(ArraySubquery(_SOURCES[kind].seen_by(viewer).order_by().filter(pk__in=some).values(row=row)))
    found = Member.objects.filter(pk=viewer.pk).values_list(*columns).get()
    return {kind: {row["pk"]: _SOURCES[kind].named(row) for row in rows or []} for kind, rows in zip(keys, found, strict=True)}


def _thread(row: dict[str, Any]) -> tuple[str, str]:
    return row["title"], Thread(**row).get_absolute_url()


def _space(row: dict[str, Any]) -> tuple[str, str]:
    return Space(**row).name, reverse("community:space", args=[row["slug"]])


def _tag(row: dict[str, Any]) -> tuple[str, str]:
    tag = Tag(**row)
    return tag.shown, tag.get_absolute_url()


def _person(row: dict[str, Any]) -> tuple[str, str]:
    return row["username"], reverse("community:profile", args=[row["username"]])


_SOURCES: dict[str, Source] = {
    Follow.Kind.THREAD: Source(visible_threads, ("title", "is_report"), _thread),
    Follow.Kind.SPACE: Source(open_spaces, ("slug", "name_en", "name_zh"), _space),
    Follow.Kind.TAG: Source(lambda _viewer: Tag.objects.filter(alias_of=None), ("slug", "name", "name_en", "name_zh"), _tag),
    Follow.Kind.PERSON: Source(lambda _viewer: Member.objects.filter(left_at=None), ("username",), _person),
}
