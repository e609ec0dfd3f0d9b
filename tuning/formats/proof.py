"""Proves an export: how many of the rows written do the trainers' readers take?

Our own validators always run. Hugging Face's `datasets`, through which every trainer here loads its files, and TRL's
own functions run where they can be imported; what did not run is named, and is no failure.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tuning.formats.base import Format
from tuning.formats.containers import read_records
from tuning.formats.manifest import data_files, read_manifest, verify
from tuning.formats.registry import FORMATS

# Enough to see what is wrong; a million times the same message helps nobody.
MAX_PROBLEMS = 20


@dataclass
class Proof:
    """One reader's word: `survived` of `rows`, with the first problems."""

    reader: str
    rows: int = 0
    survived: int = 0
    problems: list[str] = field(default_factory=list)

    def count(self, where: str, problems: list[str]) -> None:
        self.rows += 1
        if not problems:
            self.survived += 1
        self.complain(*(f"{where}: {problem}" for problem in problems))

    def complain(self, *problems: str) -> None:
        self.problems += problems[: MAX_PROBLEMS - len(self.problems)]


@dataclass(frozen=True)
class ProofReport:
    """`written` rows by the manifest, what each reader made of them, and the proofs that could not run, with why."""

    written: int
    proofs: list[Proof]
    not_run: dict[str, str]

    @property
    def survived(self) -> int:
        return min(proof.survived for proof in self.proofs)

    @property
    def ok(self) -> bool:
        return all(proof.survived == self.written and not proof.problems for proof in self.proofs)


def prove(directory: Path) -> ProofReport:
    """Reads the export in `directory` back with every reader at hand. Raises FileNotFoundError where there is none."""
    manifest = read_manifest(directory)
    format_ = FORMATS[manifest["format"]]
    written = manifest["counts"]["rows"]
    proofs = [_prove_files(directory, manifest, format_)]
    not_run = {}
    if not written:
        return ProofReport(written, proofs, {"datasets": "there is no row to load"})
    if find_spec("datasets") is None:
        not_run["datasets"] = "is not installed"
    elif format_.family == "canonical" and manifest["container"] == "jsonl":
        not_run["datasets"] = "reads text that looks like a time as a time, in JSON Lines; in Parquet it does not"
    else:
        proofs.append(_prove_loading(directory, manifest, format_))
    if format_.family == "trl":
        if find_spec("trl") is None or find_spec("datasets") is None:
            not_run["trl"] = "is not installed"
        else:
            proofs.append(_prove_trl(directory, manifest))
    elif format_.family != "canonical":
        not_run[_TRAINERS[format_.family]] = "has pins of its own; our validator follows its rules"
    return ProofReport(written, proofs, not_run)


_TRAINERS = {"sharegpt": "llamafactory", "alpaca": "llamafactory", "swift": "ms-swift", "openai": "together"}


def _records(directory: Path, manifest: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in data_files(manifest):
        for number, record in enumerate(read_records(directory / file["path"]), 1):
            yield f"{file['path']}:{number}", record


def _prove_files(directory: Path, manifest: dict[str, Any], format_: Format) -> Proof:
    proof = Proof("huiliu")
    proof.complain(*verify(directory))
    for where, record in _records(directory, manifest):
        proof.count(where, format_.check(record))
    for file in data_files(manifest):
        if file["split"] == "train" and file["rows"] < format_.min_rows:
            proof.complain(f"{file['path']}: {file['rows']} rows, and the trainer takes no file under {format_.min_rows}")
        if format_.max_bytes and file["bytes"] > format_.max_bytes:
            proof.complain(f"{file['path']}: {file['bytes']} bytes, and the trainer takes at most {format_.max_bytes}")
    return proof


def _load(directory: Path, manifest: dict[str, Any], cache: str) -> Iterator[tuple[str, Any]]:
    """Each split as `datasets` loads it, and as the trainers ask it to: one after the other and without a schema, but
    for the two formats that no trainer loads this way and whose columns may begin with nulls only."""
    import datasets

    datasets.disable_progress_bars()

    splits: dict[str, list[str]] = {}
    for file in data_files(manifest):
        splits.setdefault(file["split"], []).append(str(directory / file["path"]))
    format_ = FORMATS[manifest["format"]]
    given = {}
    if format_.family in ("openai", "canonical"):
        given["features"] = datasets.Features.from_arrow_schema(format_.schema)
    builder = "parquet" if manifest["container"] == "parquet" else "json"
    was_offline, datasets.config.HF_HUB_OFFLINE = datasets.config.HF_HUB_OFFLINE, True
    try:
        for split, paths in splits.items():
            yield split, datasets.load_dataset(builder, data_files=paths, split="train", cache_dir=cache, **given)
    finally:
        datasets.config.HF_HUB_OFFLINE = was_offline


def _prove_loading(directory: Path, manifest: dict[str, Any], format_: Format) -> Proof:
    """That `datasets` loads every row with just the values that were written."""
    proof = Proof("datasets")

    def compare(splits: Iterable[tuple[str, Any]]) -> None:
        for split, loaded in splits:
            paths = [file["path"] for file in data_files(manifest) if file["split"] == split]
            written = (record for path in paths for record in read_records(directory / path))
            for number, (ours, theirs) in enumerate(zip(written, loaded, strict=True), 1):
                same = _bare(ours) == _bare(theirs)
                proof.count(f"{split}[{number}]", [] if same else ["is loaded with other values than were written"])

    _with_cache(proof, directory, manifest, compare)
    return proof


def _prove_trl(directory: Path, manifest: dict[str, Any]) -> Proof:
    from tuning.formats.proof_trl import problems_of_trl

    proof = Proof("trl")

    def read(splits: Iterable[tuple[str, Any]]) -> None:
        for split, loaded in splits:
            for number, record in enumerate(loaded, 1):
                proof.count(f"{split}[{number}]", problems_of_trl(record))

    _with_cache(proof, directory, manifest, read)
    return proof


def _with_cache(
    proof: Proof, directory: Path, manifest: dict[str, Any], use: Callable[[Iterable[tuple[str, Any]]], None]
) -> None:
    with tempfile.TemporaryDirectory(prefix="huiliu-proof-") as cache:
        try:
            use(_load(directory, manifest, cache))
        except Exception as error:  # whatever the reader raises is its answer
            cause = error.__cause__ or error
            proof.complain(f"{type(cause).__name__}: {str(cause)[:500]}")


def _bare(value: Any) -> Any:
    """A value without the nulls that Arrow pads a struct with."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return value
