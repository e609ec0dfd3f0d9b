"""The search page, word by word: frequent, rare and absent ones, in Chinese and English, by one client who waits for each."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from bench.closed_loop import Load, ask
from bench.figure import Figure, Result, Threshold, percentiles
from bench.registry import RUNS
from bench.site import site
from community.models import Member, Space, Thread
from community.submit_thread import submit_thread

# Set beforehand: nobody waits for a search longer than for any other page, whatever the word and however large the site.
P95_MS = Threshold(50, at_least=False)
RARE = {"en": "quokka", "zh": "鸭嘴兽"}
ASKED = {
    "frequent, English": "translating",
    "frequent, two Chinese characters": "翻译",
    "frequent, Chinese": "合同条款",
    "frequent, two words": "contract sources",
    "rare, English": RARE["en"],
    "rare, Chinese": RARE["zh"],
    "absent, English": "zyzzyva",
    "absent, two Chinese characters": "饕餮",
    "phrase, English": '"reading a medicine"',
    "phrase, Chinese": '"上周还好好的"',
    "beginning of a word": "transl*",
}
TYPED = {"while a title is typed, English": "It gets the ye", "while a title is typed, Chinese": "把年份写"}
LIST = "list of 25 rows, one query"


def run(rows: int, seed: int) -> Result:
    """Over the community that is there (`bench.database.filled_database`), in which each rare word stands in one thread."""
    _plant()
    at = reverse("community:search")
    paths = {LIST: "/bench/list/"} | {what: f"{at}?q={quote(words)}" for what, words in ASKED.items()}
    paths |= {what: f"{reverse('community:similar')}?title={quote(words)}" for what, words in TYPED.items()}
    loads: dict[str, list[Load]] = {what: [] for what in paths}
    requests = max(5, min(60, rows))
    with site("web") as running:
        for path in paths.values():  # each thread of each worker reads its code once
            ask(running.port, [path], requests=16, clients=4, headers={})
        for _run in range(RUNS):
            for what, path in paths.items():
                loads[what].append(ask(running.port, [path], requests=requests, clients=1, headers={}))
    figures = [_figure(what, loads[what], loads[LIST]) for what in [*ASKED, *TYPED]]
    return Result(figures, {"clients": 1, "requests_per_run": requests, "seed": seed})


def _plant() -> None:
    author, space = Member.objects.order_by("pk")[0], Space.objects.order_by("pk")[0]
    for language, word in RARE.items():
        if not Thread.objects.filter(title=word).exists():
            submit_thread(author=author, space=space, title=word, body=word, language=language)


def _figure(what: str, mine: list[Load], theirs: list[Load]) -> Figure:
    errors = sum((load.errors for load in mine), start=type(mine[0].errors)())
    return Figure(
        what=what,
        unit="ms, p95",
        runs=[_p95(load) for load in mine],
        yardstick=f"{LIST}, ms",
        yardstick_runs=[_p95(load) for load in theirs],
        threshold=P95_MS,
        failures=errors.total(),
        detail={
            "seconds": percentiles([took for load in mine for took in load.took]),
            "per_second": [load.per_second for load in mine],
            "bytes": mine[-1].bytes,
            "errors": dict(errors),
        },
    )


def _p95(load: Load) -> float:
    return 1000 * percentiles(load.took)["p95"] if load.took else 0.0
