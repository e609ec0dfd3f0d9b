from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from community.export_parts import parts_of
from community.models import Image, Member

ROWS_AT_ONCE = 500
READ_ME = """Everything this site holds about {name}, member number {number}.

Each file is a JSON list with one object for each row, oldest first; times are in UTC. Secrets are left out: hashes of
passwords and links, keys of sessions, and what passkeys and one-time codes rest on. Images lie in images/, by their names.
"""


def export_member(*, member: Member) -> IO[bytes]:
    """A ZIP of everything about the member, at its beginning, one JSON file for each table; written to disk, row by row.

    The caller closes it, and it is gone then.
    """
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", READ_ME.format(name=member.username, number=member.pk))
        for one in parts_of(member):
            with archive.open(f"{one.name}.json", "w", force_zip64=True) as entry:
                for piece in _as_list(one.rows.iterator(chunk_size=ROWS_AT_ONCE)):
                    entry.write(piece.encode())
        _add_images(archive, member)
    file.seek(0)
    return file


def _add_images(archive: zipfile.ZipFile, member: Member) -> None:
    images = Image.objects.filter(owner=member).exclude(state=Image.State.REMOVED).order_by("pk")
    for image in images.iterator(chunk_size=ROWS_AT_ONCE):
        try:
            with default_storage.open(image.full_key) as file:
                archive.writestr(f"images/{image.name}.webp", file.read(), zipfile.ZIP_STORED)
        except FileNotFoundError:
            continue  # swept since


def _as_list(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A JSON list, a row a line, without holding more than one row."""
    between = "[\n"
    for row in rows:
        yield between + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"
