"""`lineage.parquet`: where each line of an export comes from, and why it may be used. It holds no content.

A row is found by `row_id`, or by `file` and `line` (from 1; in Parquet, the row's number) where the format has no id.
"""

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tuning.formats.base import TEXT
from tuning.formats.canonical import CanonicalRow
from tuning.formats.containers import BATCH_ROWS

_PLAIN = (
    "row_id",
    "kind",
    "split",
    "lang",
    "dataset",
    "version",
    "model",
    "model_version",
    "report_ids",
    "contributor_pseudonym",
    "consent_scope",
    "consent_version",
    "licence",
    "pii_status",
    "classifier",
    "threshold",
    "dedup_cluster",
    "content_sha256",
    "created_at",
)
_TYPES: dict[str, pa.DataType] = {"version": pa.int32(), "report_ids": pa.list_(TEXT), "threshold": pa.float64()}
LINEAGE_SCHEMA = pa.schema(
    [
        ("file", TEXT),
        ("line", pa.int64()),
        *[(name, _TYPES.get(name, TEXT)) for name in _PLAIN],
        ("quality_score", pa.float64()),
        ("quality_method", TEXT),
        ("quality_version", TEXT),
        ("labels_n", pa.int32()),
        ("labels_agreement", pa.float64()),
    ]
)
_plain_of = attrgetter(*_PLAIN)
_NO_QUALITY = (None, None, None)
_NO_LABELS = (None, None)


class LineageWriter:
    """Lineage rows to a Parquet file, a batch in memory; or, for a part to be joined later, to an Arrow stream, which
    costs no encoding."""

    def __init__(self, path: Path) -> None:
        self._writer: pq.ParquetWriter | pa.RecordBatchStreamWriter = (
            pq.ParquetWriter(path, LINEAGE_SCHEMA, compression="zstd")
            if path.suffix == ".parquet"
            else pa.ipc.new_stream(path, LINEAGE_SCHEMA)
        )
        self._batch: list[tuple[Any, ...]] = []

    def write(self, row: CanonicalRow, file: str, line: int) -> None:
        quality, labels = row.quality, row.labels
        scores = (quality.get("score"), quality.get("method"), quality.get("version")) if quality else _NO_QUALITY
        judged = (labels.get("n"), labels.get("agreement")) if labels else _NO_LABELS
        self._batch.append((file, line, *_plain_of(row), *scores, *judged))
        if len(self._batch) >= BATCH_ROWS:
            self._flush()

    def write_table(self, table: pa.Table) -> None:
        self._flush()
        if table.num_rows:
            self._writer.write_table(table)

    def _flush(self) -> None:
        if self._batch:
            columns = [
                pa.array(values, type=field.type)
                for values, field in zip(zip(*self._batch, strict=True), LINEAGE_SCHEMA, strict=True)
            ]
            self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=LINEAGE_SCHEMA))
            self._batch = []

    def close(self) -> None:
        self._flush()
        self._writer.close()


def read_lineage(path: Path) -> Iterator[pa.Table]:
    """The lineage, or a part of it, a batch at a time, in the order of writing."""
    if path.suffix != ".parquet":
        with pa.ipc.open_stream(path) as stream:
            for batch in stream:
                yield pa.Table.from_batches([batch])
        return
    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches(batch_size=BATCH_ROWS):
            yield pa.Table.from_batches([batch])
