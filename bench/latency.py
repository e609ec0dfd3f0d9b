"""From submit to classified, at 1, 10 and 50 reports a second, through the web server and the workers.

The clock starts when a report is due to be sent (an open loop, so that waiting for a slow site counts) and stops when
another session of the database sees its classification, by the database's clock; client and database share a machine. The
web form calls the same verb as the API.
"""

from __future__ import annotations

import time
from random import Random
from statistics import median

import orjson

from bench.figure import Figure, Result, Threshold, percentiles
from bench.open_loop import Sent, arrivals, send
from bench.registry import RUNS
from bench.site import site
from bench.watcher import Watcher
from config.load.words import Writer
from feedback.access_key import create_access_key
from feedback.classifier.load import load_classifier
from feedback.machine_view import machine_view_of_input
from feedback.schema import parse_report

RATES = (1, 10, 50)
P95_AT_TEN = Threshold(2.0, at_least=False)
PATIENCE_S = 60  # after the last report was sent; what is not classified by then is a failure


def run(rows: int, seed: int) -> Result:
    """`rows` reports at the greatest rate; the others last as long."""
    rng = Random(seed)  # noqa: S311 -- the same load for the same seed
    writer, key = Writer(rng), create_access_key(name="bench", scopes=["reports:write"])
    seconds = rows / max(RATES)
    figures = {rate: _figure(rate) for rate in RATES}
    samples: dict[int, list[float]] = {rate: [] for rate in RATES}
    stored: dict[int, list[float]] = {rate: [] for rate in RATES}
    answers: dict[int, list[float]] = {rate: [] for rate in RATES}
    with site("web", "classify", "desk", "beat") as running, Watcher() as watcher:
        send(running.port, key, [orjson.dumps(writer.report()) for _ in range(8)], [0.0] * 8)  # first calls load code
        for _run in range(RUNS):
            for rate, figure in figures.items():
                bodies = [orjson.dumps(writer.report()) for _ in range(max(3, round(rate * seconds)))]
                sent = send(running.port, key, bodies, arrivals(rate, len(bodies), rng))
                _wait(watcher, sent)
                took = [watcher.seen[report] - due for report, due in sent.due.items() if report in watcher.seen]
                figure.runs.append(percentiles(took)["p95"] if took else float(PATIENCE_S))
                figure.yardstick_runs.append(_direct(bodies))
                figure.failures += len(bodies) - len(took)
                figure.detail["errors"] = sorted({*figure.detail.get("errors", []), *sent.errors})[:10]
                samples[rate] += took
                stored[rate] += [watcher.stored[one] - due for one, due in sent.due.items() if one in watcher.stored]
                answers[rate] += sent.answered
    for rate, figure in figures.items():
        figure.detail["seconds_to_visible"] = percentiles(samples[rate])
        figure.detail["seconds_to_created_at"] = percentiles(stored[rate])
        figure.detail["seconds_to_answer"] = percentiles(answers[rate])
    return Result(list(figures.values()), {"rates_per_s": RATES, "seconds_per_rate": seconds, "patience_s": PATIENCE_S})


def _figure(rate: int) -> Figure:
    return Figure(
        what=f"submit to classified, p95 at {rate}/s",
        unit="s",
        runs=[],
        yardstick="model called directly on one, p50",
        threshold=P95_AT_TEN if rate == 10 else None,
    )


def _wait(watcher: Watcher, sent: Sent) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not sent.due.keys() <= watcher.seen.keys() and time.monotonic() < deadline:
        time.sleep(0.02)


def _direct(bodies: list[bytes]) -> float:
    """Median seconds of the model alone on one report, on up to 30 of the same reports."""
    classifier, took = load_classifier(), []
    for body in bodies[:30]:
        evidence = machine_view_of_input(parse_report(orjson.loads(body)))
        began = time.perf_counter()
        classifier.classify([evidence])
        took.append(time.perf_counter() - began)
    return median(took)
