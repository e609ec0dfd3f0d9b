"""What people do wrong, and what goes wrong for them: nothing that was typed is lost, and the page says what to do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import REPORT, axe, send, write_report

pytestmark = pytest.mark.browser
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh-hans"])


def refused(page: Page, field: str) -> None:
    """The field is marked, a word says why, the summary has the focus and leads to the field."""
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(f"#id_{field}")).to_have_attribute("aria-invalid", "true")
    assert page.locator(f"#id_{field}_error").inner_text().strip()
    assert page.locator(f".errors a[href='#id_{field}']").inner_text().strip()
    axe(page)


def post(page: Page, path: str, **fields: str) -> int:
    """What the server answers to a form that a script of the page sends, as no honest form would."""
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(path, form={"csrfmiddlewaretoken": token, **fields}, headers={"Referer": page.url})
    return answer.status


@LANGUAGES
def test_a_report_that_cannot_be_read_comes_back_whole(enter, language):
    page = enter("bob", language=language)
    write_report(page, title="Nothing to go by", conversation="")
    send(page)
    refused(page, "conversation")
    assert page.input_value("#id_correction") == REPORT["correction"]

    for words in ("I asked and it was wrong.", "User: only my question"):
        page.fill("#id_conversation", words)
        expect(page.locator("#reading .warn")).to_be_visible()
        send(page)
        refused(page, "conversation")
        assert page.input_value("#id_conversation") == words

    page.fill("#id_conversation", REPORT["conversation"])
    page.evaluate("document.querySelector('#id_version option:checked').value = 'river/9.9'")
    send(page)
    refused(page, "version")
    assert page.input_value("#id_title") == "Nothing to go by"

    page.select_option("#id_version", "other")
    page.fill("#id_other_version", "")
    send(page)
    refused(page, "other_version")
    page.fill("#id_other_version", "9.9")
    send(page)
    page.wait_for_url("**/r/*/")


@LANGUAGES
def test_three_megabytes_are_refused_with_the_limit_and_kept(enter, language):
    page = enter("bob", language=language)
    write_report(page, title="Too long")
    page.evaluate("document.querySelector('#id_conversation').value = 'User: a\\n\\nAssistant: ' + 'word '.repeat(600000)")
    send(page)
    expect(page.locator("#id_conversation")).to_have_attribute("aria-invalid", "true", timeout=30_000)
    assert "2,000,000" in page.locator("#id_conversation_error").inner_text()
    assert len(page.input_value("#id_conversation")) > 3_000_000
    page.fill("#id_conversation", REPORT["conversation"])
    send(page)
    page.wait_for_url("**/r/*/")


@LANGUAGES
def test_characters_that_cannot_be_stored_are_refused(enter, language):
    page = enter("bob", language=language)
    page.goto("/report/")
    honest = {**REPORT, "about": "answer", "version": "river/1.0", "consent": "training", "visibility": "public"}
    for field in ("conversation", "body", "correction", "title"):
        assert post(page, "/report/", **{**honest, "title": "x", field: f"User: a\nAssistant: {chr(0)}b"}) == 422
    assert post(page, "/report/", **{**honest, "title": "Bells", "body": "a\x07b\x1bc\ufeff\u202e"}) == 200
    page.goto("/t/new/")
    assert post(page, "/t/new/", space="tips", title="x", body="a\x00b") == 422


@LANGUAGES
@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_that_grew_old_is_given_back_whole_and_can_be_sent(enter, language, scripts):
    page = enter("bob", language=language, scripts=scripts)
    write_report(page, title="Written slowly")
    page.context.clear_cookies(name="csrftoken")
    send(page)
    assert page.input_value("#kept-conversation").replace("\r", "") == REPORT["conversation"]
    assert page.input_value("#kept-correction") == REPORT["correction"]
    if scripts:
        axe(page)
    page.click("form[action='/report/'] .button--main")
    page.wait_for_url("**/r/*/")
    expect(page.locator("main h1")).to_have_text("Written slowly")


@LANGUAGES
def test_words_survive_being_signed_out_meanwhile(enter, sessions, language):
    page = enter("bob", language=language)
    write_report(page, title="Signed out meanwhile")
    page.context.clear_cookies(name="sessionid")
    send(page)
    assert page.input_value("#kept-body") == REPORT["body"]
    axe(page)
    page.context.add_cookies([one for one in sessions["bob"]["cookies"] if one["name"] == "sessionid"])
    page.click("form[action='/report/'] .button--main")
    page.wait_for_url("**/r/*/")
    expect(page.locator("main h1")).to_have_text("Signed out meanwhile")


@LANGUAGES
def test_anothers_report_is_nobody_elses_to_change(enter, language):
    bob, alice = enter("bob"), enter("alice", language=language)
    write_report(bob, title="Of Bob alone")
    send(bob)
    bob.wait_for_url("**/r/*/")
    path = bob.url.removeprefix(bob.url.split("/r/")[0])
    alice.goto(path)
    assert alice.locator("#consent-scope").count() == 0
    assert post(alice, f"{path}consent/", scope="none") == 404
    assert post(alice, f"{path}withdraw/") == 404
    assert post(alice, f"{path}confirm/", fixed="yes") == 404
    alice.goto(f"{path}withdraw/")
    expect(alice.locator(".lost__code")).to_have_text("404")
    axe(alice)


@LANGUAGES
def test_who_loses_a_race_on_the_desk_keeps_what_they_typed(enter, language):
    bob, mona, maxim = enter("bob"), enter("mona", language=language), enter("max")
    write_report(bob, title=f"Raced for, {language}", conversation=f"User: {language}?\n\nAssistant: 1.")
    send(bob)
    bob.wait_for_url("**/r/*/")
    number = bob.url.rstrip("/").rsplit("/", 1)[1]
    for _try in range(80):
        if mona.goto(f"/desk/{number}/").status == 200:  # type: ignore[union-attr]
            break
        mona.wait_for_timeout(250)
    maxim.goto(f"/desk/{number}/")
    maxim.fill("#id_reason", "First.")
    maxim.click("button[value=decline]")
    expect(maxim.locator(".notice--success")).to_be_visible()

    mona.fill("#id_reason", "Second, and long thought over.")
    mona.click("button[value=decline]")
    expect(mona.locator(".notice--error")).to_be_visible()
    assert mona.input_value("#id_reason") == "Second, and long thought over."
    expect(mona.locator(".desk__context")).to_contain_text("max")
    axe(mona)


def test_a_double_click_makes_one_report_and_one_reply(enter, site):
    page = enter("bob")
    write_report(page, title="Clicked twice")
    page.dblclick("form.compose .button--main")
    page.wait_for_url("**/r/*/")
    page.fill("#id_body", "Twice, too.")
    page.dblclick("#talk form .button--main")
    page.wait_for_url("**#reply-*")
    expect(page.locator(".reply")).to_have_count(1)
    assert site.python("from community.models import Thread; print(Thread.objects.filter(title='Clicked twice').count())") == 1


def test_who_votes_without_being_signed_in_is_asked_to_and_comes_back(enter):
    bob, visitor = enter("bob"), enter()
    write_report(bob, title="Worth a vote")
    send(bob)
    bob.wait_for_url("**/r/*/")
    visitor.goto(bob.url)
    visitor.click(".vote__button")
    visitor.wait_for_url(re.compile(r"/accounts/login/\?next=/r/\d+/"))
