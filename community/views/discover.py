from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from community.choose_reads import choose_reads
from community.follow_queries import level_of, worth_following
from community.models import Member
from community.queries import ORDERS, PERIODS, feed, spaces
from community.reads import COOKIE, LANGUAGES, reads_of
from community.space_present import space_head
from community.tag_queries import alive_tags

KINDS = ("bug_report", "feature_request", "training_signal", "question", "praise")


def discover(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The front page: what this place is for, and what is alive in it; or, with `slug`, the page of a space. An order, kind or
    time that is none is not heeded."""
    asked = {name: request.GET.get(name, "") for name in ("order", "space", "kind", "of")}
    orders = {*ORDERS, "followed"} if isinstance(request.user, Member) else set(ORDERS)
    order = asked["order"] if asked["order"] in orders else "active"
    kind = asked["kind"] if asked["kind"] in KINDS else ""
    period = asked["of"] if asked["of"] in PERIODS else ""
    listed, wanted = spaces(request.user), slug or asked["space"]
    space = next((one for one in listed if one.slug == wanted), None)
    if wanted and space is None:
        raise Http404
    reads, after = reads_of(request), request.GET.get("after")
    page = feed(
        request.user,
        order=order,
        space=space.slug if space else "",
        kind=kind,
        period=period,
        languages=LANGUAGES.get(reads, ()),
        after=after,
    )
    kept = {"order": order, "space": "" if slug or not space else space.slug, "kind": kind, "of": period}
    context = {
        "page": page,
        "spaces": listed,
        "tags": alive_tags(),
        "order": order,
        "space": space,
        "head": space_head(space, request.user) if space else None,
        "kind": kind,
        "kinds": KINDS,
        "period": period,
        "reads": reads,
        "is_front": not after,
        "is_whole": not (space or kind or after or period) and order == "active",
        "older_url": f"?{urlencode({**_some(kept), 'after': page.after})}" if page.after else "",
        "filter_space": kept["space"],
        "filters": urlencode(_some({"space": kept["space"], "kind": kind})),
        "level": level_of(request.user, "space", space.pk) if space else "",
    }
    if order == "followed" and isinstance(request.user, Member) and not page.items:
        context["offered"] = worth_following(request.user)
    return render(request, "community/discover.html", context)


def _some(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


@require_POST
def choose_languages(request: HttpRequest) -> HttpResponse:
    """Keep in which languages the reader wants to see threads: with the member, else in the browser."""
    chosen = request.POST.get("reads", "")
    chosen = chosen if chosen in LANGUAGES else ""
    response = redirect("community:discover")
    if isinstance(request.user, Member):
        choose_reads(member=request.user, languages=[chosen] if chosen else [])
    else:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, chosen, max_age=365 * 24 * 3600, secure=secure, httponly=True, samesite="Lax")
    return response
