"""No file that is sent takes more than its share of the disk."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CutLongUploads(FileUploadHandler):
    """Lets through a little more than `settings.MAX_UPLOAD_BYTES` of each file, so that a form sees that it is too large and
    keeps all else that was sent. The first of `FILE_UPLOAD_HANDLERS`."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.MAX_UPLOAD_BYTES else None

    def file_complete(self, file_size: int) -> None:
        return None
