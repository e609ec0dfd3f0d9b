"""The composer of reports: what it takes, and what it says while one writes."""

from __future__ import annotations

import json

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from kombu.exceptions import OperationalError

from community.models import ThreadTag
from community.save_draft import save_draft
from feedback.models import Evidence, Product, Report
from feedback.tasks import advise

pytestmark = pytest.mark.django_db

WORDS = {
    "about": "answer",
    "version": "river/1.0",
    "conversation": "User: What is 17 times 23?\n\nAssistant: 17 times 23 is 381.",
    "title": "17 times 23 comes out wrong",
    "body": "The product is wrong.",
    "correction": "17 times 23 is 391.",
    "consent": "training",
    "visibility": "public",
}


def send(browser, **changed):
    return browser.post(reverse("feedback:compose"), {**WORDS, **changed})


def test_a_report_is_found_by_the_tags_of_its_composer(alice, river, signed_in):
    assert send(signed_in(alice), tags="arithmetic，心算, Arithmetic").status_code == 302
    report = Report.objects.get()
    assert report.thread.tags == ["arithmetic", "心算"]
    assert list(ThreadTag.objects.filter(thread=report.thread).values_list("tag__name", flat=True).order_by("tag")) == [
        "arithmetic",
        "心算",
    ]
    assert Evidence.objects.get().tags == ["arithmetic", "心算"]


@pytest.mark.parametrize("tags", ["a,b,c,d,e,f", "?!", "x" * 41])
def test_tags_that_are_none_come_back_as_they_were_typed(alice, river, signed_in, tags):
    answer = send(signed_in(alice), tags=tags)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"tags"}
    assert answer.context["form"]["tags"].value() == tags
    assert "17 times 23 is 391." in answer.content.decode()


TALK = "User: Who signed? 🖋️\n\nAssistant: 😀 It was signed in 1843, not in 1843.\n\nUser: 中文？\n\nAssistant: 签订于1843年。"


def step(browser, name, **changed):
    return browser.post(reverse("feedback:compose"), {**WORDS, "conversation": TALK, **changed, "step": name})


def values(answer) -> dict:
    """What the form holds that came back, as a browser would send it again."""
    form = answer.context["form"]
    kept = {name: form[name].value() for name in form.fields if name not in {"marks", "image"} and form[name].value()}
    marks = form["marks"].value() or []
    rows = {
        "marks_start": [mark.start for mark in marks],
        "marks_quote": [mark.quote for mark in marks],
        "marks_comment": [mark.comment for mark in marks],
    }
    return {**kept, **rows}


def test_step_by_step_without_a_script_nothing_typed_is_lost(alice, river, signed_in):
    browser = signed_in(alice)
    seen = step(browser, "read", target="1", reasons=["fact", "source"])
    assert seen.status_code == 200
    assert Report.objects.count() == 0
    assert [turn["is_target"] for turn in seen.context["reading"]["turns"]] == [False, True, False, False]
    begun = step(browser, "begin", **{**values(seen), "correction": ""})
    assert begun.context["form"]["correction"].value() == "😀 It was signed in 1843, not in 1843."
    marked = step(browser, "mark", **{**values(begun), "correction": "😀 It was signed in 1842.", "passage": "1843"})
    assert "3 times" not in marked.context["note"]
    assert "2 times" in marked.context["note"]
    assert "<mark>1843</mark>" in marked.content.decode()
    assert {"op": "add", "text": "1842"} in marked.context["difference"]
    sent = browser.post(reverse("feedback:compose"), {**values(marked), "marks_comment": ["the year"]})
    assert sent.status_code == 302
    evidence = Evidence.objects.get()
    at = "😀 It was signed in 1843, not in 1843.".index("1843")
    assert evidence.spans == [{"start": at, "end": at + 4, "comment": "the year"}]
    assert (evidence.target, evidence.correction) == (1, "😀 It was signed in 1842.")
    assert evidence.tags == ["wrong:fact", "wrong:source"]
    assert evidence.report.thread.tags == []
    page = browser.get(evidence.report.thread.get_absolute_url()).content.decode()
    assert "A wrong fact" in page
    assert "the year" in page


def test_words_that_are_not_in_the_answer_are_said_at_their_field(alice, river, signed_in):
    browser = signed_in(alice)
    answer = step(browser, "mark", passage="1842")
    assert answer.status_code == 422
    assert "passage" in answer.context["trouble"]
    assert answer.context["form"]["passage"].value() == "1842"
    refused = send(browser, conversation=TALK, passage="1842")  # sent before it was marked
    assert refused.context["form"].errors.keys() == {"passage"}
    assert send(browser, conversation=TALK, passage="1843").status_code == 302
    assert [span["end"] - span["start"] for span in Evidence.objects.get().spans] == [4]


def test_a_mark_of_another_answer_is_not_taken_and_not_lost(alice, river, signed_in):
    lost = {"marks_start": ["5"], "marks_quote": ["It was signed"], "marks_comment": ["kept"]}
    answer = send(signed_in(alice), conversation=TALK, target="3", **lost)
    assert answer.context["form"].errors.keys() == {"marks"}
    assert 'value="kept"' in answer.content.decode()
    assert send(signed_in(alice), conversation=TALK, target="1", **lost).status_code == 302


def test_what_was_read_wrongly_is_put_right_and_brought_back(alice, river, signed_in):
    browser = signed_in(alice)
    plain = step(browser, "read", conversation="Who signed?\n\nNobody.")
    assert plain.context["reading"]["nobody"]
    split = step(browser, "way:split", conversation="Who signed?\n\nNobody.")
    assert split.context["form"]["conversation"].value() == "User: Who signed?\n\nAssistant: Nobody."
    assert step(browser, "undo", **values(split)).context["form"]["conversation"].value() == "Who signed?\n\nNobody."
    turned = step(browser, "turn:user:3", target="3")
    assert turned.context["form"]["target"].value() == "1"
    joined = step(browser, "turn:join:1", target="3")
    assert len(joined.context["reading"]["turns"]) == 3
    assert joined.context["form"]["target"].value() == "2"
    first = "Assistant: Hello.\n\nUser: 17 times 23?\n\nAssistant: 381.\n\nUser: Thanks."
    kept = step(browser, "turn:drop:3", conversation=first, target="0")
    assert kept.context["form"]["target"].value() == "0"  # the first turn is an answer as good as any
    for odd in ("turn:drop:99", "turn:join:0", "turn:x:1", "turn", "way:x", "conversation:9", "unmark:9", "nothing", ""):
        assert step(browser, odd).status_code in {200, 422}


def test_of_several_conversations_one_is_taken(alice, river, signed_in):
    chats = [[{"role": "user", "content": f"q{n}"}, {"role": "assistant", "content": f"a{n}"}] for n in range(3)]
    lines = "\n".join(json.dumps({"messages": chat}) for chat in chats)
    seen = step(signed_in(alice), "read", conversation=lines)
    assert [one["index"] for one in seen.context["reading"]["several"]] == [0, 1, 2]
    taken = step(signed_in(alice), "conversation:2", **values(seen))
    assert taken.context["form"]["conversation"].value() == "User: q2\n\nAssistant: a2"


def test_a_file_is_read_into_the_box_where_that_is_empty(alice, river, signed_in):
    browser = signed_in(alice)

    def choose(content: bytes, conversation: str = ""):
        file = SimpleUploadedFile("chat.json", content)
        return step(browser, "read", conversation=conversation, file=file)

    chat = json.dumps([{"role": "user", "content": "q"}, {"role": "assistant", "content": "答"}])
    assert choose(chat.encode()).context["reading"]["has_answer"]
    assert choose(chat.encode("utf-16")).context["reading"]["has_answer"]
    for content in (b"\xff\x00\x81", b"", b" \n", b"a" * 2_000_001):
        answer = choose(content)
        assert answer.status_code == 422, content[:10]
        assert "file" in answer.context["trouble"]
    assert choose(chat.encode(), "typed").context["form"]["conversation"].value() == "typed"
    sent = send(browser, conversation="", file=SimpleUploadedFile("chat.json", chat.encode()))
    assert sent.status_code == 302


def test_what_is_ticked_says_enough(alice, river, signed_in):
    answer = send(signed_in(alice), title="", body="", reasons=["fact"])
    assert answer.status_code == 302
    assert Report.objects.get().thread.title == "A wrong fact: What is 17 times 23?"
    assert send(signed_in(alice), title="", body="").context["form"].errors.keys() == {"body"}


def test_a_version_of_a_long_name_can_be_reported_on(alice, river, signed_in):
    long = Product.objects.create(slug="a-product-of-a-very-long-name-indeed", name="Long")
    long.versions.create(name="2026-11-01-experimental-preview-for-few")
    chosen = {"version": f"{long.slug}/{long.versions.get().name}"}
    assert send(signed_in(alice), **chosen).status_code == 302
    assert Report.objects.get().model_version == long.versions.get()


def test_two_answers_side_by_side_become_a_pair(alice, river, signed_in):
    two = {"about": "compare", "question": "6*7?", "answer_a": "41", "answer_b": "42", "better": "b"}
    browser = signed_in(alice)
    missing = send(browser, **{**two, "answer_b": "", "better": ""})
    assert missing.context["form"].errors.keys() == {"answer_b", "better"}
    assert send(browser, conversation="no turns at all", **two).status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.conversation == [{"role": "user", "content": "6*7?"}, {"role": "assistant", "content": "41"}]
    assert sorted((one["rank"], one["content"]) for one in evidence.alternatives) == [(1, "42"), (2, "41")]


def test_a_draft_brings_back_marks_and_ticks(alice, river, signed_in):
    fields = {"conversation": [TALK], "target": ["1"], "reasons": ["fact", "format"], "marks_start": ["5"]}
    fields |= {"marks_quote": ["was signed"], "marks_comment": ["no"]}
    save_draft(member=alice, place="report", fields=fields)
    alice.refresh_from_db()
    answer = signed_in(alice).get(reverse("feedback:compose"))
    assert answer.context["form"]["reasons"].value() == ["fact", "format"]
    assert "<mark" in answer.content.decode()
    assert 'value="no"' in answer.content.decode()


def test_a_piece_for_the_script_asks_little_of_the_database(alice, river, signed_in, django_assert_max_num_queries):
    browser = signed_in(alice)
    with django_assert_max_num_queries(5):  # session, member, the site's rules, and the list of versions, twice over
        answer = browser.post(reverse("feedback:read"), {"conversation": TALK, "step": "begin"})
    page = answer.content.decode()
    assert page.count("talk__turn") >= 4
    assert "签订于1843年。</textarea>" in page
    assert browser.get(reverse("feedback:read")).status_code == 405


def test_a_worker_says_what_a_report_is_taken_for_while_it_is_written(alice, bob, river, signed_in, monkeypatch):
    asked = []
    monkeypatch.setattr(current_app, "send_task", lambda task, args, **options: asked.append((task, args, options)))
    browser = signed_in(alice)
    page = browser.post(reverse("feedback:read"), {**WORDS, "conversation": TALK * 300}).content.decode()
    ((task, (key, short), options),) = asked
    assert (task, options["expires"]) == ("feedback.advise", 15.0)
    assert len(json.dumps(short)) < 10_000
    name = key.rpartition(":")[2]
    address = reverse("feedback:advice", args=[name])
    assert f"{address}?try=1" in page
    assert f"{address}?try=3" in browser.get(address, {"try": "2"}).content.decode()
    assert "hx-get" not in browser.get(address, {"try": "5"}).content.decode()
    advise(key, short)
    assert "So far it can teach" in browser.get(address).content.decode()
    assert "So far it can teach" not in signed_in(bob).get(address).content.decode()


def test_without_redis_the_composer_goes_on_without_the_machine(alice, river, signed_in, monkeypatch):
    def unheard(*_arguments, **_options):
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "send_task", unheard)
    answer = signed_in(alice).post(reverse("feedback:read"), WORDS)
    assert answer.status_code == 200
    assert "hx-get" not in answer.content.decode()
