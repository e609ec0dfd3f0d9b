"""Every page, in both themes, on both sizes and in two languages: pictures, accessibility, width, keyboard, weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIZES, axe, send, shot, write_report
from tests.browser.pages import LEFT_OUT, MEMBERS, PUBLIC, routes, shown, visited
from tests.browser.test_backflow import reload_until

pytestmark = pytest.mark.browser
# Axe sees each theme and each size whole in one language or the other, and the colours of all.
SEEN_WHOLE = {"en desktop light", "en phone dark", "zh-hans desktop dark", "zh-hans phone light"}
STOP = """
import json
from django.urls import reverse
from community.models import Event, Member
from community.unsubscribe_link import unsubscribe_token
token = unsubscribe_token(Member.objects.get(username="bob"), Event.REPLY)
print(json.dumps(reverse("community:unsubscribe", args=[token])))
"""
LONG = "Please check each paragraph. " * 90


@pytest.fixture(scope="package")
def places(site, chromium, sessions) -> dict[str, str]:
    """Something on every page: a talk with a reply, two reports of which one is accepted, a version of a dataset."""
    bob, mona, dana = (
        chromium.new_context(base_url=site.url, storage_state=sessions[name]).new_page() for name in ("bob", "mona", "dana")
    )
    found = {"link": site.links["bob"]}
    bob.goto("/t/new/")
    bob.select_option("#id_space", "tips")
    bob.fill("#id_title", "一個很長的標題，長到在手機上一定要換行，而且混著 English words 和數字 1234567890")
    bob.fill("#id_body", "先說**結論**。\n\n- 一\n- 二\n\n```\ncode\n```")
    bob.click("main form .button--main")
    bob.wait_for_url("**/t/*/")
    found["thread"] = bob.url
    bob.fill("#id_body", "And an answer: https://example.org/" + "long" * 40)
    bob.click("#talk form .button--main")
    bob.wait_for_url("**#reply-*")
    found["answer"] = f"/reply/{bob.url.rpartition('-')[2]}/answer/"
    for name in ("decided", "report"):
        write_report(
            bob,
            title=f"The {name} one, whose title goes on and on until nobody would read it to its very end",
            conversation=f"User: {name}? {LONG}\n\nAssistant: 381.\n\nUser: sure?\n\nAssistant: Yes.",
        )
        send(bob)
        bob.wait_for_url("**/r/*/")
        found[name] = bob.url
        reload_until(bob, ".line__station.is-done:nth-child(2)")
    found["decided"] = found["decided"].replace("/r/", "/desk/")
    mona.goto(found["decided"])
    mona.check("#id_labels input >> nth=0", force=True)
    mona.click("button[value=accept]")
    mona.wait_for_url("**/desk/**")
    dana.goto("/datasets/corrections/")
    dana.click("main form .button--main")
    dana.wait_for_url("**/corrections/*/")
    found["version"] = dana.url
    found["stop"] = site.python(STOP)
    reload_until(dana, ".badge--good")
    for page in (bob, mona, dana):
        page.context.close()
    return found


def fits(page: Page) -> None:
    """Nothing is wider than a very small screen."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, f"{page.url} scrolls sideways at 320 px"


def is_led_by_keyboard(page: Page) -> None:
    """The first Tab finds the way past the navigation, and each further one is seen where it is."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip", page.url
    for _stop in range(8):
        ringed: Any = page.evaluate(
            """() => {
              const at = document.activeElement;
              if (at === document.body) return true;
              const rings = [at, at.closest(".card, .case-row, .chip, .consent__card")].filter(Boolean);
              return rings.some((one) => getComputedStyle(one).outlineStyle !== "none") ? true : at.outerHTML.slice(0, 200);
            }"""
        )
        assert ringed is True, f"{page.url}: no focus is seen on {ringed}"
        page.keyboard.press("Tab")


def look(page: Page, name: str, path: str, language: str) -> Iterator[str]:
    """Take its pictures, and say what is wrong with it."""
    page.set_viewport_size(SIZES["desktop"])  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    page.goto(path)
    if language == "en":
        yield from faults(is_led_by_keyboard, page)
        page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    for size in ("desktop", "phone"):
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            shot(page, name, size=size, theme=theme, language=language)
            whole = f"{language} {size} {theme}" in SEEN_WHOLE
            yield from faults(partial(axe, rules=None if whole else ["color-contrast"]), page)
    yield from faults(fits, page)


def faults(check: Callable[[Page], None], page: Page) -> list[str]:
    try:
        check(page)
    except AssertionError as error:
        return [str(error)]
    return []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_fit_for_everyone(enter, places, language):
    visitor, found = enter(language=language), []
    for name, path in PUBLIC.items():
        found += look(visitor, name, shown(path, places), language)
    members = {name: enter(name, language=language) for name in ("bob", "mona", "dana")}
    for name, (member, path) in MEMBERS.items():
        found += look(members[member], name, shown(path, places), language)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_that_came_later_are_fit_for_everyone_too(enter, language):
    """What has an address without a number or name in it, and is not looked at by name, as the administrator sees it."""
    ada, found = enter("ada", language=language), []
    for name, path in routes().items():
        if "<" not in path and name not in visited() | LEFT_OUT.keys() and is_page(ada, path):
            found += look(ada, name.replace(":", "-"), path, language)
    assert not found, "\n".join(found)


def is_page(page: Page, path: str) -> bool:
    answer = page.request.get(path, max_redirects=0)
    return answer.status == 200 and "<html" in answer.text()


def test_no_page_is_left_out_without_a_reason():
    names = routes()
    assert not (LEFT_OUT.keys() | visited()) - names.keys(), "there is no such address any more"
    assert not LEFT_OUT.keys() & visited()
    forgotten = [f"{name} {path}" for name, path in names.items() if "<" in path and name not in visited() | LEFT_OUT.keys()]
    assert not forgotten, "Say in tests/browser/pages.py how to look at these, or why not:\n" + "\n".join(forgotten)


def test_a_first_visit_is_light(enter, places):
    page = enter()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert 5 < len(sizes) <= 12, f"{len(sizes)} requests"
    assert sum(sizes) < 120_000, f"{sum(sizes):,.0f} bytes"
    print(f"\nfirst visit: {len(sizes)} requests, {sum(sizes):,.0f} bytes")
