"""From accepted reports to files and back, by commands alone."""

from __future__ import annotations

import hashlib

import orjson
import pytest
from django.core.management import CommandError, call_command

from feedback.withdraw_report import withdraw_report
from tuning.formats.registry import FORMATS
from tuning.models import Version
from tuning.shred_withdrawn import shred_withdrawn

pytestmark = pytest.mark.django_db


def export(out, version: str, fmt: str, container: str = "jsonl") -> None:
    call_command("export_dataset", version, "--format", fmt, "--container", container, "--out", str(out))


def test_a_dataset_is_built_exported_and_cleaned(accepted, recipe, alice, tmp_path, capsys):
    reports = [accepted(title=f"report {number}", correction=f"It is 391, version {number}.") for number in range(3)]
    call_command("build_dataset", "sums")
    version = Version.objects.get()
    said = capsys.readouterr().out
    assert all(part in said for part in ("sums@1", "'rows': 6", version.sha256))

    export(tmp_path / "out", "sums", "trl-preference")
    assert "3 rows" in capsys.readouterr().out
    rows = [orjson.loads(line) for path in (tmp_path / "out" / "data").iterdir() for line in path.read_bytes().splitlines()]
    assert {row["chosen"][0]["content"] for row in rows} == {f"It is 391, version {number}." for number in range(3)}

    withdraw_report(report=reports[1], by=alice)
    shred_withdrawn()
    call_command("apply_tombstones", str(tmp_path / "out"))
    assert capsys.readouterr().out == "removed 1 rows\n"
    call_command("build_dataset", "sums")
    assert "sums@2" in capsys.readouterr().out
    assert Version.objects.get(number=2).counts["rows"] == 4


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_is_written_the_same_twice_and_with_all_that_belongs_to_it(accepted, built, fmt, tmp_path):
    accepted()
    built()
    for name in ("one", "two"):
        export(tmp_path / name, "sums@1", fmt)
    files = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()}
    assert {"lineage.parquet", "README.md", "croissant.json", "manifest.json", "tombstones.jsonl"} <= set(map(str, files))
    for path in files:
        one, two = ((tmp_path / name / path).read_bytes() for name in ("one", "two"))
        assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest(), path


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["build_dataset", "none"], "There is no dataset none. There are: sums."),
        (["export_dataset", "sums@9", "--format", "canonical", "--out", "x"], "no version sums@9"),
        (["export_dataset", "sums@²", "--format", "canonical", "--out", "x"], "comes a version's number"),
        (["apply_tombstones", "no-such-folder"], "holds no export"),
    ],
)
def test_what_is_not_there_is_named(recipe, command, reason):
    with pytest.raises(CommandError, match=reason):
        call_command(*command)


def test_a_folder_in_use_is_left_alone(accepted, built, tmp_path):
    accepted()
    built()
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(CommandError, match="not an empty directory"):
        export(tmp_path, "sums@1", "canonical")
    assert (tmp_path / "mine.txt").read_text() == "keep me"
