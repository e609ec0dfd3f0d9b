"""A browser on a running site. What a page does wrong in the console, or loads in vain, fails the test that saw it.

Everything here lives as long as this folder's tests: Playwright keeps an event loop in its thread, under which Django
refuses to ask the database, so it must have ended before the next folder begins.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.env import ROOT
from tests.browser.site import Site
from tests.llm_server import KEY, Model, language_model

SHOTS = ROOT / "var" / "shots"
SIZES = {"desktop": {"width": 1360, "height": 850}, "phone": {"width": 390, "height": 844}}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def model() -> Iterator[Model]:
    """What the assistant asks."""
    with language_model() as running:
        yield running


@pytest.fixture(scope="package")
def site(tmp_path_factory, model) -> Iterator[Site]:
    endpoint = {"HUILIU_LLM_BASE_URL": model.url, "HUILIU_LLM_MODEL": "river-1.0", "HUILIU_LLM_API_KEY": KEY}
    endpoint["WEBHOOK_HOSTS"] = "localhost"
    running = Site(tmp_path_factory.mktemp("site"), **endpoint)
    yield running
    running.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions(site, chromium) -> dict[str, Any]:
    """The cookies of each of the cast, signed in by their links."""
    states = {}
    for name, link in site.links.items():
        context = chromium.new_context(base_url=site.url)
        page = context.new_page()
        page.goto(link)
        page.click("main button")
        page.wait_for_url("**/")
        states[name] = context.storage_state()
        context.close()
    return states


class Faults:
    """What went wrong in a page without anybody seeing it."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("console", self._heard)
        context.on("response", self._answered)

    def _heard(self, message: Any) -> None:
        # Chromium also writes down each answer of 400 and more: which of them were meant is for the tests to say.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.found.append(f"console: {message.text}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type not in {"document", "fetch", "xhr"}:
            self.found.append(f"{response.status} {response.url}")


@pytest.fixture
def enter(site, chromium, sessions) -> Iterator[Callable[..., Page]]:
    """A page of a fresh browser: `enter("alice", size="phone", language="zh-hans", scripts=False)`; no name, no member."""
    faults, contexts = Faults(), []

    def open_page(
        name: str = "", *, size: str = "desktop", theme: Any = "light", language: str = "en", scripts: bool = True
    ) -> Page:
        context = chromium.new_context(
            base_url=site.url,
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme=theme,
            java_script_enabled=scripts,
            storage_state=sessions[name] if name else None,
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
        context.set_default_timeout(20_000)
        faults.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert faults.found == []


def axe(page: Page, *, rules: list[str] | None = None) -> None:
    """Nothing that WCAG 2.2 AA or axe's best practices object to; or, with `rules`, nothing that these object to.

    Its script is given to a page once, however often it is asked, and says only what is wrong.
    """
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # a theme that fades in has no colours yet
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    found = page.evaluate("(only) => axe.run({resultTypes: ['violations'], ...only}).then((all) => all.violations)", only)
    said = [f"{page.url} {one['id']}: {node['html'][:160]} {node['target']}" for one in found for node in one["nodes"]]
    assert not said, "\n".join(said)


# Of each page the first view of each language is kept as a picture; all of them with SHOTS=all.
KEPT = {"en desktop light", "zh-hans phone dark"}


def shot(page: Page, name: str, *, size: str, theme: str, language: str) -> None:
    """Left in var/shots as NAME-{phone,desktop}-{light,dark}-{en,zh}.jpg, where it is one of `KEPT`."""
    if os.environ.get("SHOTS") != "all" and f"{language} {size} {theme}" not in KEPT:
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}-{size}-{theme}-{language[:2]}.jpg"
    page.screenshot(path=path, type="jpeg", quality=70, full_page=size == "desktop", animations="disabled")


@pytest.fixture
def downloads(tmp_path) -> Path:
    return tmp_path


REPORT = {
    "conversation": "User: What is 17 times 23?\n\nAssistant: 17 times 23 is 381.",
    "body": "The product is wrong.",
    "correction": "17 times 23 is 391.",
}


def write_report(page: Page, *, title: str, **changed: str) -> None:
    """Fill the composer as a person does, all but the button."""
    page.goto("/report/")
    page.select_option("#id_version", "river/1.0")
    if not page.locator("#id_title").is_visible():  # a draft that has a title comes back unfolded
        page.click(".compose__more > summary")
    for field, words in {**REPORT, "title": title, **changed}.items():
        page.fill(f"#id_{field}", words)
    page.check("input[name=consent][value=training]")
    page.check("input[name=visibility][value=public]")


def send(page: Page) -> None:
    page.click("form.compose .button--main")
