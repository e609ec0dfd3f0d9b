"""The two containers: JSON Lines and Parquet, written as a stream, the same bytes for the same records.

Memory is one batch: at most BATCH_ROWS records or BATCH_BYTES of text.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from tuning.formats.base import Record

CONTAINERS = ("jsonl", "parquet")
# A row group: large enough to compress well, small enough that a reader can skip, and bounded in memory for long texts.
BATCH_ROWS = 4096
BATCH_BYTES = 32_000_000
_BUFFER = 1 << 20
# Line ends to `str.splitlines` though not to JSON Lines: escaped, so that no reader cuts a line in two.
_LINE_ENDS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"), (b"\xc2\x85", b"\\u0085"))


@dataclass(frozen=True)
class FileStat:
    """A file as the manifest names it: its path inside the export, its rows (0 if it holds none), size and hash."""

    path: str
    rows: int
    bytes: int
    sha256: str


class Writer(Protocol):
    rows: int

    def write(self, record: Record) -> None: ...

    def close(self) -> None: ...


def json_line(record: Any) -> bytes:
    """One line of JSON Lines, with its newline. Raises TypeError for text that UTF-8 cannot hold."""
    line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    if not line.isascii():
        for raw, escaped in _LINE_ENDS:
            if raw in line:
                line = line.replace(raw, escaped)
    return line


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class JsonlWriter:
    """Records to a JSON Lines file."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("wb", buffering=_BUFFER)
        self.rows = 0
        self.bytes = 0

    def write(self, record: Record) -> None:
        self.write_line(json_line(record))

    def write_line(self, line: bytes) -> None:
        self.rows += 1
        self.bytes += len(line)
        self._file.write(line)

    def close(self) -> None:
        self._file.close()


class ParquetWriter:
    """Records to a Parquet file of one schema, zstd, a row group a batch."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self._batch: list[Record] = []
        self._bytes = 0
        self.rows = 0

    def write(self, record: Record) -> None:
        self._batch.append(record)
        self._bytes += len(orjson.dumps(record))
        self.rows += 1
        if len(self._batch) >= BATCH_ROWS or self._bytes >= BATCH_BYTES:
            self._flush()

    def write_table(self, table: pa.Table) -> None:
        self._flush()
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))
        self.rows += table.num_rows

    def _flush(self) -> None:
        if self._batch:
            columns = [array_of([record[field.name] for record in self._batch], field.type) for field in self._schema]
            batch = pa.RecordBatch.from_arrays(columns, schema=self._schema)
            self._writer.write_batch(batch, row_group_size=len(self._batch))
        self._batch = []
        self._bytes = 0

    def close(self) -> None:
        self._flush()
        self._writer.close()


def array_of(values: Sequence[Any], type_: pa.DataType) -> pa.Array:
    """Python values as an Arrow array of just this type.

    Lists of plain messages, the bulk of every format, are taken apart here: four times as quick as `pa.array`.
    """
    if not _is_plain_messages(type_) or None in values:
        return pa.array(values, type=type_)
    offsets = [0]
    flat: list[Any] = []
    for messages in values:
        flat += messages
        offsets.append(len(flat))
    struct = type_.value_type
    columns = [pa.array([message[field.name] for message in flat], type=field.type) for field in struct]
    return pa.ListArray.from_arrays(
        pa.array(offsets, type=pa.int32()), pa.StructArray.from_arrays(columns, fields=list(struct)), type=type_
    )


def _is_plain_messages(type_: pa.DataType) -> bool:
    return (
        pa.types.is_list(type_)
        and pa.types.is_struct(type_.value_type)
        and type_.value_type.num_fields == 2
        and all(pa.types.is_string(field.type) for field in type_.value_type)
    )


def open_writer(path: Path, schema: pa.Schema) -> JsonlWriter | ParquetWriter:
    return ParquetWriter(path, schema) if path.suffix == ".parquet" else JsonlWriter(path)


def read_records(path: Path) -> Iterator[Record]:
    """The records of a data file, in order, a batch in memory. In Parquet, the null fields that pad a message to its
    struct's shape are left out, as they were never written."""
    if path.suffix != ".parquet":
        with path.open("rb") as file:
            for line in file:
                yield orjson.loads(line)
        return
    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches(batch_size=512):
            for record in batch.to_pylist():
                yield {name: _without_padding(value) for name, value in record.items()}


def _without_padding(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_padding(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_padding(item) for item in value]
    return value


def write_jsonl(path: Path, records: Iterable[Any]) -> int:
    """Records to a new JSON Lines file; how many."""
    writer = JsonlWriter(path)
    try:
        for record in records:
            writer.write(record)
    finally:
        writer.close()
    return writer.rows
