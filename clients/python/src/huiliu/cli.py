"""`huiliu`: reports in, datasets out, from the command line. HUILIU_URL and HUILIU_KEY say where and as whom."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from huiliu.client import Client
from huiliu.errors import HuiliuError
from huiliu.importing import import_file


def main(arguments: Sequence[str] | None = None) -> int:
    """0: done. 1: some lines were rejected, or it failed and stderr says why. 2: it was called wrongly."""
    parser = make_parser()
    given = parser.parse_args(arguments)
    if not given.url or not given.key:
        parser.error("name the site and a key: --url and --key, or HUILIU_URL and HUILIU_KEY")
    try:
        with Client(given.url, given.key) as client:
            status: int = given.run(client, given)
    except (HuiliuError, OSError, ValueError) as error:
        print(f"huiliu: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nhuiliu: stopped; the same command goes on where it was", file=sys.stderr)
        return 130
    return status


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huiliu", description=__doc__)
    parser.add_argument("--url", default=os.environ.get("HUILIU_URL", ""))
    parser.add_argument("--key", default=os.environ.get("HUILIU_KEY", ""))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    report = commands.add_parser("report", help="send one report: by options, or as JSON from a file or - for standard input")
    report.set_defaults(run=send_report)
    report.add_argument("file", nargs="?", help="a JSON object; options win over what it says")
    for name in ("title", "body", "model", "model-version", "correction", "external-id", "language"):
        report.add_argument(f"--{name}")
    report.add_argument("--conversation", type=Path, help="a JSON file: a list of messages with role and content")
    report.add_argument("--rating", type=int, choices=(-1, 0, 1))
    report.add_argument("--consent", choices=("none", "research", "training"))

    several = commands.add_parser("import", help="send a file of reports, one JSON object a line")
    several.set_defaults(run=import_reports)
    several.add_argument("file", type=Path)
    several.add_argument("--rejects", type=Path, help="a file for what could not be taken, with line and reason")
    several.add_argument("--batch", type=int, default=200, choices=range(1, 1001), metavar="1-1000")

    datasets = commands.add_parser("datasets", help="list and pull").add_subparsers(required=True, metavar="COMMAND")
    datasets.add_parser("list", help="every dataset and its newest version").set_defaults(run=list_datasets)
    pull = datasets.add_parser("pull", help="fetch a version, whole and checked")
    pull.set_defaults(run=pull_dataset)
    pull.add_argument("name", metavar="NAME[@NUMBER]")
    pull.add_argument("--format", default="canonical", help="such as trl-preference; docs/formats.md has them all")
    pull.add_argument("--container", default="jsonl", choices=("jsonl", "parquet"))
    pull.add_argument("--out", type=Path, metavar="DIR")

    stones = commands.add_parser("tombstones", help="what was taken back").add_subparsers(required=True, metavar="COMMAND")
    apply = stones.add_parser("apply", help="take withdrawn rows out of an export")
    apply.set_defaults(run=apply_tombstones)
    apply.add_argument("directory", type=Path, metavar="DIR")
    return parser


def send_report(client: Client, given: argparse.Namespace) -> int:
    report: dict[str, Any] = {}
    if given.file:
        report = json.loads(sys.stdin.read() if given.file == "-" else Path(given.file).read_text("utf-8"))
    for name in ("title", "body", "model", "model_version", "correction", "external_id", "language", "rating"):
        if getattr(given, name) is not None:
            report[name] = getattr(given, name)
    if given.conversation:
        report["conversation"] = json.loads(given.conversation.read_text("utf-8"))
    if given.consent:
        report["consent"] = {**report.get("consent", {}), "scope": given.consent}
    answer = client.reports.create(report)
    print(f"{answer['id']} {answer['title']}")
    return 0


def import_reports(client: Client, given: argparse.Namespace) -> int:
    done = import_file(client.reports, given.file, rejects=given.rejects, size=given.batch, progress=bar())
    print(f"{done.new} new, {done.known} there before, {done.rejected} rejected")
    return 1 if done.rejected else 0


def list_datasets(client: Client, given: argparse.Namespace) -> int:
    for one in client.datasets.list():
        newest = f"@{one['newest']}" if one["newest"] else " (no version yet)"
        print(f"{one['slug']}{newest}\t{one['name']}")
    return 0


def pull_dataset(client: Client, given: argparse.Namespace) -> int:
    print(client.datasets.pull(given.name, format=given.format, container=given.container, out=given.out, progress=bar()))
    return 0


def apply_tombstones(client: Client, given: argparse.Namespace) -> int:
    print(f"{client.datasets.apply_tombstones(given.directory, progress=bar())} rows taken out")
    return 0


def bar() -> Callable[[int, int], None] | None:
    """A bar on standard error, where somebody sees it."""
    if not sys.stderr.isatty():
        return None

    def draw(here: int, total: int) -> None:
        share = here / total if total else 1.0
        line = f"\r[{'#' * int(30 * share):<30}] {share:4.0%} of {total / 1e6:,.1f} MB"
        print(line, end="\n" if here >= total else "", file=sys.stderr, flush=True)

    return draw
