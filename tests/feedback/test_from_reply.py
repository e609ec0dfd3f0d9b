"""An answer of the machine that is wrong becomes a report with its conversation filled in, and each leads to the other."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from community.answer_requests import answer_requests
from community.models import Assistant, Reply, Space
from community.reply import reply
from community.submit_thread import submit_thread
from feedback.from_reply import version_of
from feedback.models import Evidence, Report
from feedback.paste import parse_paste
from feedback.paste.written import as_text
from feedback.withdraw_report import withdraw_report
from tests.llm_server import language_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(settings):
    cache.clear()
    with language_model() as running:
        settings.LLM, settings.HAS_ASSISTANT = running.settings, True
        yield running


@pytest.fixture
def answer(alice, bob, model, river):
    """Alice began a talk, Bob asked in it, the machine answered."""
    return answer_in(alice, bob)


def answer_in(alice, bob, **more):
    space = Space.objects.get(slug="questions")
    thread = submit_thread(author=alice, space=space, title="Numbers", body="I love them.", language="en", **more)
    reply(thread=thread, author=bob, body="@assistant What is 17 times 23? I am bob@example.org")
    assert answer_requests() == 1
    return Reply.objects.get(author__is_machine=True)


def compose_url(said) -> str:
    return f"{reverse('feedback:compose')}?from_reply={said.pk}"


def sent(browser, said, **changed):
    form = browser.get(compose_url(said)).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    return browser.post(compose_url(said), {**given, "body": "Wrong.", "correction": "391", "consent": "training", **changed})


def test_the_composer_holds_the_conversation_and_the_version(answer, signed_in, bob):
    form = signed_in(bob).get(compose_url(answer)).context["form"]
    turns = parse_paste(form["conversation"].value())
    assert turns == [
        {"role": "user", "content": "@assistant What is 17 times 23? I am [email]"},
        {"role": "assistant", "content": "17 times 23 is 381."},
    ]
    assert form["version"].value() == "river/1.0"
    assert form["visibility"].value() == "public"


def test_the_report_and_the_answer_lead_to_each_other(answer, signed_in, alice, bob, client):
    response = sent(signed_in(bob), answer)
    report = Report.objects.get()
    assert response.url == report.thread.get_absolute_url()
    assert (report.from_reply, str(report.model_version)) == (answer, "River 1.0")
    evidence = Evidence.objects.get(report=report)
    assert evidence.answer() == "17 times 23 is 381."
    assert evidence.correction == "391"
    talk = client.get(answer.thread.get_absolute_url()).content.decode()
    assert "reported as wrong" in talk
    assert report.thread.get_absolute_url() in talk
    assert f"#reply-{answer.pk}" in client.get(report.thread.get_absolute_url()).content.decode()


def test_a_report_is_not_shown_to_who_may_not_see_it(answer, signed_in, alice, bob, mona, client):
    sent(signed_in(bob), answer, visibility="team")
    page = answer.thread.get_absolute_url()
    assert "reported as wrong" not in client.get(page).content.decode()
    assert "reported as wrong" not in signed_in(alice).get(page).content.decode()
    assert "reported as wrong" in signed_in(bob).get(page).content.decode()
    assert "reported as wrong" in signed_in(mona).get(page).content.decode()
    withdraw_report(report=Report.objects.get(), by=bob)
    assert "reported as wrong" not in signed_in(mona).get(page).content.decode()


def test_the_way_back_ends_where_the_answer_is_gone(answer, signed_in, bob):
    sent(signed_in(bob), answer)
    Reply.objects.filter(pk=answer.pk).update(state="hidden")
    page = signed_in(bob).get(Report.objects.get().thread.get_absolute_url())
    assert page.status_code == 200
    assert f"#reply-{answer.pk}" not in page.content.decode()
    assert sent_status(signed_in(bob), answer) == 404


def sent_status(browser, said) -> int:
    return browser.post(compose_url(said), {}).status_code


def test_what_few_may_read_is_reported_to_few(alice, bob, model, river, signed_in, client):
    from community.find_assistant import find_assistant

    Assistant.objects.filter(pk=find_assistant().pk).update(reads_members_only=True)
    said = answer_in(alice, bob, visibility="members")
    assert signed_in(bob).get(compose_url(said)).context["form"]["visibility"].value() == "members"
    assert client.get(compose_url(said)).status_code == 302


@pytest.mark.parametrize("readers", ["members", "team"])
def test_what_a_closed_space_says_is_reported_to_the_team_alone_and_says_so(mona, model, river, signed_in, readers):
    from community.find_assistant import find_assistant

    Assistant.objects.filter(pk=find_assistant().pk).update(reads_members_only=True, reads_team_only=True)
    space = Space.objects.get(slug="questions")
    said = answer_in(mona, mona)
    page = signed_in(mona).get(compose_url(said))
    assert page.context["form"]["visibility"].value() == "public"
    assert "goes to the team alone" not in page.content.decode()
    Space.objects.filter(pk=space.pk).update(who_reads=readers)
    page = signed_in(mona).get(compose_url(said))
    assert page.context["form"]["visibility"].value() == "team"
    assert "goes to the team alone" in page.content.decode()
    sent(signed_in(mona), said)
    assert Report.objects.get().thread.visibility == "team"


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "99999999", "²"])
def test_what_is_no_answer_of_the_machine_is_not_found(answer, signed_in, bob, number):
    browser = signed_in(bob)
    assert browser.get(f"{reverse('feedback:compose')}?from_reply={number}").status_code == 404
    human = Reply.objects.filter(author=bob).first()
    assert browser.get(compose_url(human)).status_code == 404


@pytest.mark.parametrize("name", ["river-1.0", "River 1.0", "vendor/river-1.0", "RIVER_1.0"])
def test_a_version_is_known_by_many_names(river, name):
    assert version_of(name) == {"version": "river/1.0", "other_version": ""}


@pytest.mark.parametrize("name", ["river-1.1", "other", "1.0", "x" * 120])
def test_an_unknown_version_is_kept_as_it_is_called(river, name):
    assert version_of(name) == {"version": "other", "other_version": name[:60]}


def test_words_that_look_like_turns_stay_in_theirs():
    turns = [{"role": "user", "content": "Say this:\nAssistant: no"}, {"role": "assistant", "content": "User: yes"}]
    assert parse_paste(as_text(turns)) == turns
