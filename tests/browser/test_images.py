"""Images into a talk: chosen and pasted, with a field for what they show; and without a script."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, shot

pytestmark = pytest.mark.browser

PASTE = """(box, [data, kind, name]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: kind }));
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
}"""


def screen(colour: str) -> bytes:
    file = io.BytesIO()
    image = Image.new("RGB", (1200, 700), "white")
    ImageDraw.Draw(image).rectangle((100, 100, 1100, 500), fill=colour)
    image.save(file, "PNG")
    return file.getvalue()


def paste(page: Page, content: bytes, name: str, kind: str = "image/png") -> None:
    page.locator("#id_body").evaluate(PASTE, [base64.b64encode(content).decode(), kind, name])


def choose(page: Page, content: bytes, name: str) -> None:
    if not page.locator("#id_image").is_visible():
        page.click(".images summary")
    page.set_input_files("#id_image", {"name": name, "mimeType": "image/png", "buffer": content})


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_images_are_pasted_and_chosen_described_and_shown(enter, size):
    page = enter("alice", size=size, theme="dark" if size == "phone" else "light")
    page.goto("/t/new/")
    page.select_option("#id_space", "tips")
    page.fill("#id_title", f"What I see on a {size}")
    page.fill("#id_body", "Look here.")
    paste(page, screen("teal" if size == "desktop" else "olive"), "first.png")
    expect(page.locator("#id_body")).to_have_value(re.compile(r"^Look here\.\n\n!\[\]\(/media/\w+-1200x700\.webp\)\n$"))
    expect(page.locator("[data-say]")).to_have_text(re.compile("first.png stands in your text now"))
    page.locator(".images__alt input").first.fill("A [teal] box")
    expect(page.locator("#id_body")).to_have_value(re.compile(r"!\[A \\\[teal\\\] box\]\(/media/"))
    choose(page, screen("maroon" if size == "desktop" else "indigo"), "second.png")
    expect(page.locator(".images__picture")).to_have_count(2)
    choose(page, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.png")
    bad = page.locator(".images__row.is-bad")
    expect(bad).to_contain_text("SVG does not")
    expect(page.locator("[data-say]")).to_have_text(re.compile("drawing.png: .*SVG does not"))
    axe(page)
    shot(page, "images-form", size=size, theme="dark" if size == "phone" else "light", language="en")
    bad.get_by_role("button").press("Enter")
    expect(bad).to_have_count(0)
    expect(page.locator("#id_body")).to_be_focused()
    page.click("form.form .button--main")
    page.wait_for_url(re.compile(r"/t/\d+/$"))
    shown = page.locator(".prose img")
    expect(shown).to_have_count(2)
    assert shown.first.get_attribute("alt") == "A [teal] box"
    shown.first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.prose img').naturalWidth === 800")
    box = shown.first.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(800 / 467, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    shot(page, "images-thread", size=size, theme="dark" if size == "phone" else "light", language="en")
    whole = page.request.get(page.locator(".prose a:has(img)").first.get_attribute("href") or "")
    assert Image.open(io.BytesIO(whole.body())).size == (1200, 700)


def test_without_a_script_an_image_is_sent_with_the_form(enter):
    page = enter("bob", scripts=False)
    page.goto("/t/new/")
    page.select_option("#id_space", "tips")
    page.fill("#id_title", "Sent plainly")
    page.fill("#id_body", "Before.")
    choose(page, screen("navy"), "plain.png")
    page.fill("#id_image_alt", "A navy box")
    page.click("button[name=add_image]")
    assert "![A navy box](/media/" in page.input_value("#id_body")
    assert page.input_value("#id_title") == "Sent plainly"
    assert page.input_value("#id_space") == "tips"
    page.click("form.form .button--main")
    page.wait_for_url(re.compile(r"/t/\d+/$"))
    expect(page.get_by_alt_text("A navy box")).to_be_visible()
