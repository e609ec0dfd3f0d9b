"""Everything about a member can be downloaded by them: every table that names them, and nothing of anybody else's."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse

from community.export_member import export_member
from community.export_parts import parts_of
from community.models import Member
from community.reply import reply
from community.sign_in_link import make_sign_in_link
from community.vote import vote
from moderation.decline_report import decline_report
from tests.conftest import report_json

pytestmark = pytest.mark.django_db


def files(content: bytes) -> dict[str, list[dict]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = [name.removesuffix(".json") for name in archive.namelist() if name.endswith(".json")]
        return {name: json.loads(archive.read(f"{name}.json")) for name in names}


def test_every_link_to_a_member_is_answered_for(alice):
    """A new table that names a member belongs into its room's `export_of_member`."""
    links = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and not field.many_to_many and field.related_model is Member
    }
    covered = {link for one in parts_of(alice) for link in one.covers}
    assert links == covered


def test_a_member_downloads_what_they_wrote_and_what_became_of_it(signed_in, alice, bob, mona, triaged):
    cache.clear()
    case = triaged()
    decline_report(case=case, by=mona, reason="Cannot be reproduced.")
    theirs = case.report.thread
    reply(thread=theirs, author=bob, body="Only Bob said this.")
    reply(thread=theirs, author=alice, body="And Alice answered.")
    vote(thread=theirs, member=alice)
    browser = signed_in(alice)
    browser.post(make_sign_in_link(member=alice))
    answer = browser.post(reverse("community:export_member"))
    assert answer["Content-Disposition"].endswith('.zip"')
    content = b"".join(answer.streaming_content)
    found = files(content)

    assert found["account"][0]["username"] == "alice"
    assert [row["title"] for row in found["threads"]] == [theirs.title]
    assert found["evidence"][0]["conversation"] == report_json()["conversation"]
    assert found["timeline"][0]["event"] == "reported"
    assert found["consents"][0]["scope"] == "training"
    assert found["cases"][0]["state"] == "declined"
    assert found["decisions_about_me"][0]["reason"] == "Cannot be reproduced."
    assert [row["body"] for row in found["replies"]] == ["And Alice answered."]
    assert len(found["votes"]) == 1
    assert {row["event"] for row in found["notices"]} >= {"replied", "declined"}
    assert len(found["sessions"]) == 1
    everything = json.dumps(found, ensure_ascii=False)
    assert "Only Bob said this." not in everything
    assert "by_id" not in found["decisions_about_me"][0]


def test_secrets_are_left_out(signed_in, alice):
    alice.set_password("four horses on a bridge")
    alice.save()
    with export_member(member=alice) as file:
        found = files(file.read())
    everything = json.dumps(found)
    assert alice.password not in everything
    assert not {"password", "token_sha256", "session_key", "data"} & {
        key for rows in found.values() for row in rows for key in row
    }


def test_a_stranger_gets_nothing_and_a_member_only_their_own(client, signed_in, bob, submitted):
    cache.clear()
    submitted()
    assert client.post(reverse("community:export_member")).status_code == 403
    found = files(b"".join(signed_in(bob).post(reverse("community:export_member")).streaming_content))
    assert found["threads"] == found["reports"] == found["evidence"] == []


def test_rows_are_read_a_few_at_a_time(alice, submitted, django_assert_num_queries):
    for number in range(3):
        submitted(title=f"Report {number}")
    with django_assert_num_queries(len(parts_of(alice)) + 1):  # one for each table, whatever it holds; and the images
        export_member(member=alice).close()
