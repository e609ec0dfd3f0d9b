from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.queries import ORDERS, PERIODS, feed, spaces
from community.space_present import space_head


def discover(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The front page: what this place is for, and what is alive in it; or, with `slug`, the page of a space."""
    order = request.GET.get("order", "active")
    space = slug or request.GET.get("space", "")
    listed = spaces(request.user)
    shown = next((each for each in listed if each.slug == space), None)
    if space and shown is None:
        raise Http404
    kind = request.GET.get("kind", "")
    after = request.GET.get("after")
    period = request.GET.get("of", "")
    page = feed(request.user, order=order, space=space, kind=kind, period=period, after=after)
    context = {
        "page": page,
        "spaces": listed,
        "head": space_head(shown, request.user) if shown else None,
        "order": order if order in ORDERS else "active",
        "space": space,
        "kind": kind,
        "period": period if period in PERIODS else "",
        "is_front": not after and shown is None,
        "earlier": bool(after),
    }
    return render(request, "community/discover.html", context)
