"""Pages in requests a second, beside an empty view and a plain list of 25 rows on the same server, asked in turn.

A closed loop of four clients, without think time: requests a second is what the server can give, and the percentiles are
those of a server that is busy all the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote

from django.test import Client as Browser
from django.urls import reverse

from bench.closed_loop import Load, ask
from bench.figure import Figure, Result, Threshold, percentiles
from bench.registry import RUNS
from bench.site import site
from community.models import Member, Thread
from community.queries import FEED_PAGE

CLIENTS = 4
# Of the plain list of 25 rows with a template of one line: what a page may cost beside it. At first 0.2 was asked for.
SHARE_OF_LIST = Threshold(0.6, of="ratio")
# A page far down costs what the first one does.
SHARE_OF_FIRST = Threshold(0.9, of="ratio")
EMPTY, LIST = "empty view", "list of 25 rows, one query"
SAMPLED = 50  # different reports, and threads, that are asked for


@dataclass
class Page:
    """A page, or many of one kind, and what it is held against."""

    name: str
    paths: list[str]
    yardstick: str = ""
    threshold: Threshold | None = None
    headers: dict[str, str] = field(default_factory=dict)


def run(rows: int, seed: int) -> Result:
    """Over the community that is there: `bench.database.filled_database`."""
    rng = Random(seed)  # noqa: S311 -- the same pages for the same seed
    pages = _pages(rng)
    requests = max(20, min(400, rows))
    loads: dict[str, list[Load]] = {page.name: [] for page in pages}
    with site("web") as running:
        for page in pages:  # each worker's threads read their code and templates once
            ask(running.port, page.paths, requests=16 * CLIENTS, clients=CLIENTS, headers=page.headers)
        for _run in range(RUNS):
            for page in pages:
                load = ask(running.port, page.paths, requests=requests, clients=CLIENTS, headers=page.headers)
                loads[page.name].append(load)
    figures = [_figure(page, loads) for page in pages]
    return Result(figures, {"clients": CLIENTS, "requests_per_run": requests, "threads": rows})


def _pages(rng: Random) -> list[Page]:
    reports = list(Thread.objects.filter(is_report=True, visibility="public").values_list("pk", flat=True))
    threads = list(Thread.objects.filter(is_report=False).values_list("pk", flat=True))
    report_paths = [reverse("feedback:report", args=[pk]) for pk in rng.sample(reports, min(SAMPLED, len(reports)))]
    thread_paths = [reverse("community:thread", args=[pk]) for pk in rng.sample(threads, min(SAMPLED, len(threads)))]
    names = Member.objects.filter(source="load").order_by("pk").values_list("username", flat=True)[:SAMPLED]
    member_paths = [quote(reverse("community:profile", args=[name]), safe="/%") for name in names]
    front = reverse("community:discover")
    return [
        Page(EMPTY, ["/bench/empty/"]),
        Page(LIST, ["/bench/list/"], EMPTY),
        Page("feed", [front], LIST, SHARE_OF_LIST),
        Page("feed, signed in", [front], LIST, SHARE_OF_LIST, _signed_in()),
        Page("feed, second page", [f"{front}?after={_key(0)}"], LIST, SHARE_OF_LIST),
        Page("feed, last page", [f"{front}?after={_key(-2 * FEED_PAGE)}"], "feed, second page", SHARE_OF_FIRST),
        Page("feed of one space", [f"{front}?space=tips"], LIST, SHARE_OF_LIST),
        Page("feed of one kind", [f"{front}?kind=question"], LIST, SHARE_OF_LIST),
        Page("report", report_paths, LIST, SHARE_OF_LIST),
        Page("thread", thread_paths, LIST, SHARE_OF_LIST),
        Page("member", member_paths, LIST, SHARE_OF_LIST),
    ]


def _key(place: int) -> str:
    """The key of the page that comes after the thread at `place` in the feed, counted from the end where it is negative."""
    rows = Thread.objects.filter(state="visible", visibility="public").order_by("-active_at", "-pk")
    row = rows[place] if place >= 0 else list(rows.reverse()[: -place + 1])[-1]  # of a small site the first
    return f"{row.active_at.timestamp():.6f}_{row.pk}"


def _signed_in() -> dict[str, str]:
    browser = Browser()
    browser.force_login(Member.objects.order_by("pk")[0], backend="django.contrib.auth.backends.ModelBackend")
    return {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())}


def _figure(page: Page, loads: dict[str, list[Load]]) -> Figure:
    mine = loads[page.name]
    errors = sum((load.errors for load in mine), start=type(mine[0].errors)())
    return Figure(
        what=page.name,
        unit="requests/s",
        runs=[load.per_second for load in mine],
        yardstick=f"{page.yardstick}, requests/s" if page.yardstick else "",
        yardstick_runs=[load.per_second for load in loads.get(page.yardstick, [])],
        threshold=page.threshold,
        failures=errors.total(),
        detail={
            "seconds": percentiles([took for load in mine for took in load.took]),
            "bytes": mine[-1].bytes,
            "errors": dict(errors),
            "rows_of_a_page": FEED_PAGE,
        },
    )
