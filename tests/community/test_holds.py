"""What new accounts write many of, or write alike, waits for a person: nobody else sees it, hears of it or counts it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.erase_member import leave
from community.lookalike import SAME, likeness, sketch
from community.models import FanOut, Hold, Member, Notice, Reply, Sketch, Space, Thread
from community.queries import feed
from community.reply import reply
from community.submit_thread import submit_thread
from community.weigh_post import FLOOD, forget_sketches
from community.withdraw_thread import withdraw_thread
from feedback.classify_batch import classify_batch
from feedback.models import Report, Step
from feedback.queries import funnel_of
from moderation.held_queries import held_groups, held_in, waiting_holds
from moderation.open_cases import open_cases
from moderation.settle_held import settle_held, undo_settled
from tests.at_once import at_once
from tests.community.test_limits import same_answer

pytestmark = pytest.mark.django_db
SPAM = "Cheap certificates and diplomas, delivered within {} days, ask {} at https://{}.example now, you will not regret it"


def newcomer(name: str) -> Member:
    return Member.objects.create_user(name, password="four horses on a bridge")


@pytest.fixture
def eve(house):
    return newcomer("eve")


@pytest.fixture
def asked(alice):
    return submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.", language="en")


def spam(number: int) -> str:
    return SPAM.format(number, "@" + "abcdefgh"[number % 8], "pqrstuvw"[number % 8])


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (spam(1), spam(2), True),
        (spam(1), spam(3).upper(), True),
        (
            "专业代办各类证件文凭，三天到手，加微信咨询，价格优惠，先办后付款，诚信经营多年",
            "專業代辦各類證件文憑，5天到手，加微信諮詢，價格優惠，先辦後付款，誠信經營多年！",
            True,
        ),
        (spam(1), "The model says that 17 times 23 is 381, which is wrong; it should have said 391.", False),
        (
            "模型在翻译长句的时候会漏掉后半句，尤其是带有括号的句子",
            "模型写代码的时候经常忘记导入用到的库，需要提醒两次才行",
            False,
        ),
    ],
)
def test_what_a_program_changes_makes_no_other_text_of_it(one, other, is_same):
    assert (likeness(sketch(one), sketch(other)) >= SAME) is is_same


def test_short_words_are_like_nothing():
    assert sketch("Same here, thank you!") == sketch("谢谢，我也是") == sketch("") == []


def test_what_new_members_write_alike_is_held_and_what_others_write_is_not(eve, alice, asked):
    first = reply(thread=asked, author=eve, body=spam(1))
    second = reply(thread=asked, author=newcomer("mallory"), body=spam(2))
    third = submit_thread(author=newcomer("trudy"), space=asked.space, title="Offer", body=spam(3), language="en")
    known = reply(thread=asked, author=alice, body=spam(4))
    assert [post.state for post in (first, second, third, known)] == ["visible", "held", "held", "visible"]
    assert Hold.objects.count() == 2
    assert len(set(Hold.objects.values_list("group", flat=True))) == 1
    Sketch.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert reply(thread=asked, author=newcomer("peggy"), body=spam(5)).state == "visible", "the wave is over"
    assert forget_sketches() == 3


def test_many_in_a_short_time_are_held_and_later_ones_are_not(eve, asked):
    said = [reply(thread=asked, author=eve, body=f"Thought number {number}") for number in range(FLOOD + 1)]
    assert [one.state for one in said] == ["visible"] * FLOOD + ["held"]
    Reply.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert reply(thread=asked, author=eve, body="An hour later").state == "visible"


@pytest.fixture
def held_reply(eve, alice, asked):
    reply(thread=asked, author=eve, body=spam(1))
    Notice.objects.all().delete()
    FanOut.objects.all().delete()
    return reply(thread=asked, author=newcomer("mallory"), body=spam(2))


def test_only_author_and_moderators_see_a_held_reply_and_nobody_is_told(held_reply, asked, alice, signed_in, client):
    asked.refresh_from_db()
    assert asked.reply_count == 1
    assert not Notice.objects.exists()
    assert not FanOut.objects.exists()
    page = reverse("community:thread", args=[asked.pk])
    own = signed_in(held_reply.author).get(page).content.decode()
    assert "only you and the moderators see this yet" in own
    assert spam(2)[:20] in own
    anchor = f'id="reply-{held_reply.pk}"'
    assert anchor in own
    for browser in (client, signed_in(alice)):
        assert anchor not in browser.get(page).content.decode()
        vote = reverse("community:vote_for_reply", args=[held_reply.pk])
        if browser is not client:
            same_answer(browser, vote, reverse("community:vote_for_reply", args=[held_reply.pk + 1000]), "post")
    found = client.get(reverse("community:search"), {"q": "diplomas"}).content.decode()
    assert "mallory" not in found


def test_a_held_thread_is_not_there_for_others(eve, alice, mona, asked, signed_in, client):
    submit_thread(author=eve, space=asked.space, title="First offer", body=spam(1), language="en")
    trudy = newcomer("trudy")
    held = submit_thread(author=trudy, space=asked.space, title="Second offer", body=spam(2), language="en")
    path = reverse("community:thread", args=[held.pk])
    for browser in (client, signed_in(alice), signed_in(eve)):
        same_answer(browser, path, reverse("community:thread", args=[held.pk + 1000]))
        assert "Second offer" not in browser.get("/").content.decode()
        assert "Second offer" not in browser.get(reverse("community:search"), {"q": "offer"}).content.decode()
        assert "Second offer" not in browser.get(reverse("community:profile", args=["trudy"])).content.decode()
    assert "A moderator looks at this before others see it" in signed_in(trudy).get(path).content.decode()
    assert "only its author and the moderators" in signed_in(mona).get(path).content.decode()


def test_letting_go_does_what_posting_would_have_done_and_undo_takes_it_back(held_reply, asked, alice, mona):
    hold = held_in(held_reply.hold.group)[0]
    settled_as, done = settle_held(holds=[hold], by=mona, is_fine=True)
    assert done == 1
    assert settle_held(holds=[hold], by=mona, is_fine=True)[1] == 0, "twice is once"
    assert settle_held(holds=[hold], by=mona, is_fine=False)[1] == 0
    held_reply.refresh_from_db()
    asked.refresh_from_db()
    assert (held_reply.state, asked.reply_count) == ("visible", 2)
    assert Notice.objects.filter(member=alice, event="replied").count() == 1
    assert Notice.objects.filter(member=held_reply.author, event="let_go").count() == 1
    assert FanOut.objects.filter(reply=held_reply).exists()

    again = list(Hold.objects.filter(settled_as=settled_as).select_related("reply__thread"))
    assert undo_settled(holds=again) == 1
    assert undo_settled(holds=again) == 0
    held_reply.refresh_from_db()
    asked.refresh_from_db()
    assert (held_reply.state, asked.reply_count) == ("held", 1)
    assert not Notice.objects.filter(member=alice, event="replied").exists()
    assert waiting_holds().count() == 1


def test_a_removed_post_is_kept_for_its_author_and_can_wait_again(held_reply, mona, asked):
    hold = held_in(held_reply.hold.group)[0]
    assert settle_held(holds=[hold], by=mona, is_fine=False)[1] == 1
    held_reply.refresh_from_db()
    assert (held_reply.state, held_reply.body) == ("hidden", spam(2)), "nothing is gone for good"
    assert Notice.objects.get(member=held_reply.author, event="held_removed")
    assert undo_settled(holds=[Hold.objects.get()]) == 1
    held_reply.refresh_from_db()
    assert held_reply.state == "held"


def test_a_held_report_goes_its_way_only_when_it_is_let_through(eve, mona, submitted):
    words = {"title": "It is wrong", "body": spam(1)}
    submitted(author=eve, **words)
    report = submitted(author=newcomer("mallory"), **words)
    assert report.thread.state == "held"
    assert classify_batch() == 1
    assert open_cases() == 1
    assert not Step.objects.filter(report=report).exists()
    assert funnel_of(report.thread.author, report.thread.author).reported == 0
    settle_held(holds=held_in(report.thread.hold.group), by=mona, is_fine=True)
    assert Step.objects.filter(report=report, event="reported").count() == 1
    assert classify_batch() == 1
    assert open_cases() == 1
    assert undo_settled(holds=list(Hold.objects.select_related("thread__report"))) == 1
    assert Report.objects.get(pk=report.pk).classified == "done", "what was read stays read"


def test_what_its_author_takes_back_waits_no_more(eve, mona, asked):
    submit_thread(author=eve, space=asked.space, title="Offer", body=spam(1), language="en")
    held = submit_thread(author=newcomer("trudy"), space=asked.space, title="Offer", body=spam(2), language="en")
    hold = held_in(held.hold.group)[0]
    withdraw_thread(thread_id=held.pk)
    assert held_groups() == ([], None)
    assert settle_held(holds=[hold], by=mona, is_fine=True)[1] == 0
    held.refresh_from_db()
    assert held.state == "withdrawn"
    assert Hold.objects.get().state == "waiting", "nobody settled it"


def test_who_leaves_with_all_words_takes_the_held_ones_along(held_reply):
    leave(member=held_reply.author, erase=True)
    held_reply.refresh_from_db()
    assert (held_reply.state, held_reply.body) == ("withdrawn", "")
    assert not Sketch.objects.filter(author=held_reply.author).exists()
    assert not waiting_holds().exists()


def test_the_desk_settles_a_wave_as_far_as_it_was_seen(held_reply, asked, mona, alice, signed_in):
    browser = signed_in(mona)
    page = browser.get(reverse("moderation:held"))
    group = page.context["groups"][0]
    late = reply(thread=asked, author=newcomer("late"), body=spam(6))
    assert late.hold.group == group["name"]
    answer = browser.post(
        reverse("moderation:settle_held"), {"verb": "let_go", "group": group["name"], "up_to": group["last"]}, follow=True
    )
    assert "1 post is let through." in answer.content.decode()
    late.refresh_from_db()
    assert late.state == "held", "nobody has seen it"
    undo = reverse("moderation:undo_held", args=[answer.context["settled"][0].settled_as])
    assert "1 post waits again" in browser.post(undo, follow=True).content.decode()
    assert "nothing left to undo" in browser.post(undo, follow=True).content.decode()
    each = browser.get(reverse("moderation:held_group", args=[group["name"]]))
    assert [hold["author"] for hold in each.context["holds"]] == ["mallory", "late"]
    gone = browser.post(reverse("moderation:settle_held"), {"verb": "remove", "hold": late.hold.pk}, follow=True)
    assert "1 post is removed." in gone.content.decode()
    again = browser.post(reverse("moderation:settle_held"), {"verb": "remove", "hold": late.hold.pk}, follow=True)
    assert "Somebody was quicker" in again.content.decode()
    for path in (reverse("moderation:held"), reverse("moderation:held_group", args=[group["name"]])):
        assert signed_in(alice).get(path).status_code == 404
    assert signed_in(alice).post(reverse("moderation:settle_held"), {"verb": "let_go", "hold": 1}).status_code == 404


def test_the_page_of_many_waves_asks_as_much_as_that_of_one(asked, mona, signed_in, django_assert_num_queries):
    for number in range(30):
        author = newcomer(f"n{number}")
        said = Reply.objects.create(thread=asked, author=author, body="x", state="held", created_at=timezone.now())
        Hold.objects.create(reply=said, author=author, reason="flood", group=f"flood-{author.pk}")
    browser = signed_in(mona)
    with django_assert_num_queries(6):  # session, member, groups, their samples, what was settled lately, the bell
        page = browser.get(reverse("moderation:held"))
    assert len(page.context["groups"]) == 25
    assert len(browser.get(reverse("moderation:held") + page.context["older_url"]).context["groups"]) == 5


def test_a_feed_holds_nothing_that_is_held(eve, asked, alice):
    Thread.objects.filter(pk=asked.pk).update(state="held")
    assert feed(eve).items == feed(alice).items == []


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_post_the_same_at_once_one_is_seen(house, alice):
    thread = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.")
    authors = [newcomer(f"n{number}") for number in range(8)]
    said = at_once(lambda number: reply(thread=thread, author=authors[number], body=spam(number)))
    assert sorted(one.state for one in said) == ["held"] * 7 + ["visible"]
    assert len(set(Hold.objects.values_list("group", flat=True))) == 1
    thread.refresh_from_db()
    assert thread.reply_count == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_moderators_who_settle_the_same_wave_at_once_each_post_is_settled_by_one(house, alice, mona):
    thread = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.")
    for number in range(4):
        reply(thread=thread, author=newcomer(f"n{number}"), body=spam(number))
    holds = held_in(Hold.objects.first().group)
    done = at_once(lambda number: settle_held(holds=holds, by=mona, is_fine=bool(number % 2))[1])
    assert sum(done) == 3
    thread.refresh_from_db()
    assert thread.reply_count == Reply.objects.filter(thread=thread, state="visible").count()
    assert Notice.objects.filter(event__in=["let_go", "held_removed"]).count() == 3
