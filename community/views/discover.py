from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.queries import ORDERS, PERIODS, feed, spaces


def discover(request: HttpRequest) -> HttpResponse:
    """The front page: what this place is for, and what is alive in it."""
    order = request.GET.get("order", "active")
    space = request.GET.get("space", "")
    kind = request.GET.get("kind", "")
    after = request.GET.get("after")
    period = request.GET.get("of", "")
    page = feed(request.user, order=order, space=space, kind=kind, period=period, after=after)
    context = {
        "page": page,
        "spaces": spaces(),
        "order": order if order in ORDERS else "active",
        "space": space,
        "kind": kind,
        "period": period if period in PERIODS else "",
        "is_front": not after,
    }
    return render(request, "community/discover.html", context)
