"""Authors edit, take back and bring back their own words; nothing typed is lost, and nothing closed is seen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.accept_answer import accept_answer
from community.edit_reply import edit_reply
from community.edit_thread import edit_thread
from community.models import Notice, Reply, Revision, SearchDocument, Space, Thread
from community.queries import unread_count
from community.reply import reply
from community.revisions import EditedMeanwhile, NotOpenToEdit
from community.submit_thread import submit_thread
from community.withdraw_reply import restore_reply, withdraw_reply
from community.withdraw_thread import restore_thread, take_back_thread
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(alice):
    return submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask twice.")


@pytest.fixture
def said(talk, bob):
    return reply(thread=talk, author=bob, body="My password is hunter2.")


def edit(thread, by, revision, body, title="How to ask"):
    return edit_thread(thread=thread, by=by, revision=revision, title=title, body=body)


def page(browser, name, pk, **query):
    return browser.get(reverse(f"community:{name}", args=[pk]), query)


def test_an_edit_is_found_marked_and_kept_in_the_history(talk, alice, bob, client, signed_in):
    sent = signed_in(alice).post(
        reverse("community:edit_thread", args=[talk.pk]), {"revision": 0, "title": "How to listen", "body": "Listen twice."}
    )
    assert sent.status_code == 302
    talk.refresh_from_db()
    assert (talk.title, talk.body, talk.revision) == ("How to listen", "Listen twice.", 1)
    assert Revision.objects.get().body == "Ask twice."
    assert "'listen'" in SearchDocument.objects.get(pk=talk.pk).words
    assert "'ask'" not in SearchDocument.objects.get(pk=talk.pk).words
    shown = page(client, "thread", talk.pk).content.decode()
    assert reverse("community:thread_history", args=[talk.pk]) in shown
    history = page(client, "thread_history", talk.pk).content.decode()
    assert "<del>" in history
    assert "Ask" in history


def test_an_edit_that_changes_nothing_is_none(talk, alice):
    assert edit(talk, alice, 0, "Ask twice.") is False
    assert edit(talk, alice, 0, "Ask once.") is True
    assert edit(talk, alice, 0, "Ask once.") is False  # the same form, sent again
    assert Revision.objects.count() == 1


def test_who_loses_a_race_sees_both_texts_and_can_save_theirs(talk, alice, signed_in):
    edit(talk, alice, 0, "From my telephone.")
    browser, address = signed_in(alice), reverse("community:edit_thread", args=[talk.pk])
    lost = browser.post(address, {"revision": 0, "title": "How to ask", "body": "From my desk."})
    shown = lost.content.decode()
    assert lost.status_code == 409
    assert "From my telephone." in shown
    assert "From my desk." in shown
    assert 'name="revision" value="1"' in shown
    browser.post(address, {"revision": 1, "title": "How to ask", "body": "From my desk."})
    talk.refresh_from_db()
    assert talk.body == "From my desk."
    assert list(Revision.objects.order_by("number").values_list("body", flat=True)) == ["Ask twice.", "From my telephone."]


@pytest.mark.django_db(transaction=True)
def test_of_eight_edits_at_once_one_is_made(talk, alice):
    came = at_once(lambda n: edit(talk, alice, 0, f"version {n}"))
    assert [one for one in came if one is True] == [True]
    assert sum(isinstance(one, EditedMeanwhile) for one in came) == 7
    assert Revision.objects.count() == 1


def test_only_who_wrote_it_edits_it_and_never_a_report(talk, said, submitted, alice, bob, mona, signed_in):
    report = submitted().thread
    for member, name, pk in [
        (bob, "edit_thread", talk.pk),
        (mona, "edit_thread", talk.pk),
        (alice, "edit_reply", said.pk),
        (alice, "edit_thread", report.pk),
        (alice, "take_back_thread", report.pk),
        (alice, "thread_history", report.pk),
        (bob, "take_back_thread", talk.pk),
        (alice, "take_back_reply", said.pk),
        (alice, "restore_reply", said.pk),
    ]:
        answer = signed_in(member).post(reverse(f"community:{name}", args=[pk]), {"revision": 0, "title": "x", "body": "x"})
        assert answer.status_code == 404, name
    with pytest.raises(NotOpenToEdit):
        edit(report, alice, 0, "x")
    with pytest.raises(NotOpenToEdit):
        edit_reply(reply=said, by=alice, revision=0, body="x")


def test_a_reply_taken_back_leaves_count_answer_search_and_notices_and_comes_back_to_all(talk, said, alice, bob, client):
    accept_answer(reply=said, by=alice)
    assert (unread_count(alice), unread_count(bob)) == (1, 1)
    assert withdraw_reply(reply=said, by=bob) is True
    assert withdraw_reply(reply=said, by=bob) is False
    talk.refresh_from_db()
    assert talk.reply_count == 0
    assert "hunter2" not in SearchDocument.objects.get(pk=talk.pk).words
    assert (unread_count(alice), unread_count(bob)) == (0, 0)
    assert "hunter2" not in page(client, "thread", talk.pk).content.decode()
    assert restore_reply(reply=said, by=bob) is True
    assert restore_reply(reply=said, by=bob) is False
    talk.refresh_from_db()
    assert (talk.reply_count, talk.accepted_id) == (1, said.pk)
    assert "hunter2" in SearchDocument.objects.get(pk=talk.pk).words
    assert unread_count(alice) == 1
    assert page(client, "thread", talk.pk).content.decode().count("hunter2") == 2  # as the answer, and in its place


def test_its_author_sees_the_button_that_brings_a_reply_back_and_keeps_its_place(talk, said, alice, bob, signed_in):
    reply(thread=talk, author=alice, body="Take that away!", parent=said)
    withdraw_reply(reply=said, by=bob)
    restore = reverse("community:restore_reply", args=[said.pk])
    assert restore in page(signed_in(bob), "thread", talk.pk).content.decode()
    others = page(signed_in(alice), "thread", talk.pk).content.decode()
    assert f'id="reply-{said.pk}"' in others
    assert restore not in others
    assert "hunter2" not in others


def test_a_talk_taken_back_is_gone_for_everyone_and_its_author_finds_it_among_the_drafts(talk, alice, bob, client, signed_in):
    browser = signed_in(alice)
    browser.post(reverse("community:take_back_thread", args=[talk.pk]))
    assert page(client, "thread", talk.pk).status_code == 404
    assert page(signed_in(bob), "thread", talk.pk).status_code == 404
    assert page(client, "thread_history", talk.pk).status_code == 404
    assert not SearchDocument.objects.filter(pk=talk.pk).exists()
    assert reverse("community:restore_thread", args=[talk.pk]) in page(browser, "thread", talk.pk).content.decode()
    assert talk.get_absolute_url() in browser.get(reverse("community:drafts")).content.decode()
    browser.post(reverse("community:restore_thread", args=[talk.pk]))
    assert page(client, "thread", talk.pk).status_code == 200
    assert SearchDocument.objects.filter(pk=talk.pk).exists()


def test_what_a_moderator_hid_its_author_neither_takes_back_nor_brings_back(talk, said, alice, bob):
    Thread.objects.update(state=Thread.State.HIDDEN)
    Reply.objects.update(state=Thread.State.HIDDEN)
    assert take_back_thread(thread=talk, by=alice) is False
    assert restore_thread(thread=talk, by=alice) is False
    assert withdraw_reply(reply=said, by=bob) is False
    assert restore_reply(reply=said, by=bob) is False
    with pytest.raises(NotOpenToEdit):
        edit(talk, alice, 0, "x")
    assert set(Reply.objects.values_list("state", flat=True)) == {"hidden"}


def test_moderators_see_the_history_of_what_is_gone_and_strangers_do_not(talk, said, alice, bob, mona, signed_in, client):
    edit_reply(reply=said, by=bob, revision=0, body="Never mind.")
    assert "hunter2" in page(client, "reply_history", said.pk).content.decode()
    withdraw_reply(reply=said, by=bob)
    take_back_thread(thread=talk, by=alice)
    restore_thread(thread=talk, by=alice)
    for browser, status in [(client, 404), (signed_in(alice), 404), (signed_in(bob), 200), (signed_in(mona), 200)]:
        assert page(browser, "reply_history", said.pk).status_code == status
    Thread.objects.update(visibility=Thread.Visibility.TEAM)
    for browser, status in [(client, 404), (signed_in(bob), 404), (signed_in(mona), 200)]:
        assert page(browser, "thread_history", talk.pk).status_code == status


def test_a_secret_that_was_edited_away_is_removed_from_the_history_by_its_author_alone(said, alice, bob, signed_in, client):
    edit_reply(reply=said, by=bob, revision=0, body="My password is a secret.")
    address = reverse("community:remove_revision", args=[Revision.objects.get().pk])
    assert signed_in(alice).post(address).status_code == 404
    for _ in range(2):
        assert signed_in(bob).post(address).status_code == 302
    shown = page(client, "reply_history", said.pk).content.decode()
    assert "hunter2" not in shown
    assert "removed by its author" in shown
    assert "hunter2" not in str(list(Revision.objects.values()))


def test_a_long_history_is_read_page_by_page_with_few_queries(talk, alice, signed_in, django_assert_num_queries):
    for number in range(25):
        edit(talk, alice, number, f"text {number}")
    browser = signed_in(alice)
    page(browser, "thread_history", talk.pk)
    with django_assert_num_queries(6):  # session, member; own gone, the talk; its texts; unread notices
        first = page(browser, "thread_history", talk.pk).content.decode()
    assert first.count("<section") == 10
    assert "?before=15" in first
    last = page(browser, "thread_history", talk.pk, before=5).content.decode()
    assert last.count("<section") == 5
    assert page(browser, "thread_history", talk.pk, before="x").status_code == 200


def test_who_is_mentioned_is_told_once_if_they_may_see_it(talk, alice, bob, mona, dana):
    def told(member):
        return Notice.objects.filter(member=member, event="mentioned").count()

    said = reply(thread=talk, author=bob, body="Ask @mona. `@dana` knows nothing, @alice, @nobody")
    assert (told(mona), told(dana), told(bob)) == (1, 0, 0)
    assert told(alice) == 0  # whoever is told of the reply is not told twice
    edit_reply(reply=said, by=bob, revision=0, body="Ask @mona and @dana.")
    edit_reply(reply=said, by=bob, revision=1, body="Ask @dana and @mona!")
    assert (told(mona), told(dana)) == (1, 1)
    Thread.objects.update(visibility=Thread.Visibility.TEAM)
    talk.refresh_from_db()
    hidden = submit_thread(author=mona, space=talk.space, title="x", body="@bob @dana", visibility="team")
    assert Notice.objects.filter(thread=hidden).count() == 1


def test_one_post_calls_ten_at_most_however_often_it_is_edited(talk, alice, house):
    from community.create_member import create_member

    for number in range(14):
        create_member(name=f"m{number}")
    said = reply(thread=talk, author=alice, body=" ".join(f"@m{number}" for number in range(8)))
    edit_reply(reply=said, by=alice, revision=0, body=" ".join(f"@m{number}" for number in range(14)))
    assert Notice.objects.filter(event="mentioned").count() == 10


def test_the_same_form_sent_twice_is_one(talk, bob, signed_in):
    browser, address = signed_in(bob), reverse("community:reply", args=[talk.pk])
    for _ in range(2):
        browser.post(address, {"form_id": "f" * 32, "body": "Twice?"})
    browser.post(address, {"form_id": "f" * 32, "body": "The same old form, with other words."})
    assert Reply.objects.count() == 2
    for _ in range(2):
        new = {"form_id": "e" * 32, "space": "tips", "title": "Once", "body": "Only once."}
        browser.post(reverse("community:new_thread"), new)
    assert Thread.objects.filter(title="Once").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_are_one_reply(talk, bob):
    came = at_once(lambda _n: reply(thread=talk, author=bob, body="Now!", form_id="f" * 32).pk)
    assert len(set(came)) == 1
    talk.refresh_from_db()
    assert (talk.reply_count, Reply.objects.count()) == (1, 1)


def test_who_can_reproduce_a_report_says_with_which_version_and_changes_nothing(submitted, bob, signed_in, client):
    thread = submitted().thread
    browser = signed_in(bob)
    voted = browser.post(reverse("community:vote", args=[thread.pk]), headers={"HX-Request": "true"}).content.decode()
    address = reverse("community:reproduce", args=[thread.pk])
    assert address in voted
    for _ in range(2):
        browser.post(address, {"form_id": "f" * 32, "reproduced_on": "River 0.9", "body": "It said 381 as well."})
    thread.refresh_from_db()
    assert (thread.vote_count, thread.reply_count) == (1, 1)
    assert thread.body == "The product is wrong."
    shown = client.get(thread.get_absolute_url()).content.decode()
    assert "reproduced on River 0.9" in shown
    assert "I can reproduce this" in shown
    assert browser.post(address, {"reproduced_on": "", "body": ""}).status_code == 422


def test_who_erases_their_words_erases_the_earlier_ones(talk, said, bob):
    from community.erase_of_member import erase_of_member

    edit_reply(reply=said, by=bob, revision=0, body="Nothing.")
    erase_of_member(bob)
    assert "hunter2" not in str(list(Revision.objects.values()))
