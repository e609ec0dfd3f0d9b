"""The table on standard output."""

from __future__ import annotations

from typing import Any

HEAD = ("what", "figure", "yardstick", "ratio", "threshold", "verdict", "failures", "p50 · p95 · p99")


def number(value: float | None) -> str:
    """Three digits that count, and none that do not."""
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def spread(seconds: dict[str, float]) -> str:
    """Of one request, in milliseconds."""
    return " · ".join(number(1000 * seconds[at]) for at in ("p50", "p95", "p99")) + " ms" if seconds.get("count") else ""


def row(name: str, figure: dict[str, Any]) -> tuple[str, ...]:
    theirs = figure["yardstick_figure"]
    return (
        f"{name}: {figure['what']}",
        f"{number(figure['figure'])} {figure['unit']}",
        f"{figure['yardstick']}: {number(theirs)}" if theirs is not None else "",
        number(figure["ratio"]) if figure["ratio"] is not None else "",
        figure["threshold"] or "",
        figure["verdict"],
        str(figure["failures"]) if figure["failures"] else "0",
        spread(figure.get("seconds") or {}),
    )


def rows_of(results: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """A row for each figure, and one for each benchmark that could not run, or found something wrong."""
    rows = []
    for result in results:
        rows += [row(result["name"], figure) for figure in result["figures"]]
        if result["error"]:
            what = "did not hold" if result["figures"] else "did not run"
            rows.append((f"{result['name']}: {what}", "–", "", "", "", "failed", result["error"].splitlines()[-1], ""))
    return rows


def draw(results: list[dict[str, Any]]) -> str:
    """The table, its columns aligned; numbers to the left as words are, since their units differ."""
    rows = [HEAD, *rows_of(results)]
    widths = [max(len(one[column]) for one in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(one, widths, strict=True)).rstrip() for one in rows]
    return "\n".join([lines[0], "─" * max(map(len, lines)), *lines[1:]])
