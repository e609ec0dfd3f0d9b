"""What feeds hold: of the public ones only what any visitor may see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from community.access import visible_threads
from community.followed_feed import followed_keys, threads_of_keys
from community.models import Member, Reply, Tag, Thread
from community.names import shown_name
from community.present import prose
from community.tag_queries import tagged_threads

ITEMS = 25
FORMATS: dict[str, type[Atom1Feed] | type[Rss201rev2Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
# What XML 1.0 has no way to write (section 2.2); one such character would cost the whole feed.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Item:
    title: str
    path: str
    html: str
    author: str
    at: datetime


def thread_items(*, space: str = "", kind: str = "", author: Member | None = None) -> list[Item]:
    """The newest public threads, of a space, of a kind, or the reports of a member; one query."""
    threads = visible_threads(AnonymousUser()).select_related("author")
    if space:
        threads = threads.filter(space__slug=space)
    if kind:
        threads = threads.filter(kind=kind)
    if author is not None:
        threads = threads.filter(author=author, is_report=True)
    return [_item(thread) for thread in threads.order_by("-created_at", "-pk")[:ITEMS]]


def tag_items(tag: Tag) -> list[Item]:
    """The newest public threads under a tag; one query."""
    page = tagged_threads(tag, AnonymousUser(), order="new", after=None, size=ITEMS, with_bodies=True)
    return [_item(thread) for thread in page.items]


def followed_items(member: Member) -> list[Item]:
    """What is alive in what `member` follows; two queries."""
    return [_item(thread) for thread in threads_of_keys(followed_keys(member, limit=ITEMS), with_bodies=True)]


def _item(thread: Thread) -> Item:
    author = shown_name(thread.author.username)
    return Item(thread.title, thread.get_absolute_url(), prose(thread.body), author, thread.created_at)


def reply_items(thread: Thread) -> list[Item]:
    """The newest replies of a thread that any visitor may open; one query."""
    replies = Reply.objects.filter(thread=thread, state=Thread.State.VISIBLE).select_related("author")
    url = thread.get_absolute_url()
    return [
        Item(thread.title, f"{url}#reply-{said.pk}", prose(said.body), shown_name(said.author.username), said.created_at)
        for said in replies.order_by("-pk")[:ITEMS]
    ]


def write_feed(items: list[Item], *, fmt: str, title: str, link: str, own: str, site: str, language: str) -> HttpResponse:
    """`items` as Atom or RSS; `site` begins every address, `link` is the page and `own` the feed itself."""
    feed = FORMATS[fmt](
        title=_clean(title), link=site + link, description=_clean(title), language=language, feed_url=site + own
    )
    for item in items:
        feed.add_item(
            title=_clean(item.title),
            link=site + item.path,
            description=_clean(item.html).replace('"/media/', f'"{site}/media/'),
            author_name=_clean(item.author),
            pubdate=item.at,
            updateddate=item.at,
            unique_id=site + item.path,
        )
    answer = HttpResponse(content_type=f"application/{fmt}+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


def _clean(text: str) -> str:
    return _NOT_XML.sub("", str(text))
