"""The widget on a page of another origin, which allows it nothing but its script and its address."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.env import ROOT
from tests.browser.conftest import axe, shot
from tests.conftest import wait_for

pytestmark = pytest.mark.browser

REPORTS = """
import json
from feedback.models import Evidence
fields = ("rating", "correction", "body", "target", "conversation", "tags", "report__version_name", "report__consent_scope",
          "report__thread__visibility", "report__thread__author__source_id", "report__thread__language")
found = Evidence.objects.filter(report__source="api:widget {name}").order_by("pk")
print(json.dumps([dict(zip(fields, row)) for row in found.values_list(*fields)]))
"""


KEYS = """
import json
from feedback.widget_key import create_widget_key, secrets_of
keys = [create_widget_key(name=name, origins=[origin]) for name, origin in {origins}.items()]
print(json.dumps([[key.key, secrets_of(key)[0]] for key in keys]))
"""


class Chat:
    """Another site: the example's own server, on an origin of its own."""

    def __init__(self, site: Any, name: str, port: int, key: str, secret: str) -> None:
        self.url, self.site, self.name, self.port = f"http://127.0.0.1:{port}", site, name, port
        options = ["--huiliu", site.url, "--key", key, "--secret", secret, "--port", str(port)]
        self.process = subprocess.Popen(
            [sys.executable, "examples/widget/serve.py", *options], cwd=ROOT, stdout=subprocess.DEVNULL
        )

    def is_up(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def reports(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.site.python(REPORTS.replace("{name}", self.name))
        return found

    def open(self, page: Page, **asked: str) -> None:
        page.goto(f"{self.url}/?" + "&".join(f"{name}={value}" for name, value in asked.items()))
        expect(page.locator("huiliu-feedback")).to_have_count(2)


@pytest.fixture(scope="module")
def chats(site) -> Iterator[dict[str, Chat]]:
    """A chat; one that signs with a secret that is not its key's; and one whose key is for another origin."""
    ports = {name: free_port() for name in ("chat", "forger", "stranger")}
    origins = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()} | {"stranger": "https://elsewhere.example.org"}
    keys = site.python(KEYS.replace("{origins}", repr(origins)))
    running = {name: Chat(site, name, ports[name], *key) for name, key in zip(ports, keys, strict=False) if name != "forger"}
    running["forger"] = Chat(site, "forger", ports["forger"], keys[1][0], "guessed")
    wait_for(lambda: all(one.is_up() for one in running.values()))
    yield running
    for one in running.values():
        one.process.kill()
        one.process.wait()


@pytest.fixture
def chat(chats) -> Chat:
    return chats["chat"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def bar(page: Page, answer: str = "#first") -> Any:
    return page.locator(f"{answer} + huiliu-feedback")


def test_a_thumb_a_reason_and_a_correction_by_keyboard_become_a_report(enter, chat):
    page = enter()
    chat.open(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(bar(page).get_by_role("button", name="Bad answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(bar(page).get_by_label("Wrong fact")).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("Tab")
    expect(bar(page).get_by_label("What should it have said?")).to_be_focused()
    page.keyboard.type("17 times 23 is 391.")
    axe(page)
    shot(page, "widget", size="desktop", theme="light", language="en")
    page.keyboard.press("Escape")
    expect(bar(page).get_by_role("button", name="Bad answer")).to_be_focused()
    page.keyboard.press("Enter")
    bar(page).get_by_role("button", name="Send").press("Enter")
    expect(bar(page).get_by_role("alert")).to_have_text("Choose what we may do with it.")
    page.keyboard.press("Space")  # the focus is on the first choice
    bar(page).get_by_role("button", name="Send").press("Enter")
    expect(bar(page).get_by_role("status")).to_have_text("Sent. Thank you.")
    expect(bar(page).get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("Object.keys(localStorage).filter((name) => !name.startsWith('huiliu:consent'))") == []
    axe(page)
    [report] = chat.reports()
    assert report == {
        "rating": -1,
        "correction": "17 times 23 is 391.",
        "body": "A wrong fact",
        "target": 1,
        "conversation": [
            {"role": "user", "content": "What is 17 times 23?"},
            {"role": "assistant", "content": "17 times 23 is 381."},
        ],
        "tags": ["wrong:fact"],
        "report__version_name": "1.0",
        "report__consent_scope": "training",
        "report__thread__visibility": "team",
        "report__thread__author__source_id": "user-17",
        "report__thread__language": "en",
    }


def test_answers_that_come_later_and_those_that_a_script_names(enter, chat):
    page = enter()
    chat.open(page, user="later")
    page.click("#ask")
    page.click("#compare")
    expect(page.locator("huiliu-feedback")).to_have_count(4)
    for place, words in ((2, "It is short."), (3, "")):
        one = page.locator("huiliu-feedback").nth(place)
        one.get_by_role("button", name="Good answer").click()
        one.get_by_label("What was good about it?").fill(words)
        one.get_by_label("Only fix the problem").check()
        one.get_by_role("button", name="Send").click()
        expect(one.get_by_role("status")).to_have_text("Sent. Thank you.")
    marked, named = [one for one in chat.reports() if one["report__thread__author__source_id"] == "later"]
    assert [len(one["conversation"]) for one in (marked, named)] == [6, 2]
    assert marked["conversation"][-1] == {"role": "assistant", "content": "3 times 4 is 12."}
    assert (marked["rating"], marked["body"], marked["report__version_name"]) == (1, "It is short.", "1.0")
    assert named["report__version_name"] == "0.9"


def test_what_is_written_offline_waits_and_arrives_once(enter, chat):
    page = enter(size="phone", theme="dark")
    chat.open(page, user="offline", lang="zh-Hans")
    bar(page).get_by_role("button", name="回答得不好").click()
    bar(page).get_by_label("编造来源").check()
    bar(page).get_by_label("它应该怎么说？").fill("17 乘以 23 等于 391。")
    axe(page)
    shot(page, "widget", size="phone", theme="dark", language="zh-hans")
    chat.open(page, user="offline", lang="zh-Hans")  # by a slip of the hand: the draft is there
    bar(page).get_by_role("button", name="回答得不好").click()
    expect(bar(page).get_by_label("它应该怎么说？")).to_have_value("17 乘以 23 等于 391。")
    expect(bar(page).get_by_label("编造来源")).to_be_checked()
    bar(page).get_by_label("可以研究").check()
    page.context.set_offline(True)
    bar(page).get_by_role("button", name="发送").click()
    expect(bar(page).get_by_role("status")).to_contain_text("你现在离线")
    axe(page)
    page.context.set_offline(False)
    expect(bar(page).get_by_role("status")).to_have_text("已发送，谢谢你。")
    [report] = [one for one in chat.reports() if one["report__thread__author__source_id"] == "offline"]
    assert (report["correction"], report["tags"]) == ("17 乘以 23 等于 391。", ["wrong:source"])


def test_what_still_waits_when_the_page_is_left_is_sent_by_the_next_one_and_for_nobody_else(enter, chat):
    page = enter()
    chat.open(page, user="left")
    bar(page).get_by_role("button", name="Bad answer").click()
    bar(page).get_by_label("Anything else?").fill("Written on the train.")
    bar(page).get_by_label("Only fix the problem").check()
    page.context.set_offline(True)
    bar(page).get_by_role("button", name="Send").click()
    expect(bar(page).get_by_role("status")).to_contain_text("you are offline")
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    chat.open(page, user="somebody-else")
    bar(page).get_by_role("button", name="Good answer").click()
    bar(page).get_by_label("Only fix the problem").check()
    bar(page).get_by_role("button", name="Send").click()
    expect(bar(page).get_by_role("status")).to_have_text("Sent. Thank you.")
    with page.expect_response("**/widget/v1/reports*"):
        chat.open(page, user="left")
    wait_for(lambda: not page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('huiliu:report'))"))
    found = {one["report__thread__author__source_id"]: one["body"] for one in chat.reports()}
    assert (found["left"], found["somebody-else"]) == ("Written on the train.", "")


def write_to(chat: Chat, browser: Any, said: str) -> list[str]:
    """Send a report of which the page shall say `said`; what the page wrote down of it meanwhile."""
    context = browser.new_context()  # not one that is watched: the browser itself complains of the other origin
    page = context.new_page()
    written: list[str] = []
    page.on("console", lambda message: written.append(message.text))
    chat.open(page)
    bar(page).get_by_role("button", name="Bad answer").click()
    bar(page).get_by_label("Anything else?").fill("Mine.")
    bar(page).get_by_label("Only fix the problem").check()
    bar(page).get_by_role("button", name="Send").click()
    expect(bar(page).get_by_role("status")).to_contain_text(said)
    kept = "Object.keys(localStorage).filter((name) => name.startsWith('huiliu:report')).map((name) => localStorage[name])"
    assert "Mine." in page.evaluate(kept)[0]
    context.close()
    return written


def test_a_wrong_signature_and_another_origin_bring_nothing_in_and_lose_nothing(chromium, chats, site):
    written = write_to(chats["forger"], chromium, "this page could not say who you are")
    assert any("signature is not by this key's secret" in one for one in written)
    write_to(chats["stranger"], chromium, "we could not be reached")
    sources = ["api:widget forger", "api:widget stranger"]
    code = f"from feedback.models import Report; print(Report.objects.filter(source__in={sources}).count())"
    assert site.python(code) == 0
