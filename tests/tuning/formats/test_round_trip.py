"""Canonical rows → every writer, in both containers → the readers that trainers use: every row, every character."""

import json
from pathlib import Path

import pytest

from tests.tuning.formats.rows import EARLIER, META, conversation, mixed, row, with_tools
from tuning.formats import CONTAINERS, FORMATS, CanonicalRow, export, prove
from tuning.formats.containers import read_records

EVERY = [(name, container) for name in FORMATS for container in CONTAINERS]


def rows_for(name: str) -> list[CanonicalRow]:
    rows = list(mixed())
    if FORMATS[name].family in ("openai", "sharegpt", "swift", "canonical"):
        rows += [with_tools("sft", 901), with_tools("preference", 902)]
    return rows


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    made = {}
    for name, container in EVERY:
        out = tmp_path_factory.mktemp("exports") / f"{name}-{container}"
        export(rows_for(name), fmt=name, container=container, out=out, meta=META)
        made[name, container] = out
    return made


@pytest.mark.parametrize(("name", "container"), EVERY)
def test_every_row_written_survives_every_reader(exports: dict[tuple[str, str], Path], name: str, container: str) -> None:
    report = prove(exports[name, container])
    expected = [one for one in rows_for(name) if FORMATS[name].convert(one)]
    assert report.ok, report.proofs
    assert report.survived == report.written == len(expected) > 50
    readers = {proof.reader for proof in report.proofs}
    assert "huiliu" in readers
    assert "datasets" in readers or (name, container) == ("canonical", "jsonl")
    assert ("trl" in readers) == name.startswith("trl")
    assert report.not_run.keys() <= {"together", "llamafactory", "ms-swift", "datasets"}


@pytest.mark.parametrize(("name", "container"), EVERY)
def test_what_is_read_is_what_was_converted(exports: dict[tuple[str, str], Path], name: str, container: str) -> None:
    converted = [record for one in rows_for(name) if (record := FORMATS[name].convert(one))]
    read = [one for path in sorted((exports[name, container] / "data").iterdir()) for one in read_records(path)]

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if item is not None}
        return [bare(item) for item in value] if isinstance(value, list | tuple) else value

    def order(value: object) -> str:
        return json.dumps(bare(value), sort_keys=True)

    assert sorted(map(order, read)) == sorted(map(order, converted))


@pytest.mark.parametrize("name", FORMATS)
def test_no_reader_cuts_a_line_in_two(exports: dict[tuple[str, str], Path], name: str) -> None:
    for path in (exports[name, "jsonl"] / "data").iterdir():
        text = path.read_bytes().decode()
        assert text.splitlines() == text.removesuffix("\n").split("\n")
        assert all(json.loads(line) for line in text.splitlines())


@pytest.mark.parametrize("container", CONTAINERS)
def test_duckdb_and_polars_read_the_same_text(exports: dict[tuple[str, str], Path], container: str) -> None:
    import duckdb
    import polars

    data = exports["swift-preference", container] / "data" / f"train.{container}"
    written = [record["rejected_response"] for record in read_records(data)]
    read = "read_parquet" if container == "parquet" else "read_json"
    options = "" if container == "parquet" else ", format='newline_delimited', maximum_object_size=100000000"
    by_duckdb = duckdb.sql(f"SELECT rejected_response FROM {read}('{data}'{options})").fetchall()
    assert [text for (text,) in by_duckdb] == written
    frame = polars.read_parquet(data) if container == "parquet" else polars.read_ndjson(data)
    assert frame["rejected_response"].to_list() == written


@pytest.mark.parametrize("name", ["trl-sft", "alpaca", "openai-preference", "canonical"])
def test_the_card_gives_the_hub_its_splits_and_types(exports: dict[tuple[str, str], Path], name: str, tmp_path: Path) -> None:
    import datasets
    import pyarrow as pa

    for container in CONTAINERS:
        loaded = datasets.load_dataset(str(exports[name, container]), cache_dir=str(tmp_path / container))
        assert set(loaded) == {"train", "test"}
        for split in loaded.values():
            wanted = datasets.Features.from_arrow_schema(FORMATS[name].schema)
            assert split.features == wanted
            assert isinstance(split.data.schema, pa.Schema)


def test_rows_with_history_open_an_alpaca_file(tmp_path: Path) -> None:
    """Without a schema a reader takes `history` for a list of nulls from the first ten megabytes, and fails later."""
    long = "很" * 1_200
    rows = [conversation("sft", number, [], f"{number} {long}", "答") for number in range(4_000)]
    rows.append(conversation("sft", 4_000, EARLIER, "q", "a"))
    export(rows, fmt="alpaca", container="jsonl", out=tmp_path / "out", meta=META)
    first = next(read_records(tmp_path / "out" / "data" / "train.jsonl"))
    assert first["row_id"] == "row-004000"
    assert (tmp_path / "out" / "data" / "train.jsonl").stat().st_size > 10_485_760
    report = prove(tmp_path / "out")
    assert report.ok, report.proofs
    assert report.survived == 4_001


def test_a_proof_fails_where_a_reader_changes_what_it_reads(tmp_path: Path) -> None:
    """JSON Lines carry no types: replies that are all dates are read as times, and the proof says so."""
    rows = [row("preference", number, chosen="2026-01-02", rejected="2026-02-01") for number in range(1, 4)]
    export(rows, fmt="sharegpt-preference", container="jsonl", out=tmp_path / "jsonl", meta=META)
    report = prove(tmp_path / "jsonl")
    assert not report.ok
    assert report.survived == 0
    assert "other values" in report.proofs[1].problems[0]
    export(rows, fmt="sharegpt-preference", container="parquet", out=tmp_path / "parquet", meta=META)
    assert prove(tmp_path / "parquet").ok


def test_a_proof_counts_a_row_that_was_broken_later(tmp_path: Path) -> None:
    export(mixed(("kto",), plain=20), fmt="sharegpt-kto", container="jsonl", out=tmp_path / "out", meta=META)
    data = tmp_path / "out" / "data" / "train.jsonl"
    data.write_bytes(data.read_bytes().replace(b'"kto_tag":true', b'"kto_tag":"true"', 1))
    report = prove(tmp_path / "out")
    assert not report.ok
    assert report.proofs[0].survived == report.written - 1
    assert any("kto_tag is not a bool" in problem for problem in report.proofs[0].problems)


def test_openai_needs_ten_rows(tmp_path: Path) -> None:
    export([row("sft", number) for number in range(9)], fmt="openai-sft", container="jsonl", out=tmp_path / "a", meta=META)
    assert "9 rows" in prove(tmp_path / "a").proofs[0].problems[0]
    export([row("sft", number) for number in range(10)], fmt="openai-sft", container="jsonl", out=tmp_path / "b", meta=META)
    assert prove(tmp_path / "b").ok


def test_an_export_without_rows_is_proven_without_a_loader(tmp_path: Path) -> None:
    export([row("eval")], fmt="trl-sft", container="jsonl", out=tmp_path / "out", meta=META)
    report = prove(tmp_path / "out")
    assert report.ok
    assert report.written == 0
