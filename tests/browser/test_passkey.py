"""A passkey, from adding it to signing in with nothing else, in a browser with a key of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import axe

pytestmark = pytest.mark.browser


def plug_in(page: Page) -> None:
    """A key that keeps credentials and knows its owner's finger (CDP's WebAuthn domain)."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_somebody_adds_a_passkey_and_comes_back_with_it_alone(enter, site):
    page = enter()
    name = site.url.replace("127.0.0.1", "localhost")  # keys are kept for names, not for numbers
    plug_in(page)
    page.goto(f"{name}/accounts/signup/")
    page.fill("#id_username", "petra")
    page.fill("#id_password1", "four horses on a bridge")
    page.click("main form .button--main")
    page.wait_for_url(f"{name}/")

    page.goto(f"{name}/settings/sign-in/")
    axe(page)
    page.click("text=Add a passkey")
    page.wait_for_url("**/reauthenticate/**")  # a new way in is added by whoever knows the old one
    page.fill("input[type=password]", "four horses on a bridge")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/webauthn/add/")
    axe(page)
    page.fill("#id_name", "my finger")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")  # shown at once, for the day the key is lost
    axe(page)
    page.goto(f"{name}/accounts/2fa/webauthn/")
    assert "my finger" in page.inner_text("main")
    axe(page)

    page.goto(f"{name}/accounts/logout/")
    page.click("main form button[type=submit]")
    page.goto(f"{name}/accounts/login/")
    axe(page)
    page.click("#passkey_login")
    page.wait_for_url(f"{name}/")
    page.goto(f"{name}/settings/")
    assert page.title().startswith("Settings")


def test_on_a_number_the_page_says_where_passkeys_work(enter):
    page = enter("alice")
    page.goto("/settings/sign-in/")
    assert "localhost" in page.inner_text("main")
    page.goto("/accounts/2fa/webauthn/add/")
    assert page.locator("#mfa_webauthn_add").count() == 0
