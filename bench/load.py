"""Two hundred members at once, at the site's own pages and forms; then every post, voice and counter is looked for.

Closed loop: each member acts, reads, thinks, and acts again, so that a slow site is asked less. Open loop: actions are due
at a constant rate (Poisson), whatever becomes of those before, and are timed from when they were due.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import orjson

from bench.crowd.deck import MIX
from bench.crowd.told import Orders, Said
from bench.figure import Figure, Result, Threshold, percentiles
from bench.load_check import Check, backlog, check_all, rings_left
from bench.registry import MEMBERS, MINUTES
from bench.site import Site, site, wait_for
from community.create_member import create_member
from community.models import Member
from community.sign_in_link import make_sign_in_link
from config.env import ROOT
from config.load.fill import fill
from config.load.words import TASKS, Writer

# Seconds on average. Nielsen, "How Long Do Users Stay on Web Pages?" (2011): within ten most decide whether to stay.
THINK_S = 10.0
SHARE = 0.6  # of what the closed loop did: the rate of the open one
KEPT_UP = Threshold(0.95, of="ratio")
# Nielsen, "Usability Engineering" (1993), 5.5: within a second nobody loses the thread of what they do.
P95_MS = Threshold(1000, at_least=False)
PATIENCE_S = 300
TEXTS, SEARCHES = 200, 60
# The site as it is shipped, with the limits that members have.
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "config.settings", "RATE_LIMITS": "1", "LOG_LEVEL": "WARNING"}
FAULT = re.compile(r'"level": ?"(?:error|critical)"|Traceback \(most recent call last\)')


def run(rows: int, seed: int) -> Result:
    """Over a community of `rows` threads, a tenth of them reports, with five replies each."""
    fill(threads=rows - rows // 10, reports=rows // 10, replies=5 * rows, seed=seed)
    members = [create_member(name=f"walker-{number}") for number in range(MEMBERS)]
    with tempfile.TemporaryDirectory(prefix="huiliu-bench-") as directory:
        log = Path(directory) / "log"
        with site("web", "classify", "desk", "beat", environment=ENVIRONMENT, log=log) as running:
            drain()
            closed = send_crowd(running, members, seed=seed, rate=None)
            drained_closed = drain()
            rate = round(SHARE * closed.actions / closed.seconds, 2)
            opened = send_crowd(running, members, seed=seed + 1, rate=rate)
            drained_opened = drain()
        checks = [*check_all([closed, opened]), check_log(log)]
    drained = Figure("backlog gone after each", "s", [max(drained_closed, drained_opened)])
    figures = [*of_shape("closed", closed), *of_shape("open", opened, rate), drained, *map(_figure_of_check, checks)]
    parameters = {"members": MEMBERS, "minutes_each": MINUTES, "think_s": think_s(), "mix_of_100": MIX, "rate_per_s": rate}
    return Result(figures, parameters, error=_faults(checks, [closed, opened]))


def think_s() -> float:
    """A run of seconds thinks less, so that its members do something at all."""
    return min(THINK_S, MINUTES * 60 / 25)


def send_crowd(running: Site, members: list[Member], *, seed: int, rate: float | None) -> Said:
    """Let the members in, in a process of their own, and wait until the last has left."""
    writer = Writer(Random(seed))  # noqa: S311 -- the same words for the same seed
    orders = Orders(
        host=f"http://127.0.0.1:{running.port}",
        members=[(member.username, make_sign_in_link(member=member)) for member in members],
        seconds=MINUTES * 60,
        think_s=think_s(),
        rate=rate,
        seed=seed,
        searches=[writer.rng.choice(TASKS[writer.language()]) for _ in range(SEARCHES)],
        texts=[_text(writer) for _ in range(TEXTS)],
    )
    command = [sys.executable, "-W", "ignore", "-m", "bench.crowd"]
    done = subprocess.run(command, cwd=ROOT, input=orjson.dumps(orders), stdout=subprocess.PIPE, check=True)  # noqa: S603 -- ours
    return Said.from_dict(orjson.loads(done.stdout))


def _text(writer: Writer) -> dict[str, str]:
    language = writer.language()
    turns = writer.conversation(language)
    return {
        "title": writer.title(language),
        "body": writer.body(language),
        "conversation": "\n\n".join(f"{turn['role'].title()}: {turn['content']}" for turn in turns),
        "correction": writer.paragraph(language, sentences=3),
    }


def drain() -> float:
    """Seconds until nothing waits for a worker any more; raises TimeoutError that names what does."""
    began = time.monotonic()
    try:
        wait_for(lambda: not backlog() and not rings_left(), "an empty backlog", PATIENCE_S, every=0.5)
    except TimeoutError as error:
        raise TimeoutError(f"{error}: {backlog()}, {rings_left()} rings") from None
    return time.monotonic() - began


def check_log(log: Path) -> Check:
    """No background task and no request failed, by what the site's processes wrote."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    faults = [line[:2000] for line in lines if FAULT.search(line)]
    return Check("no error in the site's log", len(lines), faults)


def of_shape(shape: str, said: Said, rate: float | None = None) -> list[Figure]:
    """Requests a second of each kind, with their percentiles, and what concerns all."""
    errors = Counter[str]()
    for what, number in said.errors.items():
        errors[what.partition(": HTTP")[0]] += number
    figures = []
    for kind, took in sorted(said.took.items()):
        detail = {"seconds": percentiles(took)}
        figures.append(Figure(f"{shape} loop, {kind}", "/s", [len(took) / said.seconds], failures=errors[kind], detail=detail))
    every = [one for kind, took in said.took.items() if kind != "sign in" for one in took]
    more: dict[str, Any] = {"seconds": percentiles(every), "errors": dict(said.errors), "too_often": said.too_often}
    all_of = Figure(f"{shape} loop, all", "/s", [len(every) / said.seconds], failures=said.errors.total(), detail=more)
    p95 = Figure(f"{shape} loop, all, p95", "ms", [1000 * percentiles(every).get("p95", 0)], threshold=P95_MS if rate else None)
    actions = Figure(f"{shape} loop, actions", "/s", [said.actions / said.seconds])
    if rate:
        actions.yardstick, actions.yardstick_runs, actions.threshold = "due, /s", [said.actions / said.last_due_s], KEPT_UP
    refused = Figure(f"{shape} loop, answers of 429", "", [said.too_often], failures=said.too_often)
    return [*figures, all_of, p95, actions, refused]


def _figure_of_check(check: Check) -> Figure:
    detail = {"wrong": check.wrong[:20]}
    return Figure(check.what, "looked at", [check.looked_at], failures=len(check.wrong), detail=detail)


def _faults(checks: list[Check], crowds: list[Said]) -> str:
    """What did not hold, a line each; empty where all did."""
    lines = [f"{check.what}: {len(check.wrong)} wrong, as {check.wrong[0]}" for check in checks if check.wrong]
    for said in crowds:
        lines += [f"{number} × {what}" for what, number in said.errors.items()]
        lines += [f"{said.too_often} answers of 429"] if said.too_often else []
    return "\n".join(lines)
