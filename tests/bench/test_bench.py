"""`script/bench` at tiny sizes: every benchmark runs, once, and says what it should. How quick it was is no matter here."""

from __future__ import annotations

import os
import subprocess
import sys

import orjson
import pytest

from bench.figure import Figure, Threshold, percentiles
from bench.registry import BENCHMARKS
from bench.table import draw
from config.env import ROOT

SMALL = {"HUILIU_BENCH_RUNS": "1", "HUILIU_BENCH_MEMBERS": "5", "HUILIU_BENCH_MINUTES": "0.02"}


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> tuple[dict[str, dict], str]:
    """The JSON of every benchmark by name, and the table."""
    directory = tmp_path_factory.mktemp("bench")
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--rows", "12", "--out", str(directory / "out")],
        cwd=ROOT,
        env={**os.environ, **SMALL, "HUILIU_DATA_DIR": str(directory / "data")},
        text=True,
        capture_output=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    found = {name: orjson.loads((directory / "out" / f"{name}.json").read_bytes()) for name in BENCHMARKS}
    return found, done.stdout


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_says_where_when_and_how_it_ran(ran, name):
    said = ran[0][name]
    assert said["name"] == name
    assert said["machine"]["cpu"]
    assert said["machine"]["cores"] >= 1
    assert said["machine"]["memory_gib"] > 0
    assert said["versions"].keys() >= {"python", "postgresql", "django"}
    assert said["command"] == f"script/bench {name} --rows 12 --seed 1"
    assert said["parameters"]["rows"] == 12
    assert (said["error"], said["failures"]) == ("", 0)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_figure_has_each_of_its_runs_and_its_yardsticks(ran, name):
    figures = ran[0][name]["figures"]
    assert any(figure["yardstick"] for figure in figures)
    assert any(figure["threshold"] for figure in figures)
    for figure in figures:
        assert figure["runs"] == [figure["figure"]]
        assert len(figure["yardstick_runs"]) == (1 if figure["yardstick"] else 0)
        assert figure["verdict"] in ({"pass", "short"} if figure["threshold"] else {""})


def test_distributions_count_every_sample(ran):
    rates = ran[0]["latency"]["figures"]
    assert [figure["seconds_to_visible"]["count"] for figure in rates] == [3, 3, 12]
    for figure in [*rates, *ran[0]["pages"]["figures"]]:
        spread = figure.get("seconds_to_visible") or figure["seconds"]
        assert 0 < spread["p50"] <= spread["p95"] <= spread["p99"] <= spread["max"]


def test_a_crowd_posts_votes_and_follows_and_all_of_it_is_looked_for(ran):
    said = ran[0]["load"]
    figures = {figure["what"]: figure for figure in said["figures"]}
    for what in ("posts: answered, and there once", "voices: as each member left them", "follows: as each member left them"):
        assert figures[what]["figure"] > 0
        assert figures[what]["wrong"] == []
    for shape in ("closed", "open"):
        assert figures[f"{shape} loop, all"]["seconds"]["count"] > 100
        assert figures[f"{shape} loop, sign in"]["seconds"]["count"] == 10  # the page and its form, for each of five
    assert said["parameters"]["rate_per_s"] > 0


def test_the_table_has_a_line_for_each_figure(ran):
    results, table = ran
    for result in results.values():
        for figure in result["figures"]:
            assert f"{result['name']}: {figure['what']}" in table


def test_failures_are_never_a_pass_and_always_shown():
    figure = Figure("x", "s", [1.0, 1.0, 1.0], threshold=Threshold(2, at_least=False), failures=1)
    assert figure.verdict == "short"
    results = [
        {"name": "one", "figures": [figure.to_dict()], "error": ""},
        {"name": "two", "figures": [], "error": "Traceback …\nKeyError: 'gone'"},
    ]
    table = draw(results).splitlines()
    assert table[2].endswith("short    1")
    assert table[3].startswith("two: did not run")
    assert table[3].endswith("KeyError: 'gone'")
    results[0]["error"] = "1 × thread: HTTP 500"
    assert "one: did not hold" in draw(results)


def test_a_ratio_is_that_of_each_run():
    figure = Figure("x", "rows/s", [10.0, 40.0, 30.0], "y", [10.0, 10.0, 60.0], Threshold(1, of="ratio"))
    assert (figure.value, figure.yardstick_value, figure.ratio, figure.verdict) == (30.0, 10.0, 1.0, "pass")


def test_percentiles_are_samples_that_were_seen():
    assert percentiles([]) == {"count": 0}
    assert percentiles([float(n) for n in range(1, 101)]) == {"count": 100, "p50": 50.0, "p95": 95.0, "p99": 99.0, "max": 100.0}


def test_an_unknown_benchmark_is_named():
    done = subprocess.run([sys.executable, "-m", "bench", "speed"], cwd=ROOT, text=True, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert "no benchmark speed" in done.stderr
