"""What an export directory holds, and what happens when it is cut off."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest
import yaml

from tests.tuning.formats.rows import META, mixed, row, with_tools
from tuning.formats import (
    CONTAINERS,
    FORMATS,
    CanonicalRow,
    ExportError,
    Tombstone,
    base,
    export,
    verify,
)
from tuning.formats.containers import read_records
from tuning.formats.manifest import read_manifest
from tuning.formats.registry import CANONICAL

WITHDRAWN = Tombstone("row-000001", "0" * 64, "withdrawn by its author", "2026-11-02T00:00:00Z")


def files_of(directory: Path) -> dict[str, bytes]:
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_an_export_holds_all_its_parts(tmp_path: Path) -> None:
    report = export(mixed(), fmt="alpaca", container="jsonl", out=tmp_path / "out", meta=META, tombstones=[WITHDRAWN])
    assert set(files_of(tmp_path / "out")) == {
        "README.md",
        "croissant.json",
        "data/test.jsonl",
        "data/train.jsonl",
        "dataset_info.json",
        "lineage.parquet",
        "manifest.json",
        "tombstones.jsonl",
    }
    assert verify(tmp_path / "out") == []
    manifest = read_manifest(tmp_path / "out")
    assert manifest == report.manifest
    assert manifest["counts"]["rows"] == report.rows == sum(manifest["counts"]["lang"].values())
    assert manifest["counts"]["kind"] == {"preference": 60, "sft": 59}
    assert report.withdrawn == 1
    assert report.left_out == {"rows of kind eval": 60, "rows of kind kto": 60}
    assert manifest["recipe"] == {"slug": "rechen-demo", "threshold": 0.4}
    assert manifest["software"] == "huiliu 0.1.0"


@pytest.mark.parametrize(("name", "container"), [(name, container) for name in FORMATS for container in CONTAINERS])
def test_lineage_finds_every_line(tmp_path: Path, name: str, container: str) -> None:
    rows = {one.row_id: one for one in [*mixed(), with_tools("sft", 901)]}
    export(rows.values(), fmt=name, container=container, out=tmp_path / "out", meta=META)
    lineage = pq.read_table(tmp_path / "out" / "lineage.parquet").to_pylist()
    records = {
        (f"data/{path.name}", number): record
        for path in (tmp_path / "out" / "data").iterdir()
        for number, record in enumerate(read_records(path), 1)
    }
    assert {(one["file"], one["line"]) for one in lineage} == set(records)
    for one in lineage:
        source, record = rows[one["row_id"]], records[one["file"], one["line"]]
        written = FORMATS[name].convert(source)
        if name not in ("canonical", "openai-sft", "openai-preference"):
            assert record == written
        assert one["content_sha256"] == source.content_sha256
        assert one["report_ids"] == list(source.report_ids)
        assert (one["quality_score"], one["labels_n"], one["consent_scope"]) == (0.75, 2, "training")
        assert source.split in one["file"]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, name: str, container: str) -> None:
    for out in ("one", "two"):
        export(mixed(), fmt=name, container=container, out=tmp_path / out, meta=META, tombstones=[WITHDRAWN])
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_another_process_gives_the_same_bytes_too(tmp_path: Path) -> None:
    export(mixed(), fmt="trl-sft", container="parquet", out=tmp_path / "here", meta=META)
    _run(
        f"""
        from pathlib import Path
        from tests.tuning.formats.rows import META, mixed
        from tuning.formats import export
        export(mixed(), fmt="trl-sft", container="parquet", out=Path({str(tmp_path / "there")!r}), meta=META)
        """
    ).wait()
    assert files_of(tmp_path / "here") == files_of(tmp_path / "there")


def test_verify_finds_changed_missing_and_foreign_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(mixed(), fmt="trl-kto", container="jsonl", out=out, meta=META)
    data = out / "data" / "train.jsonl"
    content = data.read_bytes()
    data.write_bytes(content.replace(b"true", b"TRUE", 1))
    assert verify(out) == ["data/train.jsonl has changed: its sha256 differs"]
    data.write_bytes(content[:-1])
    assert "bytes, not" in verify(out)[0]
    data.unlink()
    (out / "data" / "extra.jsonl").write_text("{}\n")
    assert verify(out) == ["data/train.jsonl is missing", "data/extra.jsonl is not in the manifest"]


def test_a_failing_source_leaves_nothing(tmp_path: Path) -> None:
    def breaking() -> Iterator[CanonicalRow]:
        yield from mixed()
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        export(breaking(), fmt="alpaca", container="jsonl", out=tmp_path / "out", meta=META)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_export_is_no_export(tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = _run(
        f"""
        import time
        from pathlib import Path
        from tests.tuning.formats.rows import META, mixed
        from tuning.formats import export
        def slow():
            yield from mixed()
            print("half", flush=True)
            time.sleep(60)
        export(slow(), fmt="trl-sft", container="jsonl", out=Path({str(out)!r}), meta=META)
        """
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"half\n"
    process.kill()
    process.wait()
    assert not out.exists()
    export(mixed(), fmt="trl-sft", container="jsonl", out=out, meta=META)
    assert verify(out) == []


def test_an_export_never_overwrites(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export([row()], fmt="trl-sft", container="jsonl", out=out, meta=META)
    before = files_of(out)
    with pytest.raises(ExportError, match="not an empty directory"):
        export([row()], fmt="trl-sft", container="jsonl", out=out, meta=META)
    assert files_of(out) == before
    for fmt, container in (("trl-dpo", "jsonl"), ("trl-sft", "csv")):
        with pytest.raises(ExportError, match="unknown"):
            export([row()], fmt=fmt, container=container, out=tmp_path / "other", meta=META)


def test_a_full_file_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(FORMATS["openai-sft"], max_bytes=1_000)
    monkeypatch.setitem(FORMATS, "openai-sft", small)
    report = export([row("sft", n) for n in range(40)], fmt="openai-sft", container="jsonl", out=tmp_path / "out", meta=META)
    data = [file for file in report.manifest["files"] if "split" in file]
    assert [file["path"] for file in data[:2]] == ["data/train.jsonl", "data/train-00002.jsonl"]
    assert all(file["bytes"] <= 1_000 for file in data)
    assert sum(file["rows"] for file in data) == 40
    lineage = pq.read_table(tmp_path / "out" / "lineage.parquet").to_pylist()
    assert [(one["file"], one["line"]) for one in lineage if one["file"] == data[1]["path"]] == [
        (data[1]["path"], line) for line in range(1, data[1]["rows"] + 1)
    ]


def test_memory_does_not_grow_with_rows(tmp_path: Path) -> None:
    """A row of about 4 kB: ten times as many rows may not cost a tenth of their text."""
    script = """
        import resource, sys
        from pathlib import Path
        from tests.tuning.formats.rows import META, row
        from tuning.formats import export
        text = "长" * 1300
        rows = (row("kto", n, completion=text) for n in range({rows}))
        export(rows, fmt="trl-kto", container="{container}", out=Path({out!r}), meta=META)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        """
    for container in CONTAINERS:
        peaks = []
        for rows in (6_000, 36_000):
            process = _run(script.format(rows=rows, container=container, out=str(tmp_path / f"{container}{rows}")))
            peaks.append(int(process.communicate()[0]))
        assert peaks[1] - peaks[0] < 30_000, f"{container}: {peaks} KiB"


def test_the_card_is_yaml_with_every_language_and_hostile_titles(tmp_path: Path) -> None:
    meta = replace(META, title="a: 'b' \"c\" \u2028 d # e ---\nf 中文")
    export(mixed(), fmt="trl-sft", container="jsonl", out=tmp_path / "out", meta=meta)
    _, front, body = (tmp_path / "out" / "README.md").read_text().split("---\n", 2)
    card = yaml.safe_load(front)
    assert card["pretty_name"] == meta.title
    assert card["language"] == ["en", "zh"]
    assert card["license"] == "cc-by-4.0"
    assert card["configs"][0]["data_files"][1] == {"split": "train", "path": ["data/train.jsonl"]}
    assert "| train | " in body


def test_mlcroissant_validates_and_loads(tmp_path: Path) -> None:
    import mlcroissant

    for name, container in (("trl-kto", "jsonl"), ("swift-preference", "parquet"), ("openai-sft", "jsonl")):
        out = tmp_path / f"{name}-{container}"
        export(mixed(plain=30), fmt=name, container=container, out=out, meta=META)
        command = [Path(sys.executable).with_name("mlcroissant"), "validate", "--jsonld", out / "croissant.json"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        dataset = mlcroissant.Dataset(str(out / "croissant.json"))
        lineage = list(dataset.records("lineage"))
        assert len(lineage) == read_manifest(out)["counts"]["rows"]
        if name == "trl-kto":
            ids = [one["train/row_id"].decode() for one in dataset.records("train")]
            assert ids == [one["row_id"] for one in read_records(out / "data" / "train.jsonl")]


def test_croissant_answers_for_responsible_use(tmp_path: Path) -> None:
    export([row()], fmt="trl-sft", container="jsonl", out=tmp_path / "out", meta=META)
    croissant = orjson.loads((tmp_path / "out" / "croissant.json").read_bytes())
    for name in (
        "dataCollection",
        "dataAnnotationProtocol",
        "annotationsPerItem",
        "personalSensitiveInformation",
        "dataReleaseMaintenancePlan",
        "dataLimitations",
    ):
        assert croissant[f"rai:{name}"]
    assert "http://mlcommons.org/croissant/1.1" in croissant["conformsTo"]


def test_dataset_info_names_every_column(tmp_path: Path) -> None:
    for name in ("sharegpt-sft", "sharegpt-preference", "sharegpt-kto", "alpaca"):
        export(mixed(), fmt=name, container="jsonl", out=tmp_path / name, meta=META)
        info = orjson.loads((tmp_path / name / "dataset_info.json").read_bytes())
        assert set(info) == {"rechen-demo_train", "rechen-demo_test"}
        entry = info["rechen-demo_train"]
        assert (tmp_path / name / entry["file_name"]).is_file()
        assert {"row_id", *entry["columns"].values()} == set(FORMATS[name].schema.names)
        assert entry.get("ranking", False) == (name == "sharegpt-preference")


def test_every_column_of_the_canonical_row_is_in_its_schema() -> None:
    assert CANONICAL.schema.names == list(row().to_dict())
    assert isinstance(CANONICAL, base.Format)


def _run(script: str) -> "subprocess.Popen[bytes]":
    root = Path(__file__).parents[3]
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], cwd=root, stdout=subprocess.PIPE)
