"""How many waiting reports one worker process classifies and stores in a second, beside the model alone on the same texts."""

from __future__ import annotations

import time

import psutil
from celery import current_app

from bench.figure import Figure, Result, Threshold
from bench.machine import peak_mb
from bench.registry import RUNS
from bench.site import Site, site
from config.celery import app
from config.load.fill import fill
from feedback.classifier.evidence import Evidence as Words
from feedback.classifier.load import load_classifier
from feedback.classify_batch import BATCH
from feedback.machine_view import machine_view
from feedback.models import Evidence, Report

PER_SECOND = Threshold(100)
SHARE_OF_MODEL = Threshold(0.8)
PATIENCE_S = 600


def run(rows: int, seed: int) -> Result:
    """Each run drains `rows` reports by the worker, and then gives the same to the model, in batches of the same size."""
    assert current_app.main == app.main
    rate = Figure("classified and stored", "reports/s", [], "model alone, reports/s", threshold=PER_SECOND)
    memory = Figure("memory of the worker, greatest", "MB", [])
    load_classifier().classify([Words(title="warm", body="up")])
    with site("classify") as running:
        for number in range(RUNS):
            fill(threads=0, replies=0, reports=rows, seed=seed + number, waiting=True)
            waiting = list(Report.objects.filter(classified="waiting").order_by("pk").values_list("pk", flat=True))
            took = _drain(running)
            left = Report.objects.filter(pk__in=waiting).exclude(classified="done").count()
            rate.failures += left
            rate.runs.append((len(waiting) - left) / took)
            rate.yardstick_runs.append(len(waiting) / _direct(waiting))
            memory.runs.append(_memory(running))
    share = Figure("the same, as a share of the model alone", "of 1", _shares(rate), threshold=SHARE_OF_MODEL)
    return Result([rate, share, memory], {"batch": BATCH, "patience_s": PATIENCE_S})


def _shares(rate: Figure) -> list[float]:
    return [ours / model for ours, model in zip(rate.runs, rate.yardstick_runs, strict=True)]


def _drain(running: Site) -> float:
    """Ring once, and say after how many seconds nothing waits; a worker that ends or takes too long leaves the rest."""
    began = time.perf_counter()
    app.send_task("feedback.classify_waiting", ignore_result=True)
    while Report.objects.filter(classified="waiting").exists():
        if running.processes["classify"].poll() is not None or time.perf_counter() - began > PATIENCE_S:
            break
        time.sleep(0.02)
    return time.perf_counter() - began


def _direct(pks: list[int]) -> float:
    """Seconds of the model alone; the texts are read beforehand."""
    rows = Evidence.objects.filter(report__in=pks, is_current=True).order_by("report")
    views = [machine_view(row) for row in rows]
    classifier, began = load_classifier(), time.perf_counter()
    for start in range(0, len(views), BATCH):
        classifier.classify(views[start : start + BATCH])
    return time.perf_counter() - began


def _memory(running: Site) -> float:
    worker = psutil.Process(running.processes["classify"].pid)
    return sum(peak_mb(process.pid) for process in [worker, *worker.children(recursive=True)])
