"""A report as a hurried person writes it: pasted, picked, marked, corrected, sent; by mouse, by keys, and without a script."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, send, shot

pytestmark = pytest.mark.browser
ANSWER = "😀 The treaty was signed in 1843 by both sides."
TALK = f"User: Who signed it? 🖋️\n\nAssistant: {ANSWER}\n\nUser: And in Chinese?\n\nAssistant: 条约签订于1843年，地点是南京。"
RIGHT = ANSWER.replace("1843", "1842")


@dataclass
class Person:
    """What a person's hands and head take, in seconds: the keystroke-level model (Card, Moran & Newell, 1980; 0.28 s a key is
    an average non-secretary typist). Each call does it in the page and counts it.
    """

    page: Page
    seconds: float = 0.0
    KEY, POINT, HOME, THINK = 0.28, 1.1, 0.4, 1.35

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.seconds += self.THINK + self.HOME + self.POINT + 0.2

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)
        self.seconds += self.THINK + self.HOME + 2 * (self.POINT + 0.2)

    def paste(self, selector: str, words: str) -> None:
        self.page.fill(selector, words)
        self.seconds += self.THINK + 2 * self.HOME + self.POINT + 0.2 + 2 * self.KEY

    def press(self, key: str, times: int = 1) -> None:
        for _again in range(times):
            self.page.keyboard.press(key)
        self.seconds += self.KEY * times * (1 + key.count("+"))

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.seconds += self.THINK + self.KEY * len(words)


def is_sent_as_it_was_written(page: Page) -> None:
    page.wait_for_url("**/r/*/")
    expect(page.locator("#reported-answer mark")).to_have_text("1843")
    expect(page.locator(".diff__words ins")).to_contain_text("1842")
    expect(page.locator("main .badge--bad")).to_have_text("A wrong fact")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_hurried_person_needs_no_minute(enter, size):
    page = enter("alice", size=size)
    page.goto("/report/")
    axe(page)
    shot(page, "capture-empty", size=size, theme="light", language="en")
    person = Person(page)
    person.choose("#id_version", "river/1.0")
    person.paste("#id_conversation", TALK)
    expect(page.locator("#reading .talk__turn")).to_have_count(4)
    person.click("#target-1")
    expect(page.locator("#answer")).to_have_text(ANSWER)
    page.locator("#answer").evaluate(SELECT, "1843")  # as a drag of the mouse or a long press leaves it
    person.seconds += person.THINK + 2 * person.POINT
    person.click("#mark-passage")
    expect(page.locator("#answer mark")).to_have_text("1843")
    person.click("text=Begin with its answer")
    expect(page.locator("#id_correction")).to_have_value(ANSWER)
    page.locator("#id_correction").evaluate(
        "(box) => { const at = box.value.indexOf('1843'); box.setSelectionRange(at, at + 4); box.focus(); }"
    )
    person.seconds += person.THINK + person.POINT + 0.4
    person.type("1842")
    expect(page.locator("#difference .diff__words ins")).to_contain_text("1842")
    person.click("#id_reasons_0")
    expect(page.locator(".coach__next")).to_contain_text("Nothing is missing")
    expect(page.locator(".coach__machine .kind--machine")).to_be_visible()
    person.click("input[name=consent][value=training]")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    axe(page)
    shot(page, "capture", size=size, theme="light", language="en")
    person.click("form.compose .button--main")
    is_sent_as_it_was_written(page)
    assert person.seconds < 60


SELECT = """(answer, words) => {
  const text = answer.firstChild;
  const at = text.data.indexOf(words);
  document.getSelection().setBaseAndExtent(text, at, text, at + words.length);
}"""


def test_keys_alone_select_mark_and_send(enter):
    page = enter("alice")
    page.goto("/report/")
    page.select_option("#id_version", "river/1.0")
    page.fill("#id_conversation", f"User: Who signed it?\n\nAssistant: {ANSWER}")
    person = Person(page)
    expect(page.locator("#answer")).to_have_text(ANSWER)
    page.locator("#answer").focus()
    person.press("Control+Home")
    person.press("ArrowRight", ANSWER.index("1843"))
    person.press("Shift+ArrowRight", 4)
    expect(page.locator("#id_passage")).to_have_value("1843")
    person.press("x")  # the answer takes no words
    expect(page.locator("#answer")).to_have_text(ANSWER)
    page.locator("#mark-passage").focus()
    person.press("Enter")
    expect(page.locator("#answer mark")).to_have_text("1843")
    expect(page.locator("#mark-passage")).to_be_focused()
    page.fill("#id_correction", RIGHT)
    page.locator("#id_reasons_0").focus()
    person.press("Space")
    page.locator("input[name=consent][value=training]").focus()
    person.press("Space")
    page.locator("form.compose .button--main").focus()
    person.press("Enter")
    is_sent_as_it_was_written(page)


def test_the_same_without_a_script(enter):
    page = enter("alice", scripts=False)
    page.goto("/report/")
    page.select_option("#id_version", "river/1.0")
    page.fill("#id_conversation", TALK)
    page.check("input[name=consent][value=training]")
    page.click("text=Show what was read")
    page.check("#target-1")
    page.click("text=Begin with its answer")
    expect(page.locator("#id_correction")).to_have_value(ANSWER)
    page.fill("#id_correction", RIGHT)
    page.fill("#id_passage", "1844")
    page.click("#mark-passage")
    expect(page.locator("#id_marks .errorlist")).to_contain_text("not in the answer")
    page.fill("#id_passage", "“1843”")
    page.click("#mark-passage")
    expect(page.locator("#answer mark")).to_have_text("1843")
    expect(page.locator("#difference .diff__words ins")).to_contain_text("1842")
    page.check("#id_reasons_0")
    send(page)
    is_sent_as_it_was_written(page)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_two_answers_are_compared(enter, size):
    page = enter("bob", size=size)
    page.goto("/report/")
    page.select_option("#id_version", "river/1.0")
    page.check("input[name=about][value=compare]")
    expect(page.locator("#id_conversation")).to_be_hidden()
    page.fill("#id_question", f"6 times 7, on a {size}?")
    page.fill("#id_answer_a", "41")
    page.fill("#id_answer_b", "42")
    page.check("input[name=better][value=b]")
    page.fill("#id_body", "B is right.")
    page.check("input[name=consent][value=training]")
    axe(page)
    shot(page, "capture-compare", size=size, theme="light", language="en")
    send(page)
    page.wait_for_url("**/r/*/")
    expect(page.locator("main")).to_contain_text("Other answers, best first")
