"""The views that pages are measured against: the least a Django site does, and the least a list does."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Template

from community.models import Thread

ROWS = 25


def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing, through all of the site's middleware."""
    return HttpResponse("ok")


def plain_list(_request: HttpRequest) -> HttpResponse:
    """25 threads with their authors: one query, one short template."""
    threads = Thread.objects.filter(state="visible", visibility="public").select_related("author").defer("body")
    return HttpResponse(_template().render(Context({"threads": threads.order_by("-active_at", "-pk")[:ROWS]})))


@cache
def _template() -> Template:
    return Engine().from_string(
        "<!DOCTYPE html><title>List</title><ul>{% for thread in threads %}<li><a href='{{ thread.pk }}'>{{ thread.title }}</a> "
        "{{ thread.author.username }} {{ thread.active_at|date:'c' }} {{ thread.reply_count }}</li>{% endfor %}</ul>"
    )
