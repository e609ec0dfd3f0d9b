"""One split of an export: its data files and its part of the lineage."""

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tuning.formats.base import Format, Record
from tuning.formats.canonical import CanonicalRow
from tuning.formats.containers import JsonlWriter, ParquetWriter, json_line, open_writer
from tuning.formats.lineage import LineageWriter, read_lineage


class _Part:
    """A data file being written, with the lineage of its lines beside it."""

    def __init__(self, directory: Path, path: str, schema: pa.Schema, suffix: str = "") -> None:
        self.path = path
        self.file = directory / (path + suffix)
        self.writer: JsonlWriter | ParquetWriter = JsonlWriter(self.file) if suffix else open_writer(self.file, schema)
        self.lineage_file = self.file.with_name(self.file.name + ".arrows")
        self.lineage = LineageWriter(self.lineage_file)

    def close(self) -> None:
        self.writer.close()
        self.lineage.close()


class SplitWriter:
    """Writes the records of one split.

    Where the format has `leads`, those records come first in a JSON Lines file and the others follow, each in order.
    Where it has `max_bytes`, a full file is followed by `<split>-00002` and so on.
    """

    def __init__(self, directory: Path, split: str, format_: Format, container: str) -> None:
        self._directory = directory
        self._split = split
        self._format = format_
        self._container = container
        self._leads = format_.leads if container == "jsonl" else None
        self._limit = format_.max_bytes if container == "jsonl" else None
        self._parts: list[_Part] = []
        self._part = self._open()
        self._rest = _Part(directory, self._part.path, format_.schema, ".rest") if self._leads else None

    def _open(self) -> _Part:
        number = f"-{len(self._parts) + 1:05d}" if self._parts else ""
        path = f"data/{self._split}{number}.{self._container}"
        part = _Part(self._directory, path, self._format.schema)
        self._parts.append(part)
        return part

    def write(self, row: CanonicalRow, record: Record) -> None:
        part = self._part
        if self._limit:
            assert isinstance(part.writer, JsonlWriter)
            line = json_line(record)
            if part.writer.rows and part.writer.bytes + len(line) > self._limit:
                part.close()
                part = self._part = self._open()
            assert isinstance(part.writer, JsonlWriter)
            part.writer.write_line(line)
        else:
            if self._rest and self._leads and not self._leads(record):
                part = self._rest
            part.writer.write(record)
        part.lineage.write(row, part.path, part.writer.rows)

    def close(self) -> None:
        self._part.close()
        if self._rest:
            self._rest.close()

    def finish(self, lineage: LineageWriter) -> list[tuple[str, str, int]]:
        """Joins the parts after `close`, appends their lineage, and names each data file with its split and rows."""
        files = []
        for part in self._parts:
            rows = part.writer.rows
            _move_lineage(part, lineage, 0)
            if self._rest:
                with part.file.open("ab") as out, self._rest.file.open("rb") as rest:
                    shutil.copyfileobj(rest, out, 1 << 20)
                self._rest.file.unlink()
                _move_lineage(self._rest, lineage, rows)
                rows += self._rest.writer.rows
            files.append((part.path, self._split, rows))
        return files


def _move_lineage(part: _Part, lineage: LineageWriter, lines_before: int) -> None:
    for table in read_lineage(part.lineage_file):
        if lines_before:
            line = table.schema.get_field_index("line")
            table = table.set_column(line, table.schema.field(line), pc.add(table["line"], lines_before))
        lineage.write_table(table)
    part.lineage_file.unlink()
