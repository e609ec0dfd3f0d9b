"""Where files lie is one address, and one that is wrong is refused at the start, in words."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.storage import storage

HERE = Path("/srv/files")


def test_files_lie_in_a_directory():
    assert storage("", HERE)["OPTIONS"]["location"] == HERE
    assert storage("file:///mnt/a%20b", HERE)["OPTIONS"]["location"] == Path("/mnt/a b")


@pytest.mark.parametrize("url", ["/srv", "file://host/srv", "s3://host", "https://host/bucket", "s3:///bucket"])
def test_what_names_no_place_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="s3://KEY"):
        storage(url, HERE)


def test_object_storage_is_read_from_the_address(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    found = storage("s3://key:s%2Fecret@s3.example.org:9000/bucket/a/b?region=eu-1&tls=0", HERE)["OPTIONS"]
    assert (found["access_key"], found["secret_key"]) == ("key", "s/ecret")
    assert found["endpoint_url"] == "http://s3.example.org:9000"
    assert (found["bucket_name"], found["location"], found["region_name"]) == ("bucket", "a/b", "eu-1")
    with pytest.raises(ImproperlyConfigured, match="acl"):
        storage("s3://host/bucket?acl=public", HERE)


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"django-storages\[s3\]"):
        storage("s3://host/bucket", HERE)
