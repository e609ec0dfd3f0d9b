"""Every page of the datasets, with a version that is ready."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from moderation.accept_report import accept_report
from tuning.build_version import build_waiting_version
from tuning.create_recipe import create_recipe
from tuning.publish_version import publish_written_version
from tuning.request_version import request_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(triaged, mona):
    accept_report(case=triaged(), by=mona, labels=["training_signal"])
    made = request_version(recipe=create_recipe(slug="first", name="First", kinds=["preference", "kto"], languages=[]))
    build_waiting_version()
    publish_written_version()
    made.refresh_from_db()
    assert made.state == "ready", made.last_error
    return made


def test_everyone_sees_that_a_dataset_exists_and_what_it_counts(version, client):
    assert "2 rows" in client.get(reverse("tuning:list")).content.decode()
    assert version.sha256 in client.get(reverse("tuning:version", args=["first", 1])).content.decode()


def test_rows_are_the_data_teams(version, signed_in, dana, alice):
    page = reverse("tuning:version", args=["first", 1])
    assert "17 times 23 is 391." in signed_in(dana).get(page).content.decode()
    assert "17 times 23 is 391." not in signed_in(alice).get(page).content.decode()


def test_a_download_holds_data_lineage_card_and_manifest(version, signed_in, dana):
    answer = signed_in(dana).get(
        reverse("tuning:download", args=["first", 1]), {"format": "trl-preference", "container": "jsonl"}
    )
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    kept = {name.partition("/")[2] for name in names}
    assert {"lineage.parquet", "README.md", "croissant.json", "manifest.json", "tombstones.jsonl"} <= kept


def test_a_version_is_nobodys_download_but_the_data_teams(version, signed_in, alice):
    address = reverse("tuning:download", args=["first", 1])
    assert signed_in(alice).get(address, {"format": "trl-sft", "container": "jsonl"}).status_code == 404


def test_a_download_of_an_unknown_format_says_so_on_the_version_s_page(version, signed_in, dana):
    answer = signed_in(dana).get(reverse("tuning:download", args=["first", 1]), {"format": "excel", "container": "jsonl"})
    assert answer.status_code == 422
    assert version.sha256 in answer.content.decode()
