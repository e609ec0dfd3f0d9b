"""Ask the machine, read its answer as a machine's, say that it is wrong, and find the report beside it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, shot
from tests.browser.test_backflow import reload_until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "scripts"), [("phone", True), ("desktop", True), ("desktop", False)])
def test_a_wrong_answer_becomes_a_report(enter, size, scripts):
    page = enter("alice", size=size, scripts=scripts)
    page.goto("/t/new/?space=questions")
    page.fill("#id_title", f"A sum, on a {size}")
    page.fill("#id_body", "@assistant What is 17 times 23?")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/t/*/")
    talk = page.url
    if scripts and not page.locator(".badge--machine").count():
        expect(page.get_by_text("The assistant was asked.")).to_be_visible()
    reload_until(page, ".reply .badge--machine")
    answer = page.locator(".reply", has_text="17 times 23 is 381.")
    expect(answer.locator(".badge--machine")).to_contain_text("river-1.0")
    if scripts:
        axe(page)
        shot(page, "assistant-answer", size=size, theme="light", language="en")

    wrong = answer.get_by_role("link", name="This is wrong")
    wrong.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/?from_reply=*")
    assert "Assistant: 17 times 23 is 381." in page.input_value("#id_conversation")
    assert page.input_value("#id_version") == "river/1.0"
    if scripts:
        axe(page)
        shot(page, "assistant-wrong", size=size, theme="light", language="en")
    page.fill("#id_correction", "17 times 23 is 391.")
    page.fill("#id_body", "The product is wrong.")
    page.check("input[name=consent][value=training]")
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_url("**/r/*/")
    page.get_by_role("link", name="about an answer of the assistant").click()
    page.wait_for_url(f"{talk}*")
    expect(page.locator(".reply").get_by_role("link", name="reported as wrong")).to_be_visible()
    if scripts:
        axe(page)
        shot(page, "assistant-reported", size=size, theme="dark", language="en")


def test_its_profile_says_what_it_is(enter, site):
    site.python("import json; from community.find_assistant import find_assistant; print(json.dumps(find_assistant().pk))")
    page = enter(size="phone")
    page.goto("/m/assistant/")
    expect(page.locator(".badge--machine")).to_have_text("a machine")
    axe(page)
    shot(page, "assistant-profile", size="phone", theme="light", language="en")
