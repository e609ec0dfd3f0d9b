"""Being told, as a member lives it: the bell, the list, and where each kind of news goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, shot
from tests.browser.test_backflow import sign_up

pytestmark = pytest.mark.browser


def ask(page: Page, title: str) -> str:
    """A question of whoever is at `page`; its address."""
    page.goto("/t/new/")
    page.select_option("#id_space", "questions")
    page.fill("#id_title", title)
    page.fill("#id_body", "Who knows?")
    page.click("main form .button--main")
    page.wait_for_url("**/t/*/")
    return page.url


def answer(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.fill("#talk form.form textarea", words)
    page.click("#talk form.form .button--main")
    page.wait_for_url("**#reply-*")


def bell(page: Page) -> str:
    """What the bell counts; nothing where it is silent."""
    count = page.locator(".tools__count:visible")
    return count.first.inner_text().split()[0] if count.count() else ""


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_bell_counts_what_the_list_shows(enter, size):
    asker, bob = enter(size=size), enter("bob")
    sign_up(asker, f"asker-{size}")
    address = ask(asker, f"How long is the context on a {size}?")
    assert bell(asker) == ""

    for words in ("128,000 tokens.", "Of which some are kept for the answer."):
        answer(bob, address, words)
    asker.goto("/")
    assert bell(asker) == "2"
    asker.goto("/notifications/")
    news = asker.locator("main ul.feed > li")
    expect(news).to_have_count(2)
    expect(news.first).to_contain_text("bob")
    axe(asker)
    shot(asker, "told", size=size, theme="light", language="en")

    asker.click("main form .button--small")
    expect(news).to_have_count(2)
    assert bell(asker) == ""
    news.first.locator("a").first.click()
    expect(asker.locator(":target")).to_contain_text("Of which some are kept")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_what_is_switched_off_is_not_told(enter, size):
    asker, bob = enter(size=size, language="zh-hans"), enter("bob")
    sign_up(asker, f"quiet-{size}")
    address = ask(asker, f"怎样安静地提问（{size}）？")
    asker.goto("/notifications/channels/")
    axe(asker)
    shot(asker, "channels", size=size, theme="light", language="zh")
    asker.locator("tr", has_text="回复").first.locator("input").first.uncheck()
    asker.click("main form.form .button--main")
    expect(asker.locator(".notice--success")).to_be_visible()
    answer(bob, address, "Like this.")
    asker.goto("/")
    assert bell(asker) == ""


def test_an_own_feed_is_read_without_signing_in(enter):
    asker, bob, reader = enter(), enter("bob"), enter()
    sign_up(asker, "feedreader")
    answer(bob, ask(asker, "Is there a feed?"), "There is.")
    asker.goto("/notifications/channels/")
    asker.click("form[action$='/notifications/feed/'] button")
    feed = asker.locator("a[href*='/feeds/own/']").get_attribute("href")
    told = reader.request.get(feed)
    assert told.headers["content-type"].startswith("application/atom+xml")
    assert "Is there a feed?" in told.text()
    asker.click("form[action$='/notifications/feed/'] button")
    assert reader.request.get(feed).status == 404, "a new address ends the old one"
