from __future__ import annotations

from typing import Any

from django import template

from community.models import Reply, Thread
from community.present import card, language_tag, prose, shown_reply

register = template.Library()


@register.filter
def as_card(thread: Thread) -> dict[str, Any]:
    return card(thread)


@register.filter
def as_reply(reply: Reply) -> dict[str, Any]:
    return shown_reply(reply)


@register.filter
def as_prose(text: str) -> str:
    return prose(text)


@register.filter
def as_lang(language: str) -> str:
    return language_tag(language)
