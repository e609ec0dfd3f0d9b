"""A dataset's files over the REST interface, whole and in parts."""

from __future__ import annotations

import pytest

from feedback.access_key import create_access_key
from tests.tuning.test_pages import version  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
FILE = "/api/v1/datasets/first/versions/1/files/trl-preference.jsonl.zip"


@pytest.fixture
def get(client, version):  # noqa: F811
    key = create_access_key(name="trainer", scopes=["datasets:read"])

    def call(path=FILE, **headers):
        return client.get(path, headers={"Authorization": f"Bearer {key}", **headers})

    return call


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_file_comes_whole_and_with_the_same_bytes_each_time(get):
    first, second = get(), get()
    assert first.status_code == 200
    whole = body(first)
    assert len(whole) == int(first["Content-Length"])
    assert body(second) == whole


def test_a_broken_download_goes_on_where_it_ended(get):
    whole = body(get())
    rest = get(Range="bytes=100-")
    assert rest.status_code == 206
    assert rest["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert whole[:100] + body(rest) == whole
    assert body(get(Range="bytes=-10")) == whole[-10:]


def test_a_part_of_another_version_is_given_whole(get):
    assert get(Range="bytes=100-", **{"If-Range": '"of-another-version"'}).status_code == 200


def test_a_range_beyond_the_end_is_refused(get):
    answer = get(Range="bytes=99999999-")
    assert answer.status_code == 416
    assert answer["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize("name", ["trl-preference.csv.zip", "nothing.jsonl.zip", "trl-preference.jsonl", ".."])
def test_a_file_that_is_none_is_not_found(get, name):
    assert get(FILE.rpartition("/")[0] + "/" + name).status_code == 404


def test_a_key_without_the_scope_gets_nothing(client, version):  # noqa: F811
    key = create_access_key(name="writer", scopes=["reports:write"])
    assert client.get(FILE, headers={"Authorization": f"Bearer {key}"}).status_code == 403
