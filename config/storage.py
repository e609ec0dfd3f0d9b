"""Where files lie: in a directory, or in object storage that speaks S3."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SYNTAX = "file:///PATH or s3://KEY:SECRET@HOST/BUCKET/PREFIX?region=REGION"


def storage(url: str, default: Path) -> dict[str, Any]:
    """`STORAGES["default"]` for `STORAGE_URL`; files below `default` where it is empty. Raises `ImproperlyConfigured`.

    Of S3 the options are `region`, and `tls=0` for a server without TLS. Without KEY the machine's own role is asked.
    """
    if not url:
        return _directory(default)
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return _directory(Path(unquote(parts.path)))
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket:
        raise ImproperlyConfigured(f"STORAGE_URL is not of the form {SYNTAX}")
    if importlib.util.find_spec("storages") is None or importlib.util.find_spec("boto3") is None:
        raise ImproperlyConfigured("STORAGE_URL names object storage, for which django-storages[s3] must be installed")
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := sorted(options.keys() - {"region", "tls"}):
        raise ImproperlyConfigured(f"STORAGE_URL has an option that is not known: {unknown[0]}")
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username) if parts.username else None,
            "secret_key": unquote(parts.password) if parts.password else None,
            "endpoint_url": f"{'http' if options.get('tls') == '0' else 'https'}://{parts.hostname}{port}",
            "region_name": options.get("region"),
            "bucket_name": unquote(bucket),
            "location": unquote(prefix),
            "addressing_style": "path",
            "default_acl": None,  # the bucket's own: nothing is ever opened to the world
            "file_overwrite": True,  # names are never used twice; no question whether one is free
        },
    }


def _directory(path: Path) -> dict[str, Any]:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": path}}
