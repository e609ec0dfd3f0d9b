"""What pages read. Everything that can grow is read by key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from base.paging import Page, highest_first, newest_first
from community.access import Viewer, open_now, open_spaces, own_now, visible_threads, with_group
from community.followed_feed import followed_page
from community.mentions import links_of, with_name
from community.models import (
    DigestPlan,
    Draft,
    Follow,
    Hold,
    Member,
    Notice,
    PendingEdit,
    PushSubscription,
    Reply,
    ReplyVote,
    Space,
    Thread,
    Vote,
)
from community.models.thread import MAX_DEPTH
from community.related import near_threads, pick, related_threads

FEED_PAGE = 25
REPLY_PAGE = 100
NOTICE_PAGE = 50
PENDING = 50  # edits of one member in one talk
MAX_DIGITS = 19  # a bigint has so many, and one that begins with 9 may be too large
ORDERS = {"active": "active_at", "new": "created_at", "hot": "heat", "top": "vote_count", "unanswered": "created_at"}
PERIODS = {"day": 1, "week": 7, "month": 30}  # in days

# What a card shows of a thread (`community.present.CardFields`), and what the orders are paged by.
CARD_COLUMNS = (
    *("title", "language", "is_report", "kind", "kind_by", "kind_probability", "station", "author__username", "model_label"),
    *("active_at", "created_at", "heat", "reply_count", "vote_count", "tags"),
)
# What the page of a talk shows of a reply, of who wrote it, and of whom it answers.
REPLY_COLUMNS = (
    *("thread", "ancestors", "path", "body", "language", "state", "created_at", "edited_at", "revision", "vote_count"),
    *("is_first", "reproduced_on", "author__username", "author__role", "author__is_machine"),
    *("parent__thread", "parent__ancestors", "parent__path", "parent__state", "parent__author__username"),
    "assistant_request__model",
)


def feed(
    viewer: Viewer,
    *,
    order: str = "active",
    space: str = "",
    kind: str = "",
    period: str = "",
    languages: Collection[str] = (),
    after: str | None = None,
) -> Page[Thread]:
    """A page of what is alive, for `viewer`; `order` is a key of `ORDERS`, or for a member "followed", which heeds nothing
    else; `space` a slug, `kind` a label, `period` of the order "top" a key of `PERIODS`; of `languages`, or of all."""
    if order == "followed" and isinstance(viewer, Member):
        return followed_page(viewer, after=after, size=FEED_PAGE)
    threads = Thread.objects.filter(open_now(viewer))
    if space:
        threads = threads.filter(space__slug=space)
    if kind:
        threads = threads.filter(kind=kind)
    if languages:
        threads = threads.filter(language__in=languages)
    threads = threads.select_related("author").only(*CARD_COLUMNS)
    if order == "unanswered":
        threads = threads.filter(reply_count=0)
    if order == "top":
        threads = threads.filter(vote_count__gt=0)
        if period in PERIODS:
            threads = threads.filter(created_at__gte=timezone.now() - timedelta(days=PERIODS[period]))
    if order in {"hot", "top"}:
        return highest_first(threads, by=ORDERS[order], after=after, size=FEED_PAGE)
    return newest_first(threads, by=ORDERS.get(order, "active_at"), after=after, size=FEED_PAGE)


def threads_of(author: Member, viewer: Viewer, *, after: str | None = None) -> Page[Thread]:
    """What `author` wrote and `viewer` may see; authors see their own hidden ones too."""
    own = viewer == author
    threads = visible_threads(viewer) if own else Thread.objects.filter(open_now(viewer))
    threads = threads.filter(author=author)
    return newest_first(threads.select_related("author").only(*CARD_COLUMNS), by="created_at", after=after, size=FEED_PAGE)


def taken_back_by(author: Member) -> list[Thread]:
    """The talks that `author` took back last; what was erased is not among them."""
    gone = Thread.objects.filter(author=author, is_report=False, state=Thread.State.WITHDRAWN).exclude(title="")
    return list(gone.defer("body").order_by("-created_at", "-pk")[:FEED_PAGE])


def replies(thread: Thread, viewer: Viewer, *, after: list[int] | None = None, at: list[int] | None = None) -> list[Reply]:
    """A page of replies in reading order, each answer below what it answers: behind the path `after`, or from `at` on.

    Hidden and withdrawn ones only for their authors, and where something visible answers them. For a member each has `voted`.
    """
    said = Reply.objects.filter(thread=thread)
    if after:
        said = said.filter(path__gt=after)
    elif at:
        said = said.filter(path__gte=at)
    answered = Exists(Reply.objects.filter(parent=OuterRef("pk"), state=Thread.State.VISIBLE))
    seen = Q(state=Thread.State.VISIBLE) | Q(answered)
    if isinstance(viewer, Member):
        seen |= Q(author=viewer)
    return list(with_voice(said.filter(seen), viewer).order_by("path")[:REPLY_PAGE])


def with_voice(said: QuerySet[Reply], viewer: Viewer) -> QuerySet[Reply]:
    """Replies as a page shows them: their authors, whom they answer, and whether `viewer` `voted` for them."""
    if isinstance(viewer, Member):
        said = said.annotate(voted=Exists(ReplyVote.objects.filter(reply=OuterRef("pk"), member=viewer)))
    return said.select_related("author", "parent__author", "assistant_request").only(*REPLY_COLUMNS)


def accepted_answer(thread: Thread, viewer: Viewer, among: Collection[Reply] = ()) -> Reply | None:
    """What answers the thread; asks nothing where nothing does, or where it is `among` the replies that were read."""
    if thread.accepted_id is None:
        return None
    for reply in among:
        if reply.pk == thread.accepted_id:
            return reply if reply.state == Thread.State.VISIBLE else None
    return with_voice(Reply.objects.filter(pk=thread.accepted_id, state=Thread.State.VISIBLE), viewer).first()


def reply_url(thread: Thread, reply: Reply) -> str:
    """Where `reply` is read: on the thread's first page, or on one that begins with it where there are several."""
    many = thread.reply_count >= REPLY_PAGE
    return f"{thread.get_absolute_url()}{f'?at={key_of(reply)}' if many else ''}#reply-{reply.pk}"


def key_of(reply: Reply) -> str:
    return ".".join(str(step) for step in reply.path)


def read_key(key: str) -> list[int] | None:
    """The path that an address names; None where it names none."""
    steps = key.split(".")
    if len(steps) > MAX_DEPTH + 1 or not all(step.isascii() and step.isdecimal() and len(step) < MAX_DIGITS for step in steps):
        return None
    return [int(step) for step in steps]


@dataclass(frozen=True)
class Beside:
    """What a thread's page shows its reader beside the words: the voice given, how they follow it ("" if not), the reply they
    have begun, where the names lead that are called there, what else is about the same, and their edits that wait, each under
    the number of the reply that it changes, 0 for the thread."""

    voted: bool
    level: str
    draft: Draft | None
    members: dict[str, str]
    related: list[Thread]
    pending: dict[int, PendingEdit]


def beside(thread: Thread, viewer: Viewer, names: list[str]) -> Beside:
    """One query, for a visitor at most two; `names` as `community.mentions.names_called` gives them."""
    if not isinstance(viewer, Member):
        called = with_name(names).values_list("username", flat=True) if names else []
        return Beside(False, "", None, links_of(called), related_threads(thread, viewer), {})
    voted = Exists(Vote.objects.filter(thread=thread, member=OuterRef("pk")))
    level = Subquery(Follow.objects.filter(kind="thread", key=thread.pk, member=OuterRef("pk")).values("level"))
    begun = Draft.objects.filter(member=OuterRef("pk"), place=f"reply:{thread.pk}", sent_at=None)
    draft = Subquery(begun.values(row=JSONObject(pk="pk", place="place", fields="fields", saved_at="saved_at")))
    usernames = ArraySubquery(with_name(names).values("username"))
    card = JSONObject(pk="pk", title="title", is_report="is_report", language="language")
    near = ArraySubquery(near_threads(thread, viewer).values(row=card))
    waits = PendingEdit.objects.filter(thread=thread, hold__author=OuterRef("pk"), hold__state=Hold.State.WAITING)
    edit = JSONObject(pk="pk", thread_id="thread", reply_id="reply", title="title", body="body", language="language")
    edits = ArraySubquery(waits.order_by("pk").values(row=edit)[:PENDING])
    found = Member.objects.filter(pk=viewer.pk).values_list(voted, level, draft, usernames, near, edits).get()
    related = pick(thread, [Thread(**row) for row in found[4] or []])
    pending = {row["reply_id"] or 0: PendingEdit(**row) for row in found[5] or []}
    return Beside(found[0], found[1] or "", _draft(found[2]), links_of(found[3] or []), related, pending)


def _draft(row: dict[str, Any] | None) -> Draft | None:
    return Draft(**row | {"saved_at": parse_datetime(row["saved_at"])}) if row else None


def has_voted(thread: Thread, viewer: Viewer) -> bool:
    return isinstance(viewer, Member) and Vote.objects.filter(thread=thread, member=viewer).exists()


def spaces(viewer: Viewer) -> list[Space]:
    """What `viewer` may read, each with `in_group`."""
    return list(with_group(open_spaces(viewer), viewer))


def open_notices(member: Member) -> QuerySet[Notice]:
    """What `member` may still be told: nothing of a thread that was closed to them since, nor of a reply that is gone."""
    seen = Q(thread=None) | open_now(member, "thread__") | own_now(member, "thread__")
    return Notice.objects.filter(seen, Q(reply=None) | Q(reply__state=Thread.State.VISIBLE), member=member)


def shown_notices(member: Member) -> QuerySet[Notice]:
    """What the bell counts and the list shows."""
    return open_notices(member).filter(on_site=True)


def notices(member: Member, *, before: int | None = None) -> tuple[list[Notice], int | None]:
    """A page of notices, newest first, older than the notice `before`; and what to give as `before` for the next page."""
    shown = shown_notices(member)
    if before is not None:
        shown = shown.filter(pk__lt=before)
    found = list(shown.order_by("-pk")[: NOTICE_PAGE + 1])
    return found[:NOTICE_PAGE], found[NOTICE_PAGE - 1].pk if len(found) > NOTICE_PAGE else None


def unread_count(member: Member) -> int:
    """How many notices wait, up to 100: the bell says "99+" beyond."""
    return shown_notices(member).filter(read_at=None)[:100].count()


def digest_plan(member: Member) -> DigestPlan:
    """The member's plan; a new one that says "never" where they chose none."""
    return DigestPlan.objects.filter(member=member).first() or DigestPlan(member=member)


def browsers(member: Member) -> list[PushSubscription]:
    """The browsers that take notices for `member`; ten at most."""
    return list(PushSubscription.objects.filter(member=member).order_by("-pk"))
