"""Tag a talk, follow its tag, find it in one's own feed and stop again: on a phone and a desk, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe, shot


def say(page, title: str, tags: str) -> str:
    page.goto("/t/new/?space=tips")
    page.fill("#id_title", title)
    page.fill("#id_body", "Twelve pages in, it forgets the first.")
    page.fill("#id_tags", tags)
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/t/*/")
    return page.url


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_tag_is_followed_and_stopped(enter, size):
    writer = enter("alice", size=size)
    url = say(writer, f"It forgets on a {size}", f"long context, 长文 {size}")
    expect(writer.get_by_role("button", name="Following")).to_be_visible()
    axe(writer)
    shot(writer, "follow-thread", size=size, theme="light", language="en")

    reader = enter("bob", size=size, language="en")
    reader.goto(url)
    reader.get_by_role("link", name=f"长文 {size}").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(f"#长文 {size}")
    follow = reader.get_by_role("button", name="Follow", exact=False).first
    follow.focus()
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("button", name="Following")).to_be_visible()
    axe(reader)
    shot(reader, "follow-tag", size=size, theme="light", language="en")
    reader.goto("/?order=followed")
    expect(reader.get_by_role("link", name=f"It forgets on a {size}")).to_be_visible()
    axe(reader)
    shot(reader, "follow-feed", size=size, theme="dark", language="en")
    reader.goto("/settings/follows/")
    axe(reader)
    shot(reader, "follow-list", size=size, theme="light", language="en")
    reader.locator(".follows__one", has_text=f"长文 {size}").get_by_role("button", name="Following").click()
    expect(reader.locator(".follows__one", has_text=f"长文 {size}").get_by_role("button", name="Following")).to_have_count(0)
    reader.goto("/?order=followed")
    expect(reader.get_by_role("link", name=f"It forgets on a {size}")).to_have_count(0)
    shot(reader, "follow-empty", size=size, theme="light", language="en")
    axe(reader)


def test_everything_works_without_a_script(enter):
    page = enter("alice", scripts=False)
    url = say(page, "Plain forms", "plain")
    page.get_by_role("link", name="Change tags").click()
    page.fill("#id_tags", "a,b,c,d,e,f")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_tags")).to_have_value("a,b,c,d,e,f")
    page.fill("#id_tags", "plain, 朴素")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(url)
    expect(page.get_by_role("link", name="朴素")).to_be_visible()
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_role("button", name="Muted")).to_be_visible()
    page.goto("/")
    page.get_by_text("Kind and language").click()
    page.get_by_role("button", name="只看中文").click()
    expect(page.get_by_role("link", name="Plain forms")).to_have_count(0)
    page.get_by_text("Kind and language").click()
    page.get_by_role("button", name="All languages").click()
    expect(page.get_by_role("link", name="Plain forms")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_visitor_is_greeted(enter, size):
    page = enter(size=size)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What you say about the model flows back into it")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)
    shot(page, "greeting", size=size, theme="light", language="en")
