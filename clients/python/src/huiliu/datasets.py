"""Datasets come out: pulled in parts if need be, checked against their manifest, and kept free of what was taken back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union

from huiliu.download import Progress, download, forget
from huiliu.errors import DamagedDownload, HuiliuError
from huiliu.export import buried_in, check_free, put_in_place, read_manifest, unpack
from huiliu.transport import Transport

Place = Union[str, "os.PathLike[str]"]
Found = list[dict[str, Any]]


class Datasets:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self) -> Found:
        """Every dataset, with `newest`, the number of its newest ready version, or None."""
        return [*self._transport.pages("/datasets")]

    def versions(self, name: str) -> Found:
        """A dataset's versions, newest first. Raises `NotFound`."""
        return [*self._transport.pages(f"/datasets/{name}/versions")]

    def tombstones(self, name: str, after: int = 0) -> Iterator[dict[str, Any]]:
        """Rows that were taken back, oldest first; `after` is the cursor of a page to begin behind."""
        cursor: int | None = after
        while cursor is not None:
            page = self._transport.call("GET", f"/datasets/{name}/tombstones", params={"after": cursor})
            yield from page["results"]
            cursor = page["next"]

    def pull(
        self,
        name: str,
        *,
        format: str = "canonical",
        container: str = "jsonl",
        out: Place | None = None,
        progress: Progress = None,
    ) -> Path:
        """Fetch a version, `NAME@NUMBER` or the newest of `NAME`, into the directory `out`, and give that back.

        A download that broke off goes on where it ended, in this run or the next. Every file is checked against the manifest
        before the directory takes its place; an earlier export of the same dataset there is replaced, anything else is not.
        Raises `NotFound`, `DamagedDownload`, FileExistsError.
        """
        slug, _at, number = name.partition("@")
        version = int(number) if number else self._newest(slug)
        target = Path(out if out is not None else f"{slug}-{version}-{format}").absolute()
        check_free(target, slug)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{slug}-{version}-{format}-{container}.part")
        path = f"/datasets/{slug}/versions/{version}/files/{format}.{container}.zip"
        download(self._transport, path, part, progress)
        building = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-", dir=target.parent))
        try:
            put_in_place(unpack(part, building), target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
            forget(part)
        return target

    def apply_tombstones(self, directory: Place, progress: Progress = None) -> int:
        """Take out of an export what was taken back since, by pulling it anew if anything was; says how many rows went.

        The directory is whole at any moment, and every hash in it is right.
        """
        target = Path(directory).absolute()
        before = read_manifest(target)
        name, version = str(before["dataset"]), int(before["version"])
        buried = {one["row_id"] for one in self.tombstones(name) if one["version"] == version}
        if buried <= buried_in(target):
            return 0
        where = {"format": before["format"], "container": before["container"]}
        self.pull(f"{name}@{version}", out=target, progress=progress, **where)
        if left := buried - buried_in(target):
            raise DamagedDownload(f"the site still sent rows that were taken back: {', '.join(sorted(left)[:5])}")
        return int(before["counts"]["rows"]) - int(read_manifest(target)["counts"]["rows"])

    def _newest(self, slug: str) -> int:
        for version in self.versions(slug):
            if version["state"] == "ready":
                return int(version["number"])
        raise HuiliuError(f"{slug} has no version that is ready")
