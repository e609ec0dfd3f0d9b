"""Nobody posts something harmless and edits the rest in: what an edit adds is weighed as a new post is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse

from community.edit_reply import edit_reply
from community.edit_thread import edit_thread
from community.erase_member import leave
from community.export_parts import parts_of
from community.models import Hold, Notice, PendingEdit, Reply, Revision, SearchDocument, Sketch, Space
from community.remove_revision import remove_revision
from community.reply import reply
from community.revisions import EditedMeanwhile
from community.submit_thread import submit_thread
from community.withdraw_thread import take_back_thread
from moderation.held_queries import held_one, waiting_holds
from moderation.settle_held import settle_held, undo_settled
from tests.at_once import somebody_waits_for_a_lock
from tests.community.test_holds import newcomer, spam
from tests.conftest import wait_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(alice):
    return submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.", language="en")


@pytest.fixture
def eve(house):
    return newcomer("eve")


@pytest.fixture
def harmless(eve, talk):
    """Mallory said something, and a reply of Eve's says nothing yet that anybody would hold."""
    reply(thread=talk, author=newcomer("mallory"), body=spam(1))
    Notice.objects.all().delete()
    return reply(thread=talk, author=eve, body="Thank you, that helped.", language="en")


@pytest.fixture
def waiting(harmless, eve):
    edit_reply(reply=harmless, by=eve, revision=0, body=f"{harmless.body}\n\n{spam(2)}", language="en")
    harmless.refresh_from_db()
    return held_one(Hold.objects.get().pk)


def test_what_an_edit_adds_waits_and_what_was_there_stands(waiting, harmless, talk, eve, alice, signed_in, client):
    assert (harmless.body, harmless.revision) == ("Thank you, that helped.", 0)
    assert waiting.edit.body.endswith(spam(2))
    assert not Revision.objects.exists()
    assert "diplomas within" not in SearchDocument.objects.get(pk=talk.pk).words
    page = talk.get_absolute_url()
    own = signed_in(eve).get(page).content.decode()
    assert "Your edit waits" in own
    assert spam(2)[-30:] in own
    for browser in (client, signed_in(alice)):
        seen = browser.get(page).content.decode()
        assert "Thank you, that helped." in seen
        assert "Your edit waits" not in seen
        assert spam(2)[-40:] not in seen
    form = signed_in(eve).get(reverse("community:edit_reply", args=[harmless.pk])).context["form"]
    assert form["body"].value() == waiting.edit.body


def test_a_moderator_sees_before_and_after_and_publishes_it(waiting, harmless, eve, mona, signed_in):
    desk = signed_in(mona)
    page = desk.get(reverse("moderation:held")).content.decode()
    assert "An edit of a reply in" in page
    assert "<ins>" in page
    one = desk.get(reverse("moderation:held_group", args=[waiting.group])).content.decode()
    assert "Thank you, that helped." in one
    assert desk.post(reverse("moderation:settle_held"), {"verb": "let_go", "hold": waiting.pk}).status_code == 302
    harmless.refresh_from_db()
    assert (harmless.body.endswith(spam(2)), harmless.revision) == (True, 1)
    assert Revision.objects.get().body == "Thank you, that helped."
    notice = Notice.objects.get(member=eve, event="edit_let_go")
    assert notice.url.endswith(f"#reply-{harmless.pk}") or f"reply-{harmless.pk}" in notice.url
    assert "Your edit waits" not in signed_in(eve).get(notice.url).content.decode()
    assert "your edit in" in signed_in(eve).get(reverse("community:notifications")).content.decode()


def test_what_is_refused_was_never_there_and_both_words_are_undone(waiting, harmless, mona):
    settled, done = settle_held(holds=[waiting], by=mona, is_fine=False)
    assert done == 1
    harmless.refresh_from_db()
    assert (harmless.body, harmless.state, harmless.revision) == ("Thank you, that helped.", "visible", 0)
    assert undo_settled(holds=Hold.objects.filter(settled_as=settled)) == 1
    assert waiting_holds().count() == 1
    settled, done = settle_held(holds=[held_one(waiting.pk)], by=mona, is_fine=True)
    assert done == 1
    assert undo_settled(holds=Hold.objects.filter(settled_as=settled)) == 1
    harmless.refresh_from_db()
    assert (harmless.body, harmless.revision, harmless.edited_at) == ("Thank you, that helped.", 0, None)
    assert not Revision.objects.exists(), "nobody reads in the history what should not have stood there"
    assert settle_held(holds=[held_one(waiting.pk)], by=mona, is_fine=True)[1] == 1


def test_another_edit_takes_the_place_of_one_that_waits(waiting, harmless, eve, mona):
    assert edit_reply(reply=harmless, by=eve, revision=0, body="Thank you, that helped a lot.") is True
    harmless.refresh_from_db()
    assert harmless.body == "Thank you, that helped a lot."
    assert not PendingEdit.objects.exists()
    assert settle_held(holds=[waiting], by=mona, is_fine=True)[1] == 0
    edit_reply(reply=harmless, by=eve, revision=1, body=spam(3))
    assert PendingEdit.objects.get().body == spam(3)
    assert edit_reply(reply=harmless, by=eve, revision=1, body=harmless.body) is True, "saved as it stands, it is taken back"
    assert not Hold.objects.exists()
    assert edit_reply(reply=harmless, by=eve, revision=1, body=harmless.body) is False
    with pytest.raises(EditedMeanwhile):
        edit_reply(reply=harmless, by=eve, revision=0, body="Late.")


def test_a_talk_is_weighed_with_its_title_and_waits_no_more_once_taken_back(talk, eve, mona):
    reply(thread=talk, author=newcomer("mallory"), body=spam(1))
    own = submit_thread(author=eve, space=talk.space, title="Hello", body="I am new.", language="en")
    edit_thread(thread=own, by=eve, revision=0, title="Offer", body=spam(2))
    own.refresh_from_db()
    assert (own.title, own.body) == ("Hello", "I am new.")
    hold = held_one(waiting_holds().get().pk)
    assert (hold.edit.title, hold.post) == ("Offer", own)
    take_back_thread(thread=own, by=eve)
    assert not waiting_holds().exists()
    assert settle_held(holds=[hold], by=mona, is_fine=True)[1] == 0


def test_who_mends_their_own_words_or_is_known_waits_for_nobody(talk, alice, eve):
    first = reply(thread=talk, author=eve, body=spam(1))
    edit_reply(reply=first, by=eve, revision=0, body=f"{spam(1)}!")
    known = reply(thread=talk, author=alice, body="Hm.")
    edit_reply(reply=known, by=alice, revision=0, body=spam(2))
    assert set(Reply.objects.values_list("body", flat=True)) == {f"{spam(1)}!", spam(2)}
    assert Sketch.objects.filter(reply=first).count() == 2, "later posts are compared with what was edited in as well"
    assert reply(thread=talk, author=newcomer("trudy"), body=spam(3)).state == "held"


def test_who_leaves_takes_what_waits_along_and_who_asks_gets_it(waiting, eve):
    rows = {part.name: list(part.rows) for part in parts_of(eve)}
    assert [row["body"] for row in rows["held_edits"]] == [waiting.edit.body]
    leave(member=eve, erase=True)
    assert not PendingEdit.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_fine", [True, False])
def test_an_author_who_edits_again_while_a_moderator_decides_stops_nobody(waiting, harmless, eve, mona, is_fine):
    """The author has the post locked and is about to take the hold away, when the moderator presses the button."""

    def decide() -> int:
        try:
            return settle_held(holds=[waiting], by=mona, is_fine=is_fine)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Reply.objects.select_for_update().get(pk=harmless.pk)
            decided = pool.submit(decide)
            wait_for(somebody_waits_for_a_lock)
            edit_reply(reply=harmless, by=eve, revision=0, body="Thank you, that helped a lot.")
        assert decided.result() == 0
    harmless.refresh_from_db()
    assert harmless.body == "Thank you, that helped a lot."
    assert not Hold.objects.exists()


def test_a_secret_in_an_edit_that_was_let_through_is_gone_with_its_revision(waiting, harmless, eve, mona):
    settle_held(holds=[waiting], by=mona, is_fine=True)
    edit_reply(reply=harmless, by=eve, revision=1, body="Thank you.", language="en")
    revision = Revision.objects.get(number=1)
    assert remove_revision(revision=revision, by=eve)
    assert "diplomas" not in str([*PendingEdit.objects.values(), *Revision.objects.values()])
