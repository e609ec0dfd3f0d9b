"""A whole novel in the context: kept as it came, shown in windows, searched, and no page is slower or longer for it."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from base.text.find import find_in
from feedback.classify_batch import classify_batch
from feedback.excerpts import ANSWER, WINDOW
from feedback.find_in_conversation import SHOWN, find_in_conversation
from feedback.models import Evidence
from feedback.queries import whole_reports
from feedback.schema import MAX_CHARACTERS, parse_report
from moderation.open_cases import open_cases
from tests.conftest import report_json

pytestmark = pytest.mark.django_db
MOST_BYTES = 100_000  # of a first page
SENTENCE = "第{:06d}回，贾宝玉在园中读书，风过竹声，Whale number {:06d} went by. "


def novel(characters: int) -> str:
    text, number = [], 0
    while number * 40 < characters:
        text.append(SENTENCE.format(number, number))
        number += 1
    return "".join(text)[:characters]


def long_report(**changed):
    """All the characters there can be: a novel that was asked about, and an answer as long, marked far inside."""
    half = MAX_CHARACTERS // 2
    answer = novel(half)
    at = answer.index("第015000回")
    given = {
        "conversation": [{"role": "user", "content": novel(half)[::-1]}, {"role": "assistant", "content": answer}],
        "spans": [{"start": at, "end": at + 8, "comment": "no such chapter"}],
        **changed,
    }
    return report_json(**given)


@pytest.fixture
def long(submitted):
    return submitted(**long_report())


def test_it_is_kept_as_it_came(long):
    given = parse_report(long_report())
    kept = Evidence.objects.get(report=long)
    assert kept.conversation == [turn.model_dump() for turn in given.conversation]
    assert sum(len(turn["content"]) for turn in kept.conversation) == MAX_CHARACTERS
    assert kept.sha256 == given.sha256()


def test_it_takes_less_room_than_it_is_long(long):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_column_size(conversation), octet_length(conversation::text) FROM feedback_evidence")
        stored, long_as_text = cursor.fetchone()
    assert stored < long_as_text / 2


def test_the_report_s_page_shows_what_is_marked_and_stays_small(long, alice, signed_in):
    browser = signed_in(alice)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(f"/r/{long.pk}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    assert '<mark title="no such chapter">第015000回</mark>' in page
    assert "第014999回" in page
    assert "第014000回" not in page
    assert len(asked) <= 8
    assert len(json.dumps(whole_reports(alice).values_list("cut", flat=True).get())) < MOST_BYTES


def test_the_desk_shows_the_same_and_stays_small(long, mona, signed_in):
    classify_batch()
    open_cases()
    answer = signed_in(mona).get(f"/desk/{long.pk}/")
    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    assert "第015000回</mark>" in answer.content.decode()


def test_each_window_leads_to_the_next_until_the_text_is_whole(submitted, alice, signed_in):
    """By the links alone, as without a script; and by pieces, as htmx asks for them."""
    text = novel(3 * ANSWER)
    report = submitted(conversation=[{"role": "user", "content": "?"}, {"role": "assistant", "content": text}])
    browser = signed_in(alice)
    page = browser.get(f"/r/{report.pk}/").content.decode()
    told = text[:ANSWER]
    url = link_in(page)
    while url:
        plain = browser.get(url)
        assert plain.status_code == 200
        piece = browser.get(url, headers={"HX-Request": "true"}).content.decode()
        words = re.search(r'<span class="talk__plain"[^>]*>(.*?)</span>', piece, re.DOTALL)
        assert words
        assert "<html" not in piece
        assert words[1] in plain.content.decode()
        told += words[1]
        url = link_in(piece)
    assert told == text


def link_in(page: str) -> str:
    found = re.search(r'class="talk__more" href="([^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_a_word_is_found_in_both_languages_with_a_link_to_its_window(long, alice, signed_in):
    browser = signed_in(alice)
    for word in ("第０１５００１回", "WHALE number 015001"):
        page = browser.get(f"/r/{long.pk}/conversation/", {"q": word})
        assert page.context["count"] == 1
        hit = page.context["hits"][0]
        there = browser.get(hit["url"]).content.decode()
        assert f"<mark>{hit['hit'].words}</mark>" in there
    many = browser.get(f"/r/{long.pk}/conversation/", {"q": "whale"})
    assert many.context["count"] > 19_000
    assert len(many.context["hits"]) == SHOWN
    assert len(many.content) < MOST_BYTES
    more = browser.get(f"/r/{long.pk}/conversation/{many.context['more_url']}")
    assert more.context["hits"][0]["hit"].start > many.context["hits"][-1]["hit"].start
    assert browser.get(f"/r/{long.pk}/conversation/", {"q": "no such word"}).context["count"] == 0


def test_looking_for_a_word_asks_eight_times_at_most(long, alice, signed_in, django_assert_max_num_queries):
    browser = signed_in(alice)
    with django_assert_max_num_queries(8):
        browser.get(f"/r/{long.pk}/conversation/", {"q": "whale"})


def test_what_folds_to_more_characters_keeps_its_place():
    text = "ﬁne STRASSE Straße 繁體字 ＡＢＣ\nabc"
    assert [text[one.start : one.end] for one in find_in(text, "abc")] == ["ＡＢＣ", "abc"]
    assert [text[one.start : one.end] for one in find_in(text, "繁体")] == ["繁體"]
    assert [text[one.start : one.end] for one in find_in(text, "straße")] == ["Straße"]
    assert [text[one.start : one.end] for one in find_in(text, "ＡＢＣ ABC")] == ["ＡＢＣ\nabc"]
    assert list(find_in(text, "  ")) == []


def test_the_places_go_on_where_the_last_list_ended():
    talk = [{"role": "user", "content": "a " * 30}, {"role": "assistant", "content": "a"}]
    first = find_in_conversation(talk, "a")
    assert (first.count, len(first.hits), first.following) == (31, SHOWN, (0, 2 * SHOWN))
    rest = find_in_conversation(talk, "a", first.following)
    assert ([one.start for one in rest.hits[:1]], len(rest.hits), rest.hits[-1].turn) == ([2 * SHOWN], 11, 1)
    assert rest.following is None


@pytest.mark.parametrize("asked", ["turn=9", "turn=x", "from=2000001", "from=500", "part=no", "from=9&to=9", "part=other"])
def test_a_place_that_is_none_is_not_found(submitted, alice, signed_in, asked):
    report = submitted()
    assert signed_in(alice).get(f"/r/{report.pk}/conversation/?{asked}").status_code == 404


def test_strangers_are_told_nothing(submitted, alice, bob, client, signed_in):
    from community.models import Thread

    report = submitted()
    Thread.objects.filter(pk=report.pk).update(visibility="team")
    for browser in (client, signed_in(bob)):
        for asked in ("", "?q=381", "?part=correction"):
            for headers in ({}, {"HX-Request": "true"}):
                assert browser.get(f"/r/{report.pk}/conversation/{asked}", headers=headers).status_code == 404


def test_many_turns_are_shown_around_the_one_that_is_meant(submitted, alice, signed_in):
    talk = [{"role": "user" if at % 2 == 0 else "assistant", "content": f"turn-{at}. " + "长" * 380} for at in range(5_000)]
    report = submitted(conversation=talk, target=2501)
    answer = signed_in(alice).get(f"/r/{report.pk}/")
    page = answer.content.decode()
    assert len(answer.content) < MOST_BYTES
    assert "turn-2501." in page
    assert "turn-2500." in page
    assert "turn-2400." not in page
    assert f"/r/{report.pk}/conversation/?turn=0" in page
    assert f"/r/{report.pk}/conversation/?turn=2510" in page


def test_long_words_beside_it_are_cut_too(submitted, alice, signed_in):
    report = submitted(
        body=novel(100_000), correction=novel(MAX_CHARACTERS), alternatives=[{"content": novel(300_000), "rank": 1}]
    )
    browser = signed_in(alice)
    answer = browser.get(f"/r/{report.pk}/")
    assert len(answer.content) < 2 * MOST_BYTES
    for part in ("body", "correction", "other"):
        piece = browser.get(f"/r/{report.pk}/conversation/?part={part}&turn=0&from=12000").content.decode()
        assert novel(100_000)[12_000 : 12_000 + WINDOW] in piece


def test_lists_do_not_read_it(long, alice, signed_in):
    with CaptureQueriesContext(connection) as asked:
        for address in ("/", "/s/reports/", "/feeds/site.atom", "/m/alice/"):
            signed_in(alice).get(address)
    assert not [one["sql"] for one in asked if "conversation" in one["sql"]]


def test_of_text_in_sql_and_in_python_the_offsets_are_the_same(submitted):
    report = submitted(correction="𠮷😀é")
    assert Evidence.objects.filter(report=report).annotate(n=Length("correction")).get().n == len("𠮷😀é")


def test_the_composer_takes_it_whole_and_shows_parts_of_it(alice, river, signed_in):
    """Marked far inside, by words that were written by hand."""
    answer = novel(MAX_CHARACTERS - 30)
    wrong = "第015000回，贾宝玉"
    typed = {
        "about": "answer",
        "conversation": f"User: Go on\n\nAssistant: {answer}",
        "version": "river/1.0",
        "consent": "training",
        "visibility": "public",
        "body": "No such chapter.",
    }
    browser = signed_in(alice)
    marked = browser.post("/report/read/", {**typed, "passage": wrong, "step": "mark"})
    page = marked.content.decode()
    assert len(marked.content) < MOST_BYTES
    assert f"<mark>{wrong}</mark>" in page
    assert "第014000回" not in page
    start = re.search(r'name="marks_start" value="([0-9]+)"', page)
    assert start
    sent = browser.post("/report/", {**typed, "marks_start": start[1], "marks_quote": wrong, "marks_comment": ""})
    assert sent.status_code == 302
    kept = Evidence.objects.get()
    assert kept.conversation[1]["content"] == answer.strip()
    assert kept.answer()[kept.spans[0]["start"] : kept.spans[0]["end"]] == wrong
