"""Canonical rows in, trainers' files out, with proof that the trainers' own readers take every row. No Django here."""

from tuning.formats.base import Format
from tuning.formats.canonical import CanonicalRow, content_sha256
from tuning.formats.containers import CONTAINERS
from tuning.formats.export import ExportError, ExportReport, export
from tuning.formats.manifest import verify
from tuning.formats.messages import RowError
from tuning.formats.meta import Tombstone, VersionMeta
from tuning.formats.proof import ProofReport, prove
from tuning.formats.registry import FORMATS
from tuning.formats.tombstones import apply_tombstones

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "CanonicalRow",
    "ExportError",
    "ExportReport",
    "Format",
    "ProofReport",
    "RowError",
    "Tombstone",
    "VersionMeta",
    "apply_tombstones",
    "content_sha256",
    "export",
    "prove",
    "verify",
]
