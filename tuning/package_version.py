from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import IO

from tuning.export_version import export_version
from tuning.models import Version

# ZIP wants a time for each file; always the same one, so that the same rows give the same bytes and a broken download
# can go on where it ended.
TIME = (2000, 1, 1, 0, 0, 0)


def package_version(*, version: Version, fmt: str, container: str) -> IO[bytes]:
    """One ZIP with data, lineage, card, manifest and tombstones, as an open file at its beginning.

    Made anew each time, so that no copy outlives a withdrawal. Raises `tuning.formats.export.ExportError`.
    """
    name = f"{version.recipe.slug}-{version.number}-{fmt}"
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- whoever sends it closes it
    with tempfile.TemporaryDirectory(prefix="huiliu-export-") as directory:
        out = Path(directory) / name
        export_version(version=version, fmt=fmt, container=container, out=out)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in out.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(out)}", TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                    while block := source.read(1 << 20):
                        target.write(block)
    file.seek(0)
    return file
