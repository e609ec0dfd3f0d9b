"""The pages of keys and webhooks, as those who run the site use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.create_member import create_member
from community.models import AuditEntry
from feedback.access_key import create_access_key, find_access_key, revoke_access_key, rotate_access_key
from feedback.models import AccessKey, WebhookDelivery, WebhookEndpoint
from feedback.webhooks.endpoints import create_endpoint
from tests.feedback.test_api import REPORTS, Program

pytestmark = pytest.mark.django_db
KEYS, HOOKS = "/settings/keys/", "/settings/webhooks/"
PAGES = (KEYS, HOOKS)


@pytest.fixture
def ada(house):
    return create_member(name="ada", role="admin")


@pytest.fixture
def browser(signed_in, ada):
    return signed_in(ada)


@pytest.fixture
def hook(ada, settings) -> WebhookEndpoint:
    settings.WEBHOOK_HOSTS = ["localhost"]
    return create_endpoint(name="Tracker", url="http://localhost:9/", events=["report.accepted"], by=ada)[0]


def shown(answer) -> str:
    found = re.search(r'role="status">.*?<pre[^>]*>(\S+)</pre>', answer.content.decode(), re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("role", ["member", "trusted", "moderator", "data"])
def test_to_everyone_else_the_pages_are_not_there(signed_in, hook, role):
    browser = signed_in(create_member(name="eve", role=role))
    for page in (*PAGES, f"{HOOKS}{hook.pk}/"):
        assert browser.get(page).status_code == browser.post(page, {"action": "rotate"}).status_code == 404
        assert page not in browser.get("/settings/").content.decode()


def test_leads_and_administrators_find_them(signed_in, hook):
    for role in ("lead", "admin"):
        browser = signed_in(create_member(name=f"the {role}", role=role))
        settings = browser.get("/settings/").content.decode()
        for page in PAGES:
            assert page in settings
            assert browser.get(page).status_code == 200


def test_a_key_is_made_shown_once_exchanged_and_ended(browser, ada):
    made = browser.post(KEYS, {"action": "make", "name": "bot", "scopes": ["reports:read"]})
    first = shown(made)
    assert first.startswith("hl_")
    assert first not in browser.get(KEYS).content.decode()
    assert Program(key=first).get(REPORTS).status_code == 200
    assert Program(key=first).get("/api/v1/datasets").status_code == 403
    key = AccessKey.objects.get()
    assert key.last_used_on == timezone.now().date()

    second = shown(browser.post(KEYS, {"action": "rotate", "key": key.pk}))
    assert [Program(key=one).get(REPORTS).status_code for one in (first, second)] == [200, 200]
    AccessKey.objects.update(old_until=timezone.now() - timedelta(seconds=1))
    assert [Program(key=one).get(REPORTS).status_code for one in (first, second)] == [401, 200]
    AccessKey.objects.update(old_until=timezone.now() + timedelta(days=1))
    assert browser.post(KEYS, {"action": "revoke", "key": key.pk}).status_code == 302
    assert [Program(key=one).get(REPORTS).status_code for one in (first, second)] == [401, 401]
    assert shown(browser.post(KEYS, {"action": "rotate", "key": key.pk})) in {"", "None"}
    assert first not in str(AccessKey.objects.values())
    assert AuditEntry.objects.filter(subject="api_key", by=ada, name="bot").count() == 3


def test_what_is_done_twice_is_done_once(ada):
    key = find_access_key(create_access_key(name="bot", scopes=["reports:read"]))
    assert revoke_access_key(access_key=key, by=ada)
    assert not revoke_access_key(access_key=key, by=ada)
    assert rotate_access_key(access_key=key, by=ada) is None


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(browser, hook):
    create_access_key(name="bot", scopes=["reports:read"])
    taken = browser.post(KEYS, {"action": "make", "name": "bot"})
    assert taken.status_code == 422
    assert set(taken.context["form"].errors) == {"name", "scopes"}
    assert 'value="bot"' in taken.content.decode()
    bad = {"name": "Tracker", "url": "https://127.0.0.1/x", "events": ["no.such"]}
    refused = browser.post(HOOKS, bad)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"name", "url", "events"}
    assert "https://127.0.0.1/x" in refused.content.decode()
    page = f"{HOOKS}{hook.pk}/"
    assert browser.post(page, {"action": "change", "url": "http://example.org/"}).status_code == 422
    assert browser.post(page, {"action": "since", "since": "yesterday"}).status_code == 422
    for nothing in ("", "explode", "99999999", "9" * 30):
        assert browser.post(page, {"action": nothing}).status_code == 404
    assert browser.post(KEYS, {"action": "revoke", "key": "9" * 30}).status_code == 404
    assert browser.get(f"{HOOKS}999999/").status_code == 404


def test_an_endpoint_is_made_changed_tested_exchanged_disabled_and_removed(browser, settings):
    settings.WEBHOOK_HOSTS = ["localhost"]
    given = {"name": "Tracker", "url": "http://localhost:9/", "events": ["report.accepted"]}
    secret = shown(browser.post(HOOKS, given))
    assert secret.startswith("whsec_")
    hook = WebhookEndpoint.objects.get()
    page = f"{HOOKS}{hook.pk}/"
    assert secret not in browser.get(page).content.decode()
    browser.post(page, {"action": "change", "url": "http://localhost:9/b", "events": ["report.released"]})
    hook.refresh_from_db()
    assert (hook.url, hook.events) == ("http://localhost:9/b", ["report.released"])
    browser.post(page, {"action": "test"})
    assert WebhookDelivery.objects.get().event == "test"
    assert shown(browser.post(page, {"action": "rotate"})).startswith("whsec_")
    browser.post(page, {"action": "disable"})
    assert WebhookDelivery.objects.get().state == "held"
    browser.post(page, {"action": "enable"})
    assert WebhookDelivery.objects.get().state == "waiting"
    browser.post(page, {"action": str(WebhookDelivery.objects.get().pk)})
    assert browser.post(page, {"action": "since", "since": "2026-01-01T00:00"}).status_code == 302
    assert browser.post(page, {"action": "remove"}).status_code == 302
    assert not WebhookEndpoint.objects.exists()
    said = browser.get(HOOKS).content.decode()
    assert "Exchanged for a new one" in said
    assert "Tracker" in said


def test_what_was_told_is_paged(browser, hook):
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(endpoint=hook, key=f"k-{n}", event="test", next_try_at=now, made_at=now) for n in range(60)
    )
    page = browser.get(f"{HOOKS}{hook.pk}/")
    assert len(page.context["deliveries"]) == 50
    rest = browser.get(f"{HOOKS}{hook.pk}/{page.context['older_url']}")
    assert len(rest.context["deliveries"]) == 10


def test_how_many_queries_the_pages_ask(browser, hook, django_assert_num_queries):
    for number in range(5):
        create_access_key(name=f"bot {number}", scopes=["reports:read"])
    # session, member, unread notices; keys, audit
    # session, member, unread notices; endpoints, audit
    # session, member, unread notices; endpoint, deliveries
    for page in (KEYS, HOOKS, f"{HOOKS}{hook.pk}/"):
        browser.get(page)
        with django_assert_num_queries(5):
            assert browser.get(page).status_code == 200
