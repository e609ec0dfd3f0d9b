"""A lead gives a program its key and lets another one be told; on a desk and on a phone, by keyboard too."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import Page

from tests.browser.conftest import axe, shot

pytestmark = pytest.mark.browser


def seen(page: Page, name: str, size: str) -> None:
    axe(page)
    shot(page, f"programs-{name}", size=size, theme="light", language="en")
    width = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert width <= 0, f"{page.url} scrolls sideways"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_programs_are_let_in_and_told(enter, site, size):
    ada = enter("ada", size=size)
    ada.goto("/settings/keys/")
    ada.fill("#id_name", f"bot {size}")
    ada.check("input[value='reports:read']")
    ada.focus("button[value=make]")
    ada.keyboard.press("Enter")
    key = ada.inner_text("[role=status] pre").strip()
    seen(ada, "key", size)
    answer = requests.get(f"{site.url}/api/v1/reports", headers={"Authorization": f"Bearer {key}"}, timeout=30)
    assert (answer.status_code, answer.headers["RateLimit-Limit"]) == (200, "6000")

    ada.goto("/settings/webhooks/")
    ada.fill("#id_name", f"Tracker {size}")
    ada.fill("#id_url", "https://127.0.0.1/hook")
    ada.check("input[value='report.accepted']")
    ada.click("main form .button--main")
    assert "private network" in ada.inner_text("main")
    seen(ada, "refused", size)
    ada.fill("#id_url", "http://localhost:9/hook")
    ada.click("main form .button--main")
    assert ada.inner_text("[role=status] pre").startswith("whsec_")
    ada.click("button[value=test]")
    ada.wait_for_selector("text=A test is on its way")
    seen(ada, "told", size)
    ada.goto("/settings/webhooks/")
    seen(ada, "list", size)
    ada.click(f"main a:has-text('Tracker {size}')")
    ada.click("button[value=disable]")
    ada.wait_for_selector("text=Nothing is sent any more")
    assert re.search("disabled", ada.inner_text("main"))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_interface_can_be_read(enter, size):
    page = enter(size=size)
    page.goto("/api/")
    page.click("summary >> nth=0")
    seen(page, "interface", size)
    page.click("a[href='#too-many-requests'] >> nth=0")
    assert page.url.endswith("#too-many-requests")
