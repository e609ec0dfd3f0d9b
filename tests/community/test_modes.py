"""How open the site is: who may join, who may read, and what the waiting list says to whom."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community import site_rules
from community.change_site import change_site
from community.create_member import create_member
from community.let_in import let_in
from community.models import AuditEntry, Member, SiteMode, Space, WaitingEntry
from community.sign_in_link import make_sign_in_link
from community.submit_thread import submit_thread
from community.tell_let_in import tell_let_in
from community.wait import wait
from community.waiting_link import door_path, place_path
from tests.community.test_accounts_settings import come_by, sign_on  # noqa: F401 -- a fixture
from tests.community.test_visibility_matrix import names

pytestmark = pytest.mark.django_db
NEWCOMER = {"username": "newcomer", "password1": "four horses on a bridge"}


@pytest.fixture(autouse=True)
def no_limits_from_before():
    cache.clear()


@pytest.fixture
def ada(house):
    return create_member(name="ada", role="admin")


def say(ada: Member, *, joining: str = "open", percent: int = 0, reading: str = "everyone") -> None:
    change_site(by=ada, joining=joining, percent=percent, reading=reading)
    site_rules.keep(None)  # a test's transaction never commits, so that what rings at its end is done here


def has_joined(browser: Client) -> bool:
    browser.post(reverse("account_signup"), NEWCOMER)
    return Member.objects.filter(username="newcomer").exists()


def test_open_is_as_ever(ada, client):
    assert has_joined(client)


@pytest.mark.parametrize("joining", ["invited", "staged"])
def test_a_stranger_finds_the_waiting_list_instead_of_the_form(ada, client, joining):
    say(ada, joining=joining)
    page = client.get(reverse("account_signup")).content.decode()
    assert reverse("community:waiting") in page
    assert 'name="password1"' not in page
    assert not has_joined(client)


def test_a_sign_on_respects_the_mode_and_members_come_back_by_it(ada, sign_on):  # noqa: F811
    say(ada, joining="invited")
    stranger = Client()
    come_by(stranger)
    assert "_auth_user_id" not in stranger.session
    assert not Member.objects.filter(username="carol").exists()
    say(ada)
    come_by(Client())
    assert Member.objects.filter(username="carol").exists()
    say(ada, joining="invited")
    back = Client()
    come_by(back)
    assert back.session["_auth_user_id"]


def test_a_sign_on_comes_in_by_a_place_that_was_let_in(ada, sign_on):  # noqa: F811
    say(ada, joining="invited")
    entry = wait(name="Carol")
    let_in(entry=entry, by=ada)
    browser = Client()
    browser.post(door_path(entry))
    come_by(browser)
    entry.refresh_from_db()
    assert entry.member == Member.objects.get(username="carol")


def test_links_of_the_console_and_of_moderators_always_sign_in(ada, client):
    say(ada, joining="invited", reading="members")
    create_member(name="new-admin", role="admin")
    client.post(make_sign_in_link(member=Member.objects.get(username="new-admin")))
    assert client.get("/").status_code == 200


def test_the_waiting_list_answers_alike_whether_an_address_is_known(ada, settings):
    settings.HAS_MAIL = True
    say(ada, joining="invited")
    Member.objects.filter(pk=ada.pk).update(email="ada@example.org")
    wait(name="x", address="known@example.org")
    pages = []
    for address in ("known@example.org", "ada@example.org", "new@example.org"):
        answer = Client().post(reverse("community:waiting"), {"name": "Eve", "address": address}, follow=True)
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|/wait/[^"<]+', "", answer.content.decode())
        pages.append((answer.redirect_chain[0][1], page.replace(address, "…")))
    assert pages[0] == pages[1] == pages[2]
    assert len(mail.outbox) == 0


def test_a_wrong_address_is_said_at_its_field_and_nothing_typed_is_lost(ada, client):
    say(ada, joining="invited")
    answer = client.post(reverse("community:waiting"), {"name": "Eve", "address": "no address", "why": "I like rivers"})
    assert answer.status_code == 422
    assert "I like rivers" in answer.content.decode()
    assert "address" in answer.context["form"].errors
    assert not WaitingEntry.objects.exists()


def test_a_stage_lets_in_a_share_that_only_grows(ada):
    entries = [wait(name=str(number), address=f"{number}@example.org") for number in range(200)]
    shares = []
    for percent in (10, 40, 20):
        say(ada, joining="staged", percent=percent)
        shares.append(set(WaitingEntry.objects.filter(let_in_at__isnull=False).values_list("pk", flat=True)))
    assert 0 < len(shares[0]) < len(shares[1]) < len(entries)
    assert shares[0] < shares[1], "who was in stays in"
    assert shares[2] == shares[1], "a smaller share puts nobody out"
    later = wait(name="again", address=Member(email=entries[0].address.upper()).email)
    assert later.bucket == entries[0].bucket, "the same address is not let in sooner by asking twice"


def test_who_is_let_in_joins_by_their_link_once(ada, client):
    say(ada, joining="invited")
    entry = wait(name="Newcomer")
    assert "You are on the list" in client.get(place_path(entry)).content.decode()
    client.post(place_path(entry))
    assert not has_joined(client), "not yet"
    let_in(entry=entry, by=ada)
    assert client.post(place_path(entry))["Location"] == reverse("account_signup")
    assert has_joined(client)
    other = Client()
    assert other.get(place_path(entry)).status_code == 404
    assert not other.post(place_path(entry)).has_header("Location")
    assert AuditEntry.objects.filter(subject="waiting").count() == 1


def test_where_mail_is_sent_only_the_mail_opens_the_door(ada, client, settings):
    settings.HAS_MAIL = True
    say(ada, joining="invited")
    entry = wait(name="Newcomer", address="new@example.org", language="zh-hans")
    let_in(entry=entry, by=ada)
    assert tell_let_in() == 1
    assert tell_let_in() == 0, "once"
    client.post(place_path(entry))
    assert not has_joined(client), "whoever typed an address has not proved it"
    link = re.search(r"/wait/\S+", mail.outbox[0].body)
    assert link
    assert mail.outbox[0].to == ["new@example.org"]
    client.post(link.group())
    assert has_joined(client)


def test_whoever_waits_takes_themselves_off_with_all_they_said(ada, client):
    say(ada, joining="invited")
    entry = wait(name="Eve", address="eve@example.org", why="Because.")
    page = client.get(place_path(entry)).content.decode()
    assert "eve@example.org" in page
    assert "Because." in page
    client.post(place_path(entry), {"leave": "1"})
    assert not WaitingEntry.objects.exists()


def test_reading_for_members_closes_every_page_to_visitors(ada, alice):
    """From the site's own table, so that a new page is closed from the start."""
    thread = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="under the rose", body="Sub rosa.")
    say(ada, reading="members")
    visitor, shown = Client(), []
    from django.urls import NoReverseMatch, get_resolver

    for name in names(get_resolver().url_patterns):
        for given in ([], [thread.pk], ["tips"], ["alice"], ["tips", "atom"], [thread.pk, "atom"], ["atom"], ["alice", "atom"]):
            try:
                address = reverse(name, args=given)
            except NoReverseMatch:
                continue
            answer = visitor.get(address)
            if answer.status_code == 200 and ("under the rose" in (said := answer.content.decode()) or "Sub rosa" in said):
                shown.append(address)
    assert shown == []
    assert visitor.get("/")["Location"].startswith(reverse("account_login"))
    assert visitor.get("/feeds/site.atom").status_code == 404
    assert visitor.post(reverse("community:reply", args=[thread.pk]), {"body": "my words"}).status_code == 403
    browser = Client()
    browser.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert "under the rose" in browser.get("/").content.decode()
    assert "under the rose" not in browser.get("/feeds/site.atom").content.decode(), "a feed is for everyone"


def test_only_administrators_change_it_and_it_is_written_down(ada, mona, signed_in):
    given = {"joining": "staged", "percent": "20", "reading": "members"}
    for path in ("settings_site", "settings_waiting", "settings_spaces", "settings_features", "settings_new_space"):
        assert signed_in(mona).get(reverse(f"community:{path}")).status_code == 404, path
    assert signed_in(mona).post(reverse("community:settings_site"), given).status_code == 404
    assert not SiteMode.objects.exists()
    browser = signed_in(ada)
    assert browser.post(reverse("community:settings_site"), given | {"percent": "101"}).status_code == 422
    assert browser.post(reverse("community:settings_site"), given).status_code == 302
    entry = AuditEntry.objects.get()
    assert (entry.by, entry.before) == (ada, {"joining": "open", "percent": 0, "reading": "everyone"})
    assert "staged" in browser.get(reverse("community:settings_site")).content.decode()
    browser.post(reverse("community:settings_site"), given)
    assert AuditEntry.objects.count() == 1, "saying it again changes nothing"


def test_a_process_that_knows_only_the_past_is_right_at_once_for_who_changed_it(ada, signed_in, settings):
    before = site_rules.site_rules()
    browser = signed_in(ada)
    browser.post(reverse("community:settings_site"), {"joining": "invited", "percent": "0", "reading": "everyone"})
    site_rules.keep(before)  # another process, which has just read
    assert Client().get(reverse("community:waiting")).status_code == 302, "others wait for the next reading"
    page = browser.get(reverse("community:settings_site"))
    assert page.context["form"].initial["joining"] == "invited"
    site_rules.keep(before)
    settings.SITE_RULES_SECONDS = 0
    assert Client().get(reverse("community:waiting")).status_code == 200, "and everybody after a few seconds"


def test_a_page_asks_for_the_rules_no_more_than_every_few_seconds(house, client, django_assert_num_queries):
    site_rules.keep(None)
    client.get("/")
    with django_assert_num_queries(2):  # threads with authors, spaces
        client.get("/")


def test_the_environment_says_how_it_begins(settings, client, house):
    settings.SITE_JOINING = "invited"
    site_rules.keep(None)
    assert client.get(reverse("community:waiting")).status_code == 200


def test_too_many_requests_to_wait_are_told_when(ada, client):
    say(ada, joining="invited")
    for _number in range(10):
        assert client.post(reverse("community:waiting"), {"name": "Eve"}).status_code == 302
    answer = client.post(reverse("community:waiting"), {"name": "Eve"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 60


def test_an_administrator_hands_on_links_where_no_mail_is_sent(ada, signed_in):
    say(ada, joining="invited")
    entry = wait(name="Newcomer")
    browser = signed_in(ada)
    assert "/wait/" not in browser.get(reverse("community:settings_waiting")).content.decode()
    browser.post(reverse("community:settings_waiting"), {"entry": entry.pk})
    assert door_path(entry) in browser.get(reverse("community:settings_waiting")).content.decode()
