"""Every address that can show what somebody wrote, for everyone, of every kind of space.

The addresses come from the site's own table: a new one is red here until it says what it lists (`READS`), or that it lists
nothing of what members wrote (`SILENT`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from community.count_threads import count_threads
from community.create_member import create_member
from community.feed_key import feed_token, renew_feed_key
from community.follow import follow
from community.models import DigestPlan, Group, GroupMember, Notice, Reply, Space, Thread
from community.notify import notify
from community.reply import reply
from community.submit_thread import submit_thread
from feedback.models import Report
from feedback.release import release
from feedback.schema import parse_report
from feedback.submit_report import submit_report
from tests.conftest import report_json

pytestmark = pytest.mark.django_db

# The four kinds of space, and who reads each: a visitor, a member, one of the group, a moderator, the data team, and the
# author of all of it, who is of the group too.
KINDS = {
    "everyone": {"visitor", "member", "pilot", "mona", "dana", "author"},
    "members": {"member", "pilot", "mona", "dana", "author"},
    "group": {"pilot", "mona", "dana", "author"},
    "team": {"mona", "dana"},
}
WHO = ["visitor", "member", "pilot", "mona", "dana", "author"]
WORD = "heronwatch"  # in every title and body; each space's own word is WORD-KIND

# What an address lists, as a function of the places: its addresses, in each of which the words of some spaces may stand.
READS: dict[str, list[str]] = {
    "community:discover": [
        "/",
        *(f"/?order={order}" for order in ("followed", "new", "hot", "top", "unanswered")),
        "/?order=top&of=day",
    ],
    "community:space": ["/s/{slug}/", "/?space={slug}"],
    "community:search": [
        f"/search/?q={WORD}",
        f"/search/?q={WORD}&order=newest",
        f"/search/?q={WORD}&kind=training_signal",
        "/search/?author=author",
        "/search/?space={slug}",
        f"/search/?q={WORD[:-1]}x",
    ],
    "community:similar": ["/search/similar?title={title}"],
    "community:thread": ["/t/{thread}/"],
    "community:answer": ["/reply/{reply}/answer/"],
    "community:thread_history": ["/t/{thread}/history/"],
    "community:reply_history": ["/reply/{reply}/history/"],
    "community:reproduce": ["/t/{report}/reproduce/"],
    "community:edit_thread": ["/t/{thread}/edit/"],
    "community:edit_reply": ["/reply/{reply}/edit/"],
    "feedback:report": ["/r/{report}/"],
    "feedback:conversation": ["/r/{report}/conversation/", "/r/{report}/conversation/?part=body&q=381"],
    "feedback:releases": ["/releases/"],
    "community:profile": ["/m/author/"],
    "community:notifications": ["/notifications/"],
    "community:digest": ["/notifications/digest/?since=0&until=99999999999"],
    "community:own_feed": ["{own_feed}"],
    "community:site_feed": ["/feeds/site.atom", "/feeds/site.rss"],
    "community:space_feed": ["/feeds/space/{slug}.atom"],
    "community:kind_feed": ["/feeds/kind/training_signal.atom"],
    "community:thread_feed": ["/feeds/thread/{thread}.atom"],
    "community:member_feed": ["/feeds/member/author/reports.atom"],
    "community:new_thread": ["/t/new/"],
    "community:tag": ["/tag/heron/", "/tag/heron/?order=new", "/tag/{word}/"],
    "community:tag_feed": ["/feeds/tag/heron.atom", "/feeds/tag/{word}.rss"],
    "community:suggest_tags": [f"/tags/suggest?tags={WORD}"],
    "community:retag": ["/t/{thread}/tags/"],
    "community:follows": ["/settings/follows/"],
    "feedback:version": ["/v/river/1.0/"],
    "community:channels": ["/notifications/channels/"],
    "feedback:withdraw": ["/r/{report}/withdraw/"],
}
# Feeds are read without a session: they hold what every visitor may read, whoever opens them.
FOR_VISITORS = {name for name in READS if name.endswith("_feed") and name != "community:own_feed"}
# Only the author has what these show.
FOR_THE_AUTHOR = {"feedback:withdraw", "community:edit_thread"}

SILENT = {
    # says nothing of what members wrote
    *(
        "healthz",
        "readyz",
        "metrics",
        "set_language",
        "style_guide",
        "api_schema",
        "api_nowhere",
        "community:service_worker",
    ),
    # a script, and a door for other sites' pages that only takes what is sent
    *("widget.js", "widget/<slug:name>.js", "widget/v1/reports"),
    *("community:unsubscribe", "community:sign_in", "community:settings", "community:settings_sign_in"),
    # a signed link, and a page of moderators
    *("community:stop_follow", "community:name_tag"),
    *("community:settings_privacy", "community:leave", "community:settings_mail", "community:settings_links"),
    # invitations, the waiting list, and what administrators settle: names and rules, no talk
    *("community:invitations", "community:revoke_invitation", "community:invited", "community:settings_site"),
    *("community:settings_waiting", "community:settings_features", "community:settings_spaces", "community:settings_space"),
    *("community:settings_new_space", "community:settings_new_group", "community:settings_group"),
    *("community:join", "community:waiting", "community:place"),
    "community:settings_assistant",  # what it costs and what failed, for administrators
    # only takes what is sent (POST); `test_nothing_is_done_to_what_is_closed` sends it
    *(
        "community:follow",
        "community:choose_languages",
        "community:reply",
        "community:vote",
        "community:vote_for_reply",
        "community:accept_answer",
        "community:take_back_thread",
        "community:restore_thread",
        "community:take_back_reply",
        "community:restore_reply",
        "community:remove_revision",
    ),
    *("community:upload_image", "community:image"),  # pictures: `test_images.py` asks for each of them
    # of what one writes oneself, and has not sent
    *(
        "community:drafts",
        "community:save_draft",
        "community:discard_draft",
        "community:preview",
        "feedback:read",
        "feedback:advice",
    ),
    *("community:read_notifications", "community:push_here", "community:push_no_more", "community:renew_own_feed"),
    *("community:end_session", "community:export_member", "feedback:confirm", "feedback:consent", "feedback:compose"),
    # of the team alone, to whom every space is open; a test of its own stands beside each
    *(
        "feedback:new_release",
        "feedback:registry",
        "feedback:map_name",
        "feedback:unmap_name",
        "feedback:new_version",
        "feedback:new_product",
        "feedback:edit_version",
        "moderation:desk",
        "moderation:case",
        "moderation:next",
        "moderation:decide",
        "moderation:ask_again",
    ),
    *("community:settings_standing", "community:badges", "community:badge", "community:pin_trust"),
    "community:close_welcome",
    *("moderation:held", "moderation:held_group", "moderation:settle_held", "moderation:undo_held"),
    *("feedback:keys", "feedback:webhooks", "feedback:webhook", "feedback:interface"),
    # of programs with a key, which the team gives: they read as the team does
    *("reports", "reports/batch", "reports/<int:pk>"),
    # rows that consented to training, without the words of who reported them, shown to the data team
    *("tuning:list", "tuning:new_recipe", "tuning:recipe", "tuning:build", "tuning:version", "tuning:download"),
    *("datasets", "datasets/<slug:slug>/versions", "datasets/<slug:slug>/tombstones"),
    "datasets/<slug:slug>/versions/<int:number>/files/<str:name>",
}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Every address of ours; allauth's own pages know no threads."""
    for one in patterns:
        if isinstance(one, URLResolver):
            if "allauth" not in str(one.urlconf_name):
                yield from names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif not str(one.pattern).startswith("accounts/"):
            prefix = "api/v1/" if str(one.pattern) == "schema/" else ""
            yield space + (one.name or prefix + str(one.pattern))


def test_every_address_says_what_it_lists():
    known = set(names(get_resolver().url_patterns))
    assert known - READS.keys() - SILENT == set(), "say in READS what it lists, or in SILENT why it lists nothing"
    assert (READS.keys() | SILENT) - known == set(), "there is no such address any more"
    assert not READS.keys() & SILENT


@pytest.fixture
def places(house, river, mona, dana, signed_in) -> dict[str, Any]:
    """A talk with a reply and a report that a release answered, by the author, in a space of each kind."""
    author, pilot, member = (create_member(name=name) for name in ("author", "pilot", "member"))
    group = Group.objects.create(name_en="Pilots", name_zh="先行者")
    for one in (author, pilot):
        GroupMember.objects.create(group=group, member=one, added_by=mona)
    browsers = {"visitor": Client(), **{who.username: signed_in(who) for who in (member, pilot, mona, dana, author)}}
    found: dict[str, Any] = {"browsers": browsers, "kinds": {}}
    reports = []
    for place, kind in enumerate(KINDS):
        space = Space.objects.create(
            slug=f"space-{kind}", name_en=f"{WORD}-{kind}", name_zh=kind, who_reads=kind, group=group, position=50 + place
        )
        thread = submit_thread(
            author=author,
            space=space,
            title=f"{WORD}-{kind} by the lake",
            body=f"{WORD}-{kind} stands.",
            tags=["heron", f"{WORD}-{kind}"],
        )
        answer = reply(thread=thread, author=mona, body=f"{WORD}-{kind} flew.")
        Thread.objects.filter(pk=thread.pk).update(vote_count=3)
        given = parse_report(report_json(title=f"{WORD}-{kind} answer", body=f"{WORD}-{kind} is wrong", external_id=kind))
        report, _new = submit_report(given=given, author=author)
        Thread.objects.filter(pk=report.pk).update(space=space, kind="training_signal", kind_by="person", vote_count=2)
        reports.append(report)
        for who in (member, pilot, mona, dana):
            follow(member=who, kind="thread", key=thread.pk)
            notify(member=who, event="mentioned", key=kind, thread=thread, detail={"by": "author", "title": thread.title})
        submit_thread(author=member, space=space, title="Plain", body="Plain words")  # so that digests look here
        found["kinds"][kind] = {
            "slug": space.slug,
            "space": space.pk,
            "word": f"{WORD}-{kind}",
            "thread": thread.pk,
            "reply": answer.pk,
            "report": report.pk,
            "title": quote(thread.title),
        }
    submit_thread(author=pilot, space=Space.objects.get(slug="space-group"), title="Plain", body="Plain words")
    release(product=river, name="1.1", by=dana, fixes=list(Report.objects.select_related("thread__author")))
    count_threads()
    for who in (author, pilot, member, mona, dana):
        renew_feed_key(member=who)
        DigestPlan.objects.create(member=who, every="day", told_until=timezone.now(), digest_due_at=timezone.now())
    found["members"] = {who.username: who for who in (author, pilot, member, mona, dana)}
    return found


def words_seen(browser: Client, address: str) -> set[str]:
    """The kinds of space whose words an answer holds, but for what was asked in the address itself."""
    answer = browser.get(address)
    assert answer.status_code in {200, 302, 403, 404}, (address, answer.status_code)
    if answer.status_code != 200:
        return set()
    text = answer.content.decode()
    return {kind for kind in KINDS if re.search(rf"{WORD}(</mark>)?-(<mark>)?{kind}", text)}


def addresses(name: str, places: dict[str, Any], who: str) -> Iterator[str]:
    for template in READS[name]:
        if "{own_feed}" in template:
            if who != "visitor":
                yield reverse("community:own_feed", args=[feed_token(places["members"][who]), "atom"])
        elif "{" in template:
            for kind, place in places["kinds"].items():
                yield f"{template.format(**place)}#{kind}"
        else:
            yield template


def allowed(name: str, who: str) -> set[str]:
    if name in FOR_VISITORS:
        who = "visitor"
    if name in FOR_THE_AUTHOR and who != "author":
        return set()
    return {kind for kind, readers in KINDS.items() if who in readers}


@pytest.mark.parametrize("who", WHO)
def test_nobody_reads_what_is_closed_to_them(places, who):
    """And nobody is denied what is open: of each address somebody sees each kind that they may, somewhere."""
    leaks, lacks = [], []
    for name in READS:
        seen: set[str] = set()
        for address in addresses(name, places, who):
            here = words_seen(places["browsers"][who], address)
            seen |= here
            leaks += [f"{address}: {kind}" for kind in here - allowed(name, who)]
        if name in SHOWS_ALL and (who != "visitor" or name in FOR_VISITORS | OPEN):
            lacks += [f"{name}: {kind}" for kind in allowed(name, who) - seen]
    assert leaks == []
    assert lacks == []


# Where whoever may read a kind of space finds it, so that an address that shows nothing at all proves nothing.
OPEN = {"community:discover", "community:space", "community:search", "community:similar", "community:thread", "feedback:report"}
SHOWS_ALL = (
    OPEN
    | FOR_VISITORS - {"community:kind_feed"}
    | {"community:profile", "community:answer", "community:own_feed", "community:tag"}
)


def test_closed_spaces_are_not_there(places):
    """No name in a list or a filter, and the same answer as for a space that never was."""
    browser = places["browsers"]["member"]
    for kind in ("group", "team"):
        for page in ("/", "/search/", "/t/new/"):
            assert f"space-{kind}" not in browser.get(page).content.decode()
        assert browser.get(f"/s/space-{kind}/").status_code == browser.get("/s/never-was/").status_code == 404
        assert browser.get(f"/?space=space-{kind}").status_code == 404
        answer = browser.post("/t/new/", {"space": f"space-{kind}", "title": "t", "body": "b"})
        never = browser.post("/t/new/", {"space": "never-was", "title": "t", "body": "b"})
        assert answer.status_code == never.status_code == 422
        assert answer.context["form"].errors == never.context["form"].errors


@pytest.mark.parametrize(("who", "kind"), [("member", "group"), ("member", "team"), ("pilot", "team"), ("author", "team")])
def test_nothing_is_done_to_what_is_closed(places, who, kind):
    place, browser = places["kinds"][kind], places["browsers"][who]
    for action in ("community:reply", "community:vote"):
        assert browser.post(reverse(action, args=[place["thread"]]), {"body": "x"}).status_code == 404, action
    for subject, key in (("thread", place["thread"]), ("space", place["space"])):
        given = {"kind": subject, "key": key, "level": "watching"}
        assert browser.post(reverse("community:follow"), given).status_code == 404, subject
    for action in (
        "answer",
        "vote_for_reply",
        "accept_answer",
        "edit_reply",
        "take_back_reply",
        "restore_reply",
        "reply_history",
    ):
        assert browser.post(reverse(f"community:{action}", args=[place["reply"]]), {"body": "x"}).status_code == 404, action
    for action in ("feedback:confirm", "feedback:consent", "feedback:withdraw", "community:reproduce"):
        assert browser.post(reverse(action, args=[place["report"]]), {"scope": "none"}).status_code == 404, action
    assert Reply.objects.filter(thread=place["thread"]).count() == 1
    assert Report.objects.get(pk=place["report"]).withdrawn_at is None


def test_no_mail_or_push_leaves_for_a_space_that_was_closed(places):
    from community.queries import open_notices

    member = places["members"]["member"]
    told = {notice.detail["title"] for notice in open_notices(member).filter(event="mentioned")}
    assert told == {f"{WORD}-everyone by the lake", f"{WORD}-members by the lake"}
    assert Notice.objects.filter(member=member, event="mentioned").count() == len(KINDS)


@pytest.mark.parametrize("who", WHO)
def test_what_is_closed_is_not_counted(places, who):
    """A talk and a report in each kind of space: the number of results says nothing of those that are not shown."""
    browser = places["browsers"][who]
    expected = 2 * len(allowed("community:search", who))
    for page in (f"/search/?q={WORD}", f"/search/?q={WORD}&order=newest"):
        assert browser.get(page).context["count"] == expected
    reports = browser.get("/search/?what=reports&kind=training_signal").context["count"]
    assert reports == len(allowed("community:search", who))
