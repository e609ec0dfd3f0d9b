"""Which pages are looked at, by whom, and which addresses are none.

In braces stands what `places` found. Pages whose address holds neither number nor name are picked up by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver, resolve

PUBLIC = {
    "discover": "/",
    "filtered": "/?order=new&kind=training_signal",
    "space": "/s/tips/",
    "search": "/search/?q=English+words",
    "found-nothing": "/search/?q=zzqx&language=zh",
    "thread": "{thread}",
    "report": "{report}",
    "conversation": "{report}conversation/?q=the",
    "profile": "/m/bob/",
    "datasets": "/datasets/",
    "recipe": "/datasets/corrections/",
    "releases": "/releases/",
    "interface": "/api/",
    "model-version": "/v/river/1.0/",
    "login": "/accounts/login/",
    "signup": "/accounts/signup/",
    "link-used": "{link}",
    "stop-mails": "{stop}",
    "nothing": "/r/99999999/",
    "style": "/style/",
}
MEMBERS = {
    "compose": ("bob", "/report/"),
    "new-thread": ("bob", "/t/new/"),
    "answer": ("bob", "{answer}"),
    "own-report": ("bob", "{report}"),
    "withdraw": ("bob", "{report}withdraw/"),
    "notifications": ("bob", "/notifications/"),
    "channels": ("bob", "/notifications/channels/"),
    "digest": ("bob", "/notifications/digest/?since=0&until=4000000000"),
    "me": ("bob", "/m/bob/"),
    "desk": ("mona", "/desk/"),
    "decided": ("mona", "{decided}"),
    "new-dataset": ("dana", "/datasets/new/"),
    "version": ("dana", "{version}"),
    "new-release": ("dana", "/releases/new/"),
    "registry": ("dana", "/versions/"),
    "new-version": ("dana", "/versions/new/"),
    "new-product": ("dana", "/versions/products/new/"),
}
# These are looked at in `test_account_pages`.
STRANGERS = {
    "forgotten": "/accounts/password/reset/",
    "forgotten-done": "/accounts/password/reset/done/",
    "set-from-bad-link": "/accounts/password/reset/key/1-bad/",
    "confirm-bad-link": "/accounts/confirm-email/bad/",
    "closed-account": "/accounts/inactive/",
    "sign-on-error": "/accounts/3rdparty/login/error/",
    "sign-on-cancelled": "/accounts/3rdparty/login/cancelled/",
}
SETTINGS = {
    "settings": "/settings/",
    "settings-standing": "/settings/standing/",
    "settings-sign-in": "/settings/sign-in/",
    "settings-follows": "/settings/follows/",
    "settings-privacy": "/settings/privacy/",
    "leave-anonymous": "/settings/privacy/anonymous/",
    "leave-erase": "/settings/privacy/erase/",
    "settings-mail": "/settings/mail/",
    "settings-assistant": "/settings/assistant/",
    "settings-links": "/settings/links/",
    "addresses": "/accounts/email/",
    "password-set": "/accounts/password/set/",
    "sessions": "/accounts/sessions/",
    "passkeys": "/accounts/2fa/webauthn/",
    "passkey-add": "/accounts/2fa/webauthn/add/",
    "codes-on": "/accounts/2fa/totp/activate/",
    "sign-ons": "/accounts/3rdparty/",
    "sign-out": "/accounts/logout/",
}
WITH_PASSWORD = {
    "password-change": "/accounts/password/change/",
    "reauthenticate": "/accounts/reauthenticate/?next=/settings/",
}

WALKED = "walked through in tests/browser/test_follow.py"
OPENED = "walked through in tests/browser/test_opening.py"
FORM, FEED, SIGN_ON = "only takes a form", "a feed, for programs", "another site's page, or the way back from it"
# By the name of the route, and why it is not looked at here.
LEFT_OUT = {
    **dict.fromkeys(
        [
            *("community:edit_thread", "community:edit_reply", "community:thread_history", "community:reply_history"),
            *("community:take_back_thread", "community:restore_thread", "community:take_back_reply"),
            *("community:restore_reply", "community:remove_revision", "community:reproduce"),
        ],
        "walked through in tests/browser/test_writing.py",
    ),
    "community:image": "a picture, not a page; tests/browser/test_images.py",
    "community:similar": "a piece of a page, which the composer shows",
    "community:reply": "shown only when what was sent is refused: tests/browser/test_mistakes.py",
    **dict.fromkeys(["community:invited", "community:settings_space", "community:settings_group"], OPENED),
    **dict.fromkeys(["community:join", "community:waiting", "community:place"], OPENED),
    "community:suggest_tags": "a piece of a page, which the form of a talk shows",
    **dict.fromkeys(["feedback:read", "feedback:advice"], "a piece of a page, which the composer shows"),
    **dict.fromkeys(["community:tag", "community:retag", "community:name_tag", "community:stop_follow"], WALKED),
    **dict.fromkeys(
        [
            *("community:follow", "community:choose_languages"),
            *("community:vote", "community:vote_for_reply", "community:accept_answer", "community:push_no_more"),
            *(
                "community:end_session",
                "feedback:confirm",
                "feedback:consent",
                "feedback:map_name",
                "feedback:unmap_name",
                "moderation:next",
                "moderation:decide",
            ),
            "moderation:ask_again",
            *("moderation:settle_held", "moderation:undo_held", "community:close_welcome"),
            "tuning:build",
            *("community:revoke_invitation", "moderation:ask_again"),
        ],
        FORM,
    ),
    **dict.fromkeys([f"community:{of}_feed" for of in ("site", "space", "kind", "thread", "own", "member", "tag")], FEED),
    **dict.fromkeys(["openid_connect_login", "openid_connect_callback"], SIGN_ON),
    "mfa_edit_webauthn": "needs a passkey: tests/browser/test_passkey.py",
    "mfa_remove_webauthn": "needs a passkey: tests/browser/test_passkey.py",
    "tuning:download": "a file",
    "feedback:edit_version": "the form of a new version, without its product and name",
    **dict.fromkeys(
        ["feedback:keys", "feedback:webhooks", "feedback:webhook"], "walked through in tests/browser/test_programs.py"
    ),
    **dict.fromkeys(["community:badge", "community:pin_trust"], "walked through in tests/browser/test_belonging.py"),
    "moderation:held_group": "walked through in tests/browser/test_belonging.py",
}

# What stands in an address for what `places` finds.
EXAMPLES = {
    "{thread}": "/t/1/",
    "{report}": "/r/1/",
    "{decided}": "/desk/1/",
    "{version}": "/datasets/x/1/",
    "{answer}": "/reply/1/answer/",
    "{link}": "/in/x/",
    "{stop}": "/notifications/stop/x/",
}


def shown(path: str, places: dict[str, str]) -> str:
    for name, place in places.items():
        path = path.replace(f"{{{name}}}", place)
    return path


def visited() -> set[str]:
    """The names of the routes of all pages above."""
    paths = [*PUBLIC.values(), *(path for _who, path in MEMBERS.values()), *STRANGERS.values(), *SETTINGS.values()]
    paths = [*paths, *WITH_PASSWORD.values()]
    examples = {name.strip("{}"): path for name, path in EXAMPLES.items()}
    return {resolve(shown(path, examples).partition("?")[0]).view_name for path in paths}


def routes() -> dict[str, str]:
    """Every address that a person could open: of each route its name and how its address is written."""
    return {name: path for name, path in _walk(get_resolver(), "/", "") if not path.startswith("/api/v1/")}


def _walk(resolver: Any, before: str, space: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        path = before + str(each.pattern).replace("^", "").replace("(?P", "")
        if isinstance(each, URLPattern):
            if each.name:  # what has no name is for machines, or an old address of the same view
                yield space + each.name, path
        else:
            yield from _walk(each, path, f"{space}{each.namespace}:" if each.namespace else space)
