"""Somebody new begins; a wave of look-alikes is held and let through; levels and badges say what came of it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import axe, shot
from tests.conftest import wait_for

SPAM = "Certificates and diplomas of every kind, delivered within days, ask us now and you will not regret it, offer {}"
NEWCOMERS = """
import json
from community.models import Member
from community.sign_in_link import make_sign_in_link
print(json.dumps({name: make_sign_in_link(member=Member.objects.create_user(name)) for name in ("eve", "mallory")}))
"""
STEADY = """
import json
from community.models import Credit, CreditDue, Member
print(json.dumps(CreditDue.objects.count()))
"""


@pytest.fixture(scope="module")
def links(site) -> dict[str, str]:
    return site.python(NEWCOMERS)


def come_in(enter, link: str, size: str):
    page = enter(size=size)
    page.goto(link)
    page.click("main button")
    page.wait_for_url("**/")
    return page


def begin_talk(page, title: str, body: str) -> None:
    page.goto("/t/new/")
    page.select_option("[name=space]", "tips")
    page.fill("[name=title]", title)
    page.fill("[name=body]", body)
    page.click("main form .button--main")


def test_a_newcomer_begins_and_a_wave_is_held_until_a_moderator_has_looked(site, links, enter):
    eve = come_in(enter, links["eve"], "phone")
    assert eve.get_by_role("heading", name="How to begin").is_visible()
    axe(eve)
    shot(eve, "welcome", size="phone", theme="light", language="en")
    eve.goto("/t/new/")
    assert "New here?" in eve.inner_text("main")
    begin_talk(eve, "An offer", "See https://spam.example for it, and some more words.")
    assert "You cannot post links to other sites yet" in eve.inner_text("main")
    assert eve.input_value("[name=title]") == "An offer"
    axe(eve)
    begin_talk(eve, "An offer", SPAM.format(1))
    eve.wait_for_url("**/t/*/")

    mallory = come_in(enter, links["mallory"], "desktop")
    begin_talk(mallory, "Another offer", SPAM.format(2))
    mallory.wait_for_url("**/t/*/")
    held = mallory.url
    assert "A moderator looks at this before others see it" in mallory.inner_text("main")
    axe(mallory)
    shot(mallory, "held", size="desktop", theme="light", language="en")
    assert eve.goto(held).status == 404

    mona = enter("mona", size="phone")
    mona.goto("/desk/held/")
    assert "Another offer" in mona.inner_text("main")
    axe(mona)
    shot(mona, "desk-held", size="phone", theme="dark", language="zh-hans")
    with mona.expect_navigation():
        mona.get_by_role("link", name="Look at each").click()
    axe(mona)
    mona.goto("/desk/held/")
    mona.get_by_role("button", name="Let it through").press("Enter")
    mona.get_by_text("1 post is let through.").wait_for()
    assert eve.goto(held).status == 200
    mona.get_by_role("button", name="Undo").press("Enter")
    mona.get_by_text("1 post waits again").wait_for()
    assert eve.goto(held).status == 404
    mona.get_by_role("button", name="Remove it").press("Enter")
    mona.get_by_text("1 post is removed.").wait_for()
    mallory.goto("/notifications/")
    assert "A moderator removed what you wrote" in mallory.inner_text("main")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_levels_and_badges_are_shown(site, links, enter, size):
    page = enter("bob", size=size)
    page.goto("/settings/standing/")
    assert "you are here" in page.inner_text("main")
    axe(page)
    shot(page, "standing", size=size, theme="light", language="en")
    with page.expect_navigation():
        page.get_by_role("link", name="All badges").click()
    axe(page)
    shot(page, "badges", size=size, theme="light", language="en")
    page.get_by_role("link", name="Bridge").click()
    assert "Nobody has it yet" in page.inner_text("main")
    axe(page)


def test_a_moderator_pins_a_level_and_the_member_hears_of_it(site, links, enter):
    mona = enter("mona")
    mona.goto("/m/eve/")
    with mona.expect_navigation():
        mona.get_by_role("link", name="Set the level by hand").click()
    axe(mona)
    mona.select_option("[name=level]", "1")
    mona.fill("[name=reason]", "We met at the user group.")
    mona.get_by_role("button", name="Pin this level").click()
    mona.get_by_text("Pinned").wait_for()
    wait_for(lambda: site.python(STEADY) == 0)
    mona.goto("/m/eve/")
    assert "known" in mona.inner_text("main header")
    axe(mona)
    shot(mona, "profile-level", size="desktop", theme="light", language="en")
