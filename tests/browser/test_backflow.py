"""The story of one report, in the browser: with a mouse, on a phone, by keyboard, and without scripts."""

from __future__ import annotations

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, send, write_report

pytestmark = pytest.mark.browser


def reload_until(page: Page, selector: str) -> None:
    """Load the page again until a worker has done its part."""
    for _try in range(60):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(f"{selector} did not appear on {page.url}")


def sign_up(page: Page, name: str) -> None:
    page.goto("/accounts/signup/")
    page.fill("[name=username]", name)
    page.fill("[name=password1]", "a long sentence as password 47")
    page.click("main form .button--main")
    page.wait_for_url("**/")


def accept_by_keyboard(page: Page, number: str) -> None:
    """Open the case, turn the kinds until only the signal is chosen, give a reason, and press A."""
    page.goto(f"/desk/{number}/")
    axe(page)
    chosen = page.locator(".chip input")
    for position, key in enumerate("123456"):
        if chosen.nth(position).is_checked() != (position == 0):
            page.keyboard.press(key)
    expect(chosen.nth(0)).to_be_checked()
    page.keyboard.press("d")  # a refusal needs a reason, so the key leads to its field and sends nothing
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.type("Clear, and right.")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_url(re.compile(rf"/desk/(?!{number}/)"))
    expect(page.locator(".notice--success")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_report_comes_back_to_who_wrote_it(enter, site, downloads, size):
    alice, mona, dana = enter(size=size), enter("mona"), enter("dana")
    sign_up(alice, f"alice-{size}")
    write_report(alice, title=f"The product is wrong on a {size}", conversation=f"User: 17 x 23 on {size}?\n\nAssistant: 381.")
    expect(alice.locator("#reading .talk__turn")).to_have_count(2)
    axe(alice)
    send(alice)
    alice.wait_for_url("**/r/*/")
    expect(alice.locator(".notice--success")).to_be_visible()
    number = alice.url.rstrip("/").rsplit("/", 1)[1]
    reload_until(alice, ".line__station.is-done:nth-child(2)")
    axe(alice)

    accept_by_keyboard(mona, number)
    dana.goto("/datasets/corrections/")
    dana.click("main form .button--main")
    dana.wait_for_url("**/corrections/*/")
    reload_until(dana, ".badge--good")
    axe(dana)
    with dana.expect_download() as waiting:
        dana.click("aside form .button--main")
    waiting.value.save_as(downloads / "rows.zip")
    assert any("/data/" in name for name in zipfile.ZipFile(downloads / "rows.zip").namelist())

    mona.goto("/releases/new/")
    mona.select_option("#id_product", "river")
    mona.fill("#id_name", f"2.0-{size}")
    mona.fill("#id_fixes", number)
    axe(mona)
    mona.click("main form .button--main")
    mona.wait_for_url("**/releases/")

    alice.goto("/notifications/")
    axe(alice)
    alice.goto(f"/r/{number}/")
    alice.click("button[name=fixed][value=yes]")
    expect(alice.locator(".line__station.is-done")).to_have_count(6)
    expect(alice.locator(".line-box.is-closed")).to_be_visible()
    axe(alice)


def test_everything_works_without_scripts(enter, site):
    bob, mona, alice = enter("bob", scripts=False), enter("mona", scripts=False), enter("alice", scripts=False)
    write_report(bob, title="Without scripts", conversation="User: 6 times 7?\n\nAssistant: 41.")
    send(bob)
    expect(bob.locator("main h1")).to_have_text("Without scripts")
    page = bob.url
    reload_until(bob, ".line__station.is-done:nth-child(2)")

    alice.goto(page)
    alice.click(".vote__button")
    expect(alice.locator(".vote__button")).to_have_attribute("aria-pressed", "true")
    alice.click(".vote__button")
    expect(alice.locator(".vote__button")).to_have_attribute("aria-pressed", "false")
    alice.fill("#id_body", "I see it too.")
    alice.click("#talk form .button--main")
    expect(alice.locator(".reply")).to_have_count(1)

    number = page.rstrip("/").rsplit("/", 1)[1]
    mona.goto(f"/desk/{number}/")
    mona.click("button[value=decline]")
    expect(mona.locator("#id_reason")).to_have_attribute("aria-invalid", "true")
    mona.fill("#id_reason", "It is 42 indeed, and known.")
    mona.click("button[value=decline]")
    expect(mona.locator(".notice--success")).to_be_visible()
    bob.goto("/notifications/")
    expect(bob.locator(".feed")).to_contain_text("It is 42 indeed, and known.")
