"""What pages read of tags."""

from __future__ import annotations

import time
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from django.http import Http404
from django.utils.translation import get_language

from base.paging import Page, newest_first
from community.access import Viewer, open_now, open_sql
from community.models import Tag, Thread, ThreadTag
from community.tag_names import slug_of

SUGGESTED = 8
ALIVE = 12
NAMED = 2_000  # tags with a name in another language, the most used first
LOOKED_AT = 300  # of the threads that are alive now, which tags they bear
ORDERS = {"active": "active_at", "new": "created_at"}


def find_tag(slug: str) -> Tag:
    """The tag of that name, however it is spelt, also one that means another; raises Http404."""
    tag = Tag.objects.filter(slug=slug_of(slug)).select_related("alias_of").first()
    if tag is None:
        raise Http404
    return tag


def tagged_threads(
    tag: Tag, viewer: Viewer, *, order: str, after: str | None, size: int, with_bodies: bool = False
) -> Page[Thread]:
    """A page of a tag's feed, for `viewer`; `order` is a key of `ORDERS`. Read from the tag's own rows, newest first."""
    rows = ThreadTag.objects.filter(open_now(viewer, "thread__"), tag=tag).select_related("thread__author")
    if not with_bodies:
        rows = rows.defer("thread__body")
    by = ORDERS.get(order, "active_at")
    page = newest_first(rows, by=by, after=after, size=size, number="thread_id")
    return Page([row.thread for row in page.items], page.after)


def suggested_tags(beginning: str) -> list[Tag]:
    """Tags that begin so and that everyone may see threads of, the most used first; one that means another is that one."""
    slug = slug_of(beginning)
    if not slug:
        return []
    known = Tag.objects.filter(slug__startswith=slug).select_related("alias_of").order_by("-thread_count")[: SUGGESTED * 4]
    found = dict.fromkeys(tag.alias_of or tag for tag in known)
    return sorted((tag for tag in found if tag.thread_count), key=lambda tag: -tag.thread_count)[:SUGGESTED]


def alive_tags() -> list[Tag]:
    """The tags of what is alive now and everyone may see, most of all first; counted once a minute in each process."""
    return _alive(int(time.time() // 60))


@lru_cache(maxsize=2)
def _alive(_minute: int) -> list[Tag]:
    is_open, values = open_sql(AnonymousUser(), "t")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name FROM (SELECT t.tags FROM community_thread t WHERE {is_open} "  # noqa: S608 -- names are ours, values are parameters
            "ORDER BY t.active_at DESC, t.id DESC LIMIT %s) newest, unnest(tags) name "
            "GROUP BY name ORDER BY count(*) DESC, name LIMIT %s",
            [*values, LOOKED_AT, ALIVE],
        )
        slugs = [slug_of(name) for (name,) in cursor.fetchall()]
    tags = {tag.slug: tag for tag in Tag.objects.filter(slug__in=slugs, alias_of=None)} if slugs else {}
    return [tags[slug] for slug in slugs if slug in tags]


def forget_alive_tags() -> None:
    """Count them anew at once."""
    _alive.cache_clear()


def shown_tag(name: str) -> str:
    """A tag that a thread bears, as it is called in the reader's language; what names there are is read once a minute in each
    process."""
    return _called(get_language() or "", int(time.monotonic() // 60)).get(slug_of(name), name)


@lru_cache(maxsize=8)
def _called(_language: str, _minute: int) -> dict[str, str]:
    named = Tag.objects.exclude(name_en="", name_zh="").filter(alias_of=None).order_by("-thread_count", "pk")[:NAMED]
    return {tag.slug: tag.shown for tag in named}


def forget_tag_names() -> None:
    """Read them anew at once."""
    _called.cache_clear()


def words_for(slug: str) -> list[str]:
    """The slugs of all words that mean the tag; only its own where there is no such tag. One query."""
    same = Q(slug=slug) | Q(aliases__slug=slug) | Q(alias_of__slug=slug) | Q(alias_of__aliases__slug=slug)
    return list(Tag.objects.filter(same).order_by("slug").values_list("slug", flat=True).distinct()) or [slug]
