"""Pages in requests a second, beside an empty view and a plain list of 25 rows on the same server, asked in turn.

A closed loop of four clients, without think time: requests a second is what the server can give, and the percentiles are
those of a server that is busy all the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from django.test import Client as Browser
from django.urls import reverse

from bench.closed_loop import Load, ask
from bench.figure import Figure, Result, Threshold, percentiles
from bench.registry import RUNS
from bench.site import site
from community.models import Member, Thread
from community.queries import FEED_PAGE, feed
from config.load.fill import fill

CLIENTS = 4
# Set beforehand, of the plain list: a page may cost five times as much as 25 rows and a template of one line.
SHARE_OF_LIST = Threshold(0.2, of="ratio")
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
    """A community of `rows` threads, as many reports and three times as many replies."""
    fill(threads=rows, reports=rows, replies=3 * rows, seed=seed)
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
    return Result(figures, {"clients": CLIENTS, "requests_per_run": requests, "threads": rows, "reports": rows})


def _pages(rng: Random) -> list[Page]:
    reports = list(Thread.objects.filter(is_report=True, visibility="public").values_list("pk", flat=True))
    threads = list(Thread.objects.filter(is_report=False).values_list("pk", flat=True))
    report_paths = [reverse("feedback:report", args=[pk]) for pk in rng.sample(reports, min(SAMPLED, len(reports)))]
    thread_paths = [reverse("community:thread", args=[pk]) for pk in rng.sample(threads, min(SAMPLED, len(threads)))]
    front = reverse("community:discover")
    return [
        Page(EMPTY, ["/bench/empty/"]),
        Page(LIST, ["/bench/list/"], EMPTY),
        Page("feed", [front], LIST, SHARE_OF_LIST),
        Page("feed, signed in", [front], LIST, SHARE_OF_LIST, _signed_in()),
        Page("feed, deep page", [f"{front}?after={_deep_key()}"], "feed", SHARE_OF_FIRST),
        Page("feed of one space", [f"{front}?space=tips"], LIST, SHARE_OF_LIST),
        Page("feed of a kind that nobody has", [f"{front}?kind=absent"], LIST, SHARE_OF_LIST),
        Page("report", report_paths, LIST, SHARE_OF_LIST),
        Page("thread", thread_paths, LIST, SHARE_OF_LIST),
    ]


def _deep_key() -> str:
    """The key of the page in the middle of the feed."""
    from django.contrib.auth.models import AnonymousUser

    middle = Thread.objects.filter(state="visible", visibility="public").order_by("-active_at", "-pk")
    row = middle[middle.count() // 2]
    page = feed(AnonymousUser(), after=f"{row.active_at.timestamp():.6f}_{row.pk}")
    return page.after or f"{row.active_at.timestamp():.6f}_{row.pk}"


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
