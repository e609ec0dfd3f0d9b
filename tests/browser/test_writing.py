"""Writing as a member lives it: marks, preview, a draft on another device, an edit, taking back; with and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, shot, write_report

pytestmark = pytest.mark.browser
BODY = "#talk form.form textarea[name=body]"
FORM = "#talk form.form"


def begin_talk(page: Page, title: str, body: str) -> str:
    page.goto("/t/new/")
    page.select_option("#id_space", "tips")
    page.fill("#id_title", title)
    page.fill("#id_body", body)
    page.click("main form .button--main")
    page.wait_for_url("**/t/*/")
    return page.url


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_thought_begun_on_one_device_is_sent_from_another(enter, size):
    bob, alice, elsewhere = enter("bob", size=size), enter("alice"), enter("bob")
    address = begin_talk(
        bob,
        f"Tables and formulas on a {size}",
        "@alice look: $a^2$\n\n```python\ndef f(x):\n    return 'y'  # and\n```\n\n"
        f"|{'name|' * 12}\n|{'-|' * 12}\n|{'value|' * 12}\n\nhttps://example.org/x。",
    )
    expect(bob.locator(".prose a.mention")).to_have_text("@alice")
    expect(bob.locator(".prose math")).to_be_visible()
    expect(bob.locator(".prose .c-k").first).to_have_text("def")
    assert bob.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    axe(bob)
    shot(bob, "written", size=size, theme="light", language="en")

    bob.fill(BODY, "so")
    bob.locator(BODY).select_text()
    bob.get_by_role("button", name="Bold").click()
    assert bob.input_value(BODY) == "**so**"
    bob.get_by_role("button", name="Preview").click()
    preview = bob.locator(".composer__preview strong")
    expect(preview).to_have_text("so")
    bob.locator(BODY).press("End")
    bob.locator(BODY).press_sequentially(" **there**")
    expect(preview.nth(1)).to_have_text("there")
    bob.locator("h1").click()  # leaving the field keeps the draft
    expect(bob.locator(".composer__state")).to_contain_text("Draft kept")
    axe(bob)
    shot(bob, "composing", size=size, theme="dark", language="en")

    elsewhere.goto(address)
    expect(elsewhere.locator(BODY)).to_have_value("**so** **there**")
    expect(elsewhere.locator(".draft")).to_contain_text("Your draft is back")
    elsewhere.goto("/drafts/")
    expect(elsewhere.locator("main .feed")).to_contain_text("**so**")
    axe(elsewhere)
    elsewhere.goto(address)
    elsewhere.locator(BODY).press("Control+Enter")
    elsewhere.wait_for_url("**#reply-*")
    expect(elsewhere.locator(".reply .prose strong").first).to_have_text("so")
    expect(elsewhere.locator(BODY)).to_have_value("")
    alice.goto("/notifications/")
    expect(alice.locator("main")).to_contain_text(f"mentioned you in “Tables and formulas on a {size}”")


@pytest.mark.parametrize("scripts", [True, False])
def test_words_are_edited_taken_back_and_brought_back(enter, scripts):
    bob, other = enter("bob", scripts=scripts), enter("bob", scripts=scripts)
    address = begin_talk(bob, f"Said too soon, {scripts}", "The first words.")
    bob.click("main a:has-text('Edit')")
    other.goto(bob.url)
    other.fill("#id_body", "Words from elsewhere.")
    other.click("main form .button--main")
    other.wait_for_url(address)
    bob.fill("#id_body", "The second words.")
    bob.click("main form.form .button--main")
    expect(bob.locator(".lost-form")).to_contain_text("Words from elsewhere.")
    expect(bob.locator("#id_body")).to_have_value("The second words.")
    if scripts:
        axe(bob)
        shot(bob, "lost-race", size="desktop", theme="light", language="en")
    bob.click("main form.form .button--main")
    bob.wait_for_url(address)
    bob.click(".page__head a:has-text('edited')")
    expect(bob.locator("main section")).to_have_count(2)
    if scripts:
        axe(bob)
        shot(bob, "history", size="desktop", theme="light", language="en")
    bob.locator("main section form button").last.click()
    expect(bob.locator("main")).to_contain_text("removed by its author")
    bob.goto(address)
    bob.click("main button:has-text('Take it back')")
    expect(bob.locator("main")).to_contain_text("You took this back")
    bob.click("main button:has-text('Bring it back')")
    expect(bob.locator(".prose").first).to_have_text("The second words.")


def test_without_a_script_the_preview_comes_back_with_all_that_was_typed(enter):
    bob = enter("bob", scripts=False)
    bob.goto("/t/new/")
    bob.fill("#id_title", "Seen before it is sent")
    bob.fill("#id_body", "**so**")
    bob.click("main button:has-text('Preview')")
    expect(bob.locator(".composer__preview strong")).to_have_text("so")
    expect(bob.locator("#id_title")).to_have_value("Seen before it is sent")
    expect(bob.locator("#id_body")).to_have_value("**so**")
    expect(bob.locator(".composer__tools")).to_be_hidden()


def test_who_is_signed_out_meanwhile_keeps_the_words_in_this_browser(enter, sessions):
    bob = enter("bob")
    bob.goto("/t/new/")
    bob.context.clear_cookies(name="sessionid")
    bob.fill("#id_title", "Only here")
    bob.fill("#id_body", "Not lost.")
    bob.locator("h1").click()
    expect(bob.locator(".composer__state")).to_contain_text("You are signed out")
    bob.context.add_cookies([one for one in sessions["bob"]["cookies"] if one["name"] == "sessionid"])
    bob.goto("/t/new/")
    bob.click(".draft [data-restore]")
    expect(bob.locator("#id_body")).to_have_value("Not lost.")


def test_a_report_is_kept_too_and_reproduced_by_somebody_else(enter):
    alice, bob = enter("alice"), enter("bob")
    write_report(alice, title="Kept and reproduced")
    alice.locator("h1").click()
    expect(alice.locator(".composer__state")).to_contain_text("Draft kept")
    alice.goto("/report/")
    expect(alice.locator("#id_correction")).to_have_value("17 times 23 is 391.")
    alice.click("form.compose .button--main")
    alice.wait_for_url("**/r/*/")
    bob.goto(alice.url)
    bob.get_by_role("button", name="I can reproduce this").click()
    bob.click("main a:has-text('Say with which version')")
    bob.fill("#id_body", "It said 381 to me as well.")
    axe(bob)
    bob.click("main form .button--main")
    bob.wait_for_url("**#reply-*")
    expect(bob.locator(".reply .badge--river")).to_contain_text("reproduced on River 1.0")
