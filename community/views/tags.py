"""A tag's page, what is offered while one is typed, and tagging a thread anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from base.view_decorators import signed_in
from community.access import access_thread, may_retag
from community.alias_tag import NotAnAlias, alias_tag, name_tag
from community.follow_queries import level_of
from community.forms import NameTagForm, TagsForm
from community.models import Tag
from community.queries import FEED_PAGE
from community.requests import MemberRequest
from community.tag_names import BETWEEN
from community.tag_queries import ORDERS, find_tag, suggested_tags, tagged_threads
from community.tag_thread import find_or_make_tags, tag_thread


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is said under a tag; another spelling, and another word for it, lead here. 404 where the reader sees nothing."""
    found = find_tag(slug)
    if found.alias_of or found.slug != slug:
        return redirect(found.alias_of or found, permanent=False)
    order = request.GET.get("order", "active")
    order = order if order in ORDERS else "active"
    after = request.GET.get("after")
    page = tagged_threads(found, request.user, order=order, after=after, size=FEED_PAGE)
    level = level_of(request.user, "tag", found.pk)
    if not (page.items or after or level):
        raise Http404
    older_url = f"?order={order}&after={page.after}" if page.after else ""
    context = {"tag": found, "page": page, "order": order, "level": level, "older_url": older_url}
    return render(request, "community/tag.html", context)


def suggest_tags(request: HttpRequest) -> HttpResponse:
    """A fragment: tags that begin as the last one that is being typed."""
    typed = BETWEEN.split(request.GET.get("tags", "").replace("\x00", "")[:400])
    before = ", ".join(part.strip() for part in typed[:-1])
    tags = suggested_tags(typed[-1])
    return render(request, "community/tag_suggestions.html", {"tags": tags, "before": f"{before}, " if before else ""})


@signed_in
def retag(request: MemberRequest, pk: int) -> HttpResponse:
    """For the thread's author, and for whoever may tag others'."""
    thread = access_thread(request.user, pk)
    if not may_retag(request.user, thread.author_id):
        raise Http404
    form = TagsForm(request.POST or None, initial={"tags": ", ".join(thread.tags)})
    if request.method == "POST" and form.is_valid():
        tag_thread(thread=thread, names=form.cleaned_data["tags"])
        return redirect(thread)
    return render(request, "community/retag.html", {"form": form, "thread": thread}, status=422 if form.errors else 200)


@signed_in
def name(request: MemberRequest, slug: str) -> HttpResponse:
    """For moderators: name a tag in each language, or say which other it means."""
    found = find_tag(slug)
    if not request.user.is_moderator:
        raise Http404
    form = NameTagForm(request.POST or None, initial={"name_en": found.name_en, "name_zh": found.name_zh})
    if request.method == "POST" and form.is_valid() and (target := _named(found, form)) is not None:
        messages.success(request, _("Saved."))
        return redirect(target)
    return render(request, "community/name_tag.html", {"form": form, "tag": found}, status=422 if form.errors else 200)


def _named(found: Tag, form: NameTagForm) -> Tag | None:
    """The tag that holds now; None, with an error at its field, where it cannot be so."""
    words = form.cleaned_data
    if not words["alias_of"]:
        name_tag(tag=found, name_en=words["name_en"], name_zh=words["name_zh"])
        return found
    others = find_or_make_tags([words["alias_of"]])
    try:
        if not others:
            raise NotAnAlias
        alias_tag(tag=found, of=others[0])
    except NotAnAlias:
        form.add_error("alias_of", _("Name another tag."))
        return None
    return others[0]
