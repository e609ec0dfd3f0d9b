"""Who may open what. Whoever may not finds nothing there: 404, for pages and for actions alike."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from community.models import Space, Thread
from community.submit_thread import submit_thread
from moderation.models import Case
from tuning.create_recipe import create_recipe
from tuning.request_version import request_version

WHO = ["nobody", "charlie", "alice", "mona", "dana"]  # a visitor, a stranger, the author, a moderator, the data team


@pytest.fixture
def browsers(house, alice, mona, dana, signed_in):
    from community.create_member import create_member

    charlie = create_member(name="charlie")
    return {"nobody": Client(), **{who.username: signed_in(who) for who in (charlie, alice, mona, dana)}}


def opened(browsers, address: str) -> str:
    """The first letters of those who may open it; everyone else must get a 404."""
    codes = {who: browsers[who].get(address).status_code for who in WHO}
    assert set(codes.values()) <= {200, 404}, codes
    return "".join(who[0] for who in WHO if codes[who] == 200)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "visibility", "who_may"),
    [
        ("visible", "public", "ncamd"),
        ("visible", "members", "camd"),
        ("visible", "team", "amd"),
        ("hidden", "public", "am"),
        ("hidden", "team", "am"),
        ("withdrawn", "public", ""),
        ("withdrawn", "team", ""),
    ],
)
def test_a_thread_and_a_report_open_to_the_same_people(browsers, alice, submitted, state, visibility, who_may):
    tips = Space.objects.get(slug="tips")
    thread = submit_thread(author=alice, space=tips, title="t", body="b", visibility=visibility)
    report = submitted()
    Thread.objects.filter(pk__in=[thread.pk, report.pk]).update(state=state, visibility=visibility)

    # who took back a talk finds the button there that brings it back
    assert opened(browsers, reverse("community:thread", args=[thread.pk])) == (who_may or "a")
    assert opened(browsers, reverse("feedback:report", args=[report.pk])) == who_may


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "visibility"), [("hidden", "public"), ("visible", "team"), ("withdrawn", "public")])
def test_what_cannot_be_seen_cannot_be_answered_or_voted_for(browsers, submitted, state, visibility):
    pk = submitted(title="under the rose").pk
    Thread.objects.filter(pk=pk).update(state=state, visibility=visibility)
    stranger = browsers["charlie"]
    for action in ("community:reply", "community:vote", "feedback:confirm", "feedback:consent", "feedback:withdraw"):
        assert stranger.post(reverse(action, args=[pk]), {"body": "x", "scope": "none"}).status_code == 404, action
    for page in ("/", "/m/alice/", "/releases/"):
        assert "under the rose" not in stranger.get(page).content.decode()
    thread = Thread.objects.get(pk=pk)
    assert (thread.reply_count, thread.vote_count, thread.report.consent_scope) == (0, 0, "training")


@pytest.mark.django_db
def test_the_desk_is_the_moderators(browsers, triaged):
    case = triaged()
    for address in ("/desk/", f"/desk/{case.pk}/", f"/desk/{case.pk}/next/", f"/desk/{case.pk}/decide/"):
        for who in ("charlie", "alice", "dana"):
            assert browsers[who].get(address).status_code in {404, 405}, (who, address)
        assert browsers["nobody"].get(address).status_code == 302  # to sign in
    for who in ("charlie", "alice", "dana"):
        answer = browsers[who].post(f"/desk/{case.pk}/decide/", {"verb": "accept", "labels": ["training_signal"]})
        assert answer.status_code == 404
    assert browsers["mona"].get(f"/desk/{case.pk}/").status_code == 200
    assert Case.objects.get(pk=case.pk).state == "open"


@pytest.mark.django_db
def test_a_dataset_is_known_to_all_and_its_rows_to_the_data_team(browsers):
    recipe = create_recipe(slug="sums", name="Sums", kinds=["kto"], languages=[])
    request_version(recipe=recipe)
    assert (
        opened(browsers, "/datasets/")
        == opened(browsers, "/datasets/sums/")
        == opened(browsers, "/datasets/sums/1/")
        == "ncamd"
    )
    download = "/datasets/sums/1/download/?format=trl-kto&container=jsonl"
    for who in ("charlie", "alice", "mona"):
        assert browsers[who].get(download).status_code == 404
        assert browsers[who].get("/datasets/new/").status_code == 404
        assert browsers[who].post("/datasets/sums/build/").status_code == 404
    assert browsers["nobody"].get(download).status_code == 302
    assert browsers["dana"].get(download).status_code == 404  # not ready yet
    assert browsers["dana"].get("/datasets/new/").status_code == 200


@pytest.mark.django_db
def test_releases_are_recorded_by_the_team(browsers, river, submitted):
    words = {"product": "river", "name": "1.1", "fixes": str(submitted().pk)}
    for who in ("charlie", "alice"):
        assert browsers[who].post("/releases/new/", words).status_code == 404
    assert not river.versions.filter(name="1.1").exists()
    assert browsers["dana"].post("/releases/new/", words).status_code == 302
    assert river.versions.filter(name="1.1").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30])
def test_numbers_of_nothing_are_nothing(browsers, number):
    create_recipe(slug="sums", name="Sums", kinds=["kto"], languages=[])
    for address in (f"/t/{number}/", f"/r/{number}/", f"/desk/{number}/", f"/datasets/sums/{number}/"):
        assert browsers["mona"].get(address).status_code == 404, address


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["x", "²", "-1", "9" * 30, "nan_1", "1_" + "9" * 30])
def test_a_key_of_a_page_that_is_none_breaks_no_page(browsers, submitted, after):
    pk = submitted().pk
    for address in (f"/?after={after}", f"/r/{pk}/?after={after}", f"/m/alice/?after={after}", f"/?order={after}&kind={after}"):
        assert browsers["alice"].get(address).status_code == 200, address
