from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from community.features import feature
from community.models import Space, Thread
from community.names import profile_url as page_of
from community.names import shown_name as name_of
from community.present import CardFields, card, card_fields, language_tag, prose, tag_link
from community.tag_queries import shown_tag
from community.trust import may as _may
from community.welcome import welcome_of

register = template.Library()


@register.simple_tag(takes_context=True, name="feature")
def is_shown(context: Context, name: str) -> bool:
    """`{% feature "web_push" as on %}`: whether the reader is shown it."""
    return feature(name, context["request"])


@register.inclusion_tag("community/welcome.html", takes_context=True)
def welcome(context: Context) -> dict[str, Any]:
    """The card that says how to begin, for whoever is new here."""
    request: HttpRequest = context["request"]
    return {"steps": welcome_of(request.user), "request": request, "csrf_token": context.get("csrf_token")}


CARDS_KEPT = 5_000
SPACE_LISTS_KEPT = 200


class SpaceFields(NamedTuple):
    """All that the list of spaces shows of one."""

    slug: str
    name: str
    about: str
    who_reads: str
    thread_count: int


@register.simple_tag
def thread_card(thread: Thread) -> SafeString:
    """A card of the feed, drawn once for every reader of a language until something that it shows changes."""
    return _drawn(get_language() or "", card_fields(thread))


@lru_cache(maxsize=CARDS_KEPT)
def _drawn(_language: str, shown: CardFields) -> SafeString:
    return render_to_string("components/card.html", {"card": card(shown)})


@register.simple_tag
def space_list(spaces: list[Space], current: Space | None) -> SafeString:
    """The spaces beside a feed, drawn as cards are: once until something that the list shows changes."""
    shown = tuple(SpaceFields(one.slug, one.name, one.about, one.who_reads, one.thread_count) for one in spaces)
    return _drawn_spaces(get_language() or "", shown, current.slug if current else "")


@lru_cache(maxsize=SPACE_LISTS_KEPT)
def _drawn_spaces(_language: str, spaces: tuple[SpaceFields, ...], current: str) -> SafeString:
    return render_to_string("components/space_list.html", {"spaces": spaces, "current": current})


@register.filter
def as_tags(names: list[str]) -> list[dict[str, str]]:
    return [tag_link(name, shown_tag(name)) for name in names]


@register.filter
def as_prose(text: str) -> str:
    return prose(text)


@register.simple_tag(takes_context=True)
def talk_prose(context: Context, text: str) -> str:
    """As `as_prose`, on a page whose context knows the `members` that are called by name."""
    return prose(text, context.get("members"))


@register.filter
def as_lang(language: str) -> str:
    return language_tag(language)


@register.filter
def shown_name(username: str) -> str:
    """A member's name in the reader's language, who may have left."""
    return name_of(username)


@register.simple_tag
def profile_url(username: str) -> str:
    """`{% profile_url name as page %}`: empty for who has left."""
    return page_of(username)


@register.filter
def may(member: object, ability: str) -> bool:
    """`user|may:"images"`: whether they may, by how far they are trusted."""
    return _may(member, ability)
