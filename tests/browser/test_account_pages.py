"""Every page about accounts, as `test_every_page` looks at the others: pictures, accessibility, width, keyboard."""

from __future__ import annotations

import pytest

from tests.browser.pages import SETTINGS, STRANGERS, WITH_PASSWORD
from tests.browser.test_every_page import look

pytestmark = pytest.mark.browser
ADMIN = """
import json
from community.create_member import create_member
from community.sign_in_link import make_sign_in_link
print(json.dumps(make_sign_in_link(member=create_member(name="ada", role="admin"))))
"""


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_account_page_is_fit_for_everyone(enter, site, language):
    stranger, found = enter(language=language), []
    for name, path in STRANGERS.items():
        found += look(stranger, name, path, language)

    ada = enter(language=language)
    ada.goto(site.python(ADMIN))
    ada.click("main form .button--main")
    ada.wait_for_url("**/")
    for name, path in SETTINGS.items():
        found += look(ada, name, path, language)
    ada.goto("/settings/links/")
    ada.fill("#id_name", "alice")
    ada.click("main form .button--main")
    assert "/in/" in ada.inner_text("main pre")

    newcomer = enter(language=language)
    newcomer.goto("/accounts/signup/")
    newcomer.fill("#id_username", f"newcomer-{language}")
    newcomer.fill("#id_password1", "four horses on a bridge")
    newcomer.click("main form .button--main")
    newcomer.wait_for_url("**/")
    for name, path in WITH_PASSWORD.items():
        found += look(newcomer, name, path, language)
    for _time in range(11):
        newcomer.goto("/settings/privacy/erase/")
        newcomer.fill("#id_name", "somebody else")
        newcomer.fill("#id_password", "wrong")
        newcomer.click("main form .button--danger")
        if newcomer.locator(".lost__code").count():
            break
    assert newcomer.locator(".lost__code").inner_text() == "429"
    assert not found, "\n".join(found)
