from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.access import access_member, access_space, access_thread
from community.feed_items import FORMATS, Item, followed_items, reply_items, tag_items, thread_items, write_feed
from community.feed_key import member_of_feed, renew_feed_key
from community.queries import notices
from community.reader import language_of
from community.requests import MemberRequest
from community.tag_queries import find_tag
from community.views.discover import KINDS


def site_feed(request: HttpRequest, fmt: str) -> HttpResponse:
    return _answer(request, thread_items(), fmt=fmt, title=_("Huiliu"), link=reverse("community:discover"))


def space_feed(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    space = access_space(AnonymousUser(), slug)
    link = f"{reverse('community:discover')}?space={slug}"
    return _answer(request, thread_items(space=slug), fmt=fmt, title=space.name, link=link)


def kind_feed(request: HttpRequest, kind: str, fmt: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    link = f"{reverse('community:discover')}?kind={kind}"
    return _answer(request, thread_items(kind=kind), fmt=fmt, title=kind, link=link)


def tag_feed(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """What everyone may see of a tag; 404 where that is nothing."""
    tag = find_tag(slug)
    tag = tag.alias_of or tag
    items = tag_items(tag)
    if not items:
        raise Http404
    return _answer(request, items, fmt=fmt, title=f"#{tag.shown}", link=tag.get_absolute_url())


def member_feed(request: HttpRequest, name: str, fmt: str) -> HttpResponse:
    member = access_member(name)
    link = reverse("community:profile", args=[name])
    return _answer(request, thread_items(author=member), fmt=fmt, title=member.username, link=link)


def thread_feed(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    thread = access_thread(AnonymousUser(), pk)
    return _answer(request, reply_items(thread), fmt=fmt, title=thread.title, link=thread.get_absolute_url())


def own_feed(request: HttpRequest, token: str, fmt: str) -> HttpResponse:
    """A member's notices and what is alive in what they follow, for whoever holds the secret address."""
    member = member_of_feed(token)
    if member is None:
        raise Http404
    with translation.override(language_of(member)):
        told, _older = notices(member)
        items = [
            Item(
                render_to_string("mail/subject.txt", {"notice": notice}).strip(),
                notice.url or reverse("community:notifications"),
                "",
                "",
                notice.created_at,
            )
            for notice in told
        ]
        items = sorted(items + followed_items(member), key=lambda item: item.at, reverse=True)
        answer = _answer(request, items, fmt=fmt, title=_("What came back"), link=reverse("community:notifications"))
    answer["Cache-Control"] = "private, no-store"
    return answer


@signed_in
@require_POST
def renew_own_feed(request: MemberRequest) -> HttpResponse:
    renew_feed_key(member=request.user)
    return redirect("community:channels")


def _answer(request: HttpRequest, items: list[Item], *, fmt: str, title: str, link: str) -> HttpResponse:
    if fmt not in FORMATS:
        raise Http404
    answer = write_feed(
        items,
        fmt=fmt,
        title=title,
        link=link,
        own=request.path,
        site=settings.SITE_ADDRESS,
        language=translation.get_language() or settings.LANGUAGE_CODE,
    )
    answer["Cache-Control"] = "max-age=300"
    return answer
