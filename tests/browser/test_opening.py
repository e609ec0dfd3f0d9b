"""The site opens step by step: an administrator closes the door, a stranger waits, a guest comes by invitation, and a
private space stays private. On a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import axe, shot

pytestmark = pytest.mark.browser
PASSWORD = "four horses on a bridge"


@pytest.fixture
def opened_again(site) -> Iterator[None]:
    """The site is shared by all journeys: whatever happens here, the door is open afterwards."""
    yield
    site.python(
        "from community.change_site import change_site\n"
        "from community.models import Member\n"
        "change_site(by=Member.objects.get(username='ada'), joining='open', percent=0, reading='everyone')\n"
        "print('null')"
    )


def save(page: Page) -> None:
    page.click("main form .button--main >> nth=0")


def seen(page: Page, name: str, size: str) -> None:
    axe(page)
    shot(page, f"opening-{name}", size=size, theme="light", language="en")
    width = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert width <= 0, f"{page.url} scrolls sideways"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_door_is_opened_step_by_step(enter, opened_again, size):
    ada = enter("ada", size=size)
    ada.goto("/settings/site/")
    seen(ada, "site", size)
    ada.check("input[name=joining][value=invited]")
    save(ada)
    assert "Saved" in ada.inner_text("main, .notices")

    stranger = enter(size=size)
    stranger.wait_for_timeout(3_500)  # as long as a process may go on with what it knew
    stranger.goto("/accounts/signup/")
    seen(stranger, "closed", size)
    stranger.click("text=Go to the waiting list")
    seen(stranger, "waiting", size)
    stranger.fill("#id_name", f"Xu {size}")
    stranger.fill("#id_why", "Help with translations.")
    save(stranger)
    assert "You are on the list" in stranger.inner_text("h1")
    seen(stranger, "place", size)

    ada.goto("/settings/waiting/")
    seen(ada, "list", size)
    ada.click(f"li:has-text('Xu {size}') button")
    seen(ada, "list-let-in", size)
    stranger.reload()
    assert "You are let in" in stranger.inner_text("h1")
    seen(stranger, "door", size)

    ada.goto("/settings/invitations/")
    ada.fill("#id_note", "for a friend")
    save(ada)
    link = ada.inner_text("section[role=status] pre")
    seen(ada, "invitations", size)
    guest = enter(size=size)
    guest.goto(link)
    seen(guest, "join", size)
    save(guest)
    guest.wait_for_url("**/signup/**")
    guest.fill("#id_username", f"guest-{size}")
    guest.fill("#id_password1", PASSWORD)
    save(guest)
    guest.wait_for_url("**/")
    ada.goto("/settings/invited/ada/")
    assert f"guest-{size}" in ada.inner_text("main")
    seen(ada, "tree", size)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_private_space_is_not_there_for_others(enter, size):
    ada = enter("ada", size=size)
    ada.goto("/settings/groups/new/")
    ada.fill("#id_name_en", f"Pilots {size}")
    ada.fill("#id_name_zh", "先行者")
    save(ada)
    ada.fill("#id_name", "bob")
    save(ada)
    assert "bob" in ada.inner_text("main ul")
    seen(ada, "group", size)
    ada.goto("/settings/spaces/new/")
    seen(ada, "new-space", size)
    ada.fill("#id_slug", f"pilots-{size}")
    ada.fill("#id_name_en", f"Pilot room {size}")
    ada.fill("#id_name_zh", "先行者之家")
    ada.fill("#id_position", "90")
    ada.select_option("#id_who_reads", "group")
    save(ada)
    assert "Say which group is meant." in ada.inner_text("main"), "a mistake is said at its field"
    assert ada.input_value("#id_name_zh") == "先行者之家", "and nothing typed is lost"
    ada.select_option("#id_group", label=f"Pilots {size}")
    save(ada)
    ada.wait_for_url(f"**/s/pilots-{size}/")
    seen(ada, "private-space", size)
    ada.goto("/settings/spaces/")
    seen(ada, "spaces", size)

    alice, bob = enter("alice", size=size), enter("bob", size=size)
    answer = alice.goto(f"/s/pilots-{size}/")
    assert answer
    assert answer.status == 404
    alice.goto("/")
    assert f"Pilot room {size}" not in alice.content()
    bob.goto(f"/s/pilots-{size}/")
    assert f"Pilot room {size}" in bob.inner_text("h1")

    ada.goto(f"/settings/spaces/of/pilots-{size}/")
    ada.check("#id_is_read_only")
    ada.fill("#id_why_read_only_en", "The trial has ended; thank you.")
    save(ada)
    bob.reload()
    assert "The trial has ended; thank you." in bob.inner_text("main")
    assert bob.locator("main .actions .button--main").count() == 0
    seen(bob, "read-only-space", size)
