"""A withdrawal reaches an export that was made before it."""

from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest

from tests.tuning.formats.rows import META, mixed, row
from tuning.formats import CONTAINERS, FORMATS, Tombstone, apply_tombstones, export, prove, tombstones, verify
from tuning.formats.containers import read_records
from tuning.formats.manifest import read_manifest

SECRET = "撤回的内容 withdrawn words"
EVERY = [(name, container) for name in FORMATS for container in CONTAINERS]


def tombstone(row_id: str) -> Tombstone:
    return Tombstone(row_id, "f" * 64, "consent withdrawn", "2026-11-20T00:00:00Z")


def snapshot(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def rows() -> list:  # type: ignore[type-arg]
    question = [{"role": "user", "content": SECRET}]
    return [
        *mixed(plain=25),
        row("sft", 701, messages=[*question, {"role": "assistant", "content": SECRET}]),
        row("preference", 702, prompt=question, chosen=SECRET, rejected="no"),
        row("kto", 703, prompt=question, completion=SECRET, label=True),
        row("eval", 704, prompt=question, completion=SECRET),
        *(row(kind, 800 + n) for n, kind in enumerate(("sft", "preference", "kto", "eval"))),
    ]


@pytest.mark.parametrize(("name", "container"), EVERY)
def test_the_rows_leave_data_and_lineage_and_the_rest_stays(tmp_path: Path, name: str, container: str) -> None:
    out, clean = tmp_path / "out", tmp_path / "clean"
    export(rows(), fmt=name, container=container, out=out, meta=META)
    gone = [f"row-{number:06d}" for number in (1, 5, 701, 702, 703, 704)]
    buried = [tombstone(row_id) for row_id in gone]
    expected = export(rows(), fmt=name, container=container, out=clean, meta=META, tombstones=buried)
    before = read_manifest(out)["counts"]["rows"]
    removed = apply_tombstones(out, buried)
    assert removed == before - expected.rows > 0
    for path in (clean / "data").iterdir():
        assert list(read_records(out / "data" / path.name)) == list(read_records(path))
    assert pq.read_table(out / "lineage.parquet").equals(pq.read_table(clean / "lineage.parquet"))
    assert read_manifest(out)["counts"] == expected.manifest["counts"]
    assert verify(out) == []
    assert prove_files(out)
    if container == "jsonl":
        assert not any(SECRET.encode() in content for content in snapshot(out).values())


def prove_files(out: Path) -> bool:
    report = prove(out)
    return report.proofs[0].survived == report.written and not report.proofs[0].problems


def test_applying_twice_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(rows(), fmt="openai-sft", container="jsonl", out=out, meta=META)
    buried = [tombstone("row-000701"), tombstone("no-such-row")]
    assert apply_tombstones(out, buried) == 1
    once = snapshot(out)
    assert apply_tombstones(out, buried) == 0
    assert snapshot(out) == once
    listed = [orjson.loads(line) for line in (out / "tombstones.jsonl").read_bytes().splitlines()]
    assert listed == [tombstone("row-000701").to_dict()]
    assert apply_tombstones(out, [tombstone("row-000002")]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_split_that_empties_is_gone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export([row("sft", 1), row("sft", 2, split="test")], fmt="trl-sft", container="jsonl", out=out, meta=META)
    assert apply_tombstones(out, [tombstone("row-000002")]) == 1
    assert read_manifest(out)["counts"]["split"] == {"train": 1}
    assert not (out / "data" / "test.jsonl").exists()
    assert apply_tombstones(out, [tombstone("row-000001")]) == 1
    assert verify(out) == []


def test_a_run_that_was_cut_off_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    export(rows(), fmt="openai-sft", container="jsonl", out=out, meta=META)
    before = snapshot(out)

    def break_off(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(tombstones, "seal", break_off)
        with pytest.raises(OSError, match="disk full"):
            apply_tombstones(out, [tombstone("row-000701")])
    assert snapshot(out) == before
    out.rename(tmp_path / ".out.withdrawn")  # killed between the two renames
    assert apply_tombstones(out, [tombstone("row-000701")]) == 1
    assert verify(out) == []
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_without_an_export_there_is_nothing_to_apply_to(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        apply_tombstones(tmp_path / "none", [tombstone("r")])
