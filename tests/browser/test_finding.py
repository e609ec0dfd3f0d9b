"""Finding, by keyboard and by touch: one box, both languages and scripts, typing errors, and nothing that is hidden."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, send, shot, write_report
from tests.browser.test_told import ask

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def written(site, chromium, sessions) -> None:
    """A talk in simplified Chinese, one in English, and a report that only the team may see."""
    context = chromium.new_context(base_url=site.url, storage_state=sessions["bob"])
    page = context.new_page()
    ask(page, "长文翻译时模型会产生幻觉")
    ask(page, "Hallucinated citations in long answers")
    write_report(page, title="Hallucinated internal price list")
    page.check("input[name=visibility][value=team]")
    send(page)
    page.wait_for_url("**/r/*/")
    context.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.usefixtures("written")
def test_what_was_written_is_found(enter, size):
    page = enter(size=size)
    page.goto("/search/")
    page.fill("[name=q]", "幻覺")  # traditional, two characters; written in simplified ones
    page.keyboard.press("Enter")
    expect(page.locator("main .card").first).to_contain_text("长文翻译时模型会产生幻觉")
    expect(page.locator("main .card mark").first).to_have_text("幻觉")
    axe(page)
    shot(page, "found", size=size, theme="light", language="en")

    page.fill("[name=q]", "halucinated citations")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status] strong")).to_contain_text("hallucinated")
    expect(page.locator("main .card").first).to_contain_text("Hallucinated citations")

    page.fill("[name=q]", "zzqqxxyy")
    page.keyboard.press("Enter")
    expect(page.locator("main h3")).to_be_visible()
    expect(page.locator("main .card")).to_have_count(0)
    axe(page)


@pytest.mark.usefixtures("written")
def test_what_is_closed_is_not_found(enter):
    stranger, member, author, moderator = enter(), enter("alice"), enter("bob"), enter("mona")
    for page, finds in ((stranger, 0), (member, 0), (author, 1), (moderator, 1)):
        page.goto("/search/?q=price+list")
        assert page.locator("main .card", has_text="internal price list").count() == finds
        suggested = page.request.get("/search/similar?title=Hallucinated+internal+price+list")
        assert ("internal price list" in suggested.text()) == bool(finds)


@pytest.mark.usefixtures("written")
def test_it_is_found_by_keyboard_alone(enter):
    page = enter()
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.type("citations")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=citations*")
    first = page.locator("main .card a").first
    for _stop in range(40):
        page.keyboard.press("Tab")
        if first.evaluate("one => one === document.activeElement"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/t/*/")
    expect(page.locator("h1")).to_contain_text("citations")
