"""Search finds what it must, and nothing that is hidden: in both languages, for every reader."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.index_threads import index_threads, note_words
from community.models import Member, SearchDocument, SearchWord, Space, Thread
from community.reply import reply
from community.search.document import spelt_words
from community.search.parse import parse
from community.search_match import Filters, Words, newest_matching
from community.search_queries import find
from community.search_similar import similar_threads
from community.search_suggest import did_you_mean
from community.submit_thread import submit_thread
from community.trust import KNOWN
from community.withdraw_thread import withdraw_thread
from feedback.rebuild_search import rebuild_search
from feedback.schema import parse_report
from feedback.submit_report import submit_report
from feedback.update_report import update_report
from feedback.withdraw_report import withdraw_report
from tests.community.search_table import CORPUS, EXACTLY, MISSPELT

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()
ADDRESS = "/search/"


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """The corpus of the table, written once by the verbs; what a test changes is rolled back."""
    from importlib import import_module

    from django.apps import apps
    from django.core.management import call_command

    with django_db_blocker.unblock():
        import_module("community.migrations.0002_spaces").make_spaces(apps, None)
        author = Member.objects.create(username="writer", trust=KNOWN)  # whose posts wait for nobody
        ids = {key: _write(author, **said) for key, said in CORPUS.items()}
    yield ids
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


def _write(author: Member, *, title: str, body: str, reply: str = "", report: dict[str, Any] | None = None) -> int:
    if report is not None:
        return submit_report(given=parse_report({"title": title, "body": body, **report}), author=author)[0].pk
    thread = submit_thread(author=author, space=Space.objects.get(slug="tips"), title=title, body=body)
    if reply:
        reply_to(thread, author, reply)
    return thread.pk


def reply_to(thread: Thread, author: Member, body: str) -> None:
    reply(thread=thread, author=author, body=body)


def names(ids: dict[str, int], found: list[int]) -> set[str]:
    by_id = {pk: key for key, pk in ids.items()}
    return {by_id.get(pk, f"thread {pk}") for pk in found}


@pytest.mark.parametrize(("words", "expected"), EXACTLY, ids=[words or "empty" for words, _expected in EXACTLY])
def test_finds_these_and_no_others(corpus, words, expected):
    for order in ("best", "newest"):
        found = find(parse(words), Filters(), STRANGER, order=order)
        assert names(corpus, found.ids) == set(expected.split())
        assert (found.count or 0) == len(found.ids)


@pytest.mark.parametrize(("typed", "meant"), MISSPELT)
def test_says_what_was_meant(corpus, typed, meant, client):
    answer = client.get(ADDRESS, {"q": typed})
    assert answer.context["meant"] == meant
    assert answer.context["is_corrected"]
    assert answer.context["cards"]
    assert "Search instead for" in answer.content.decode()
    exact = client.get(ADDRESS, {"q": typed, "exact": "1"})
    assert not exact.context["cards"]
    assert exact.context["meant"] is None


@pytest.mark.parametrize("words", ["kimi", "幻觉", "torch.compile", "zebra", '"long answers"', "weekly"])
def test_corrects_nothing_that_is_spelt_well(corpus, words):
    assert did_you_mean(parse(words), Filters(), STRANGER) is None


def passages(answer: Any) -> str:
    return " ".join(f"{card['title']} {card['text']}" for card in answer.context["cards"])


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("幻觉", ["幻觉", "幻覺"]),
        ("模型幻觉", ["模型幻覺"]),
        ("hallucination", ["Hallucinations", "hallucinated"]),
        ("fullwidth", ["ｆｕｌｌｗｉｄｔｈ"]),
        ("静夜思", ["静夜思"]),
        ("outline", ["outline"]),
        ("distrib*", ["distributive"]),
        ("zürich", ["Zürich"]),
    ],
)
def test_marks_what_it_found_as_it_was_written(corpus, client, words, marked):
    shown = passages(client.get(ADDRESS, {"q": words}))
    assert set(re.findall("<mark>(.*?)</mark>", shown)) == set(marked)


@pytest.mark.parametrize("words", ["-torch", "--torch", "-torch -python"])
def test_a_minus_alone_leaves_everything_else(corpus, words):
    found = find(parse(words), Filters(), STRANGER)
    assert not {"compile", "torch_only"} & names(corpus, found.ids)
    assert found.count == len(CORPUS) - 2


def test_what_members_write_is_never_html(corpus, client, alice):
    body = "before <script>alert(1)</script> & <b>injected</b> words"
    submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="<img src=x> injected", body=body)
    page = client.get(ADDRESS, {"q": "injected"}).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;b&gt;<mark>injected</mark>&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"q": "kimi", "what": "reports"}, "report_zh"),
        ({"q": "kimi", "what": "talks"}, "halluc_zh iphone"),
        ({"q": "kimi", "space": "reports"}, "report_zh"),
        ({"q": "kimi", "model": "K2-0905"}, "report_zh"),
        ({"model": "kimi k2-0905"}, "report_zh"),
        ({"model": "kimi k3"}, ""),
        ({"q": "kimi", "author": "writer"}, "halluc_zh iphone report_zh"),
        ({"q": "kimi", "author": "nobody"}, ""),
        ({"q": "kimi", "language": "zh"}, "report_zh"),
        ({"what": "reports", "station": "1"}, "report report_zh"),
        ({"what": "reports", "station": "5"}, ""),
        ({"q": "kimi", "kind": "praise"}, ""),
        ({"q": "kimi", "since": "2001-01-01"}, "halluc_zh iphone report_zh"),
        ({"q": "kimi", "until": "2001-01-01"}, ""),
        ({"q": "kimi", "until": "9999-12-31"}, "halluc_zh iphone report_zh"),
        ({"q": "kimi", "since": "0001-01-01", "until": "0001-01-01"}, ""),
        ({"q": "kimi", "since": "9999-12-31"}, ""),
        ({"q": "kimi", "since": "no day"}, "halluc_zh iphone report_zh"),
        ({"q": "kimi", "space": "no-space", "order": "sideways"}, "halluc_zh iphone report_zh"),
        ({"q": "kimi\x00幻觉"}, "halluc_zh"),
    ],
)
def test_filters(corpus, client, given, expected):
    cards = client.get(ADDRESS, given).context["cards"]
    urls = {Thread(pk=corpus[key], is_report=key.startswith("report")).get_absolute_url() for key in expected.split()}
    assert {card["url"] for card in cards} == urls


VISIBILITY = [
    ("public", "visible", {"stranger", "bob", "mona", "dana", "alice"}),
    ("members", "visible", {"bob", "mona", "dana", "alice"}),
    ("team", "visible", {"mona", "dana", "alice"}),  # whoever wrote it finds it, too
    ("public", "hidden", set()),
    ("members", "hidden", set()),
    ("team", "hidden", set()),
    ("public", "withdrawn", set()),
]


@pytest.mark.parametrize(("visibility", "state", "seen_by"), VISIBILITY)
def test_nothing_hidden_shows_anywhere(corpus, bob, mona, dana, alice, signed_in, visibility, state, seen_by):
    """Not in results, counts, passages, suggestions of spelling, nor among similar titles."""
    thread = submit_thread(
        author=alice,
        space=Space.objects.get(slug="tips"),
        title="Quixotic zeppelin maintenance",
        body="The zeppelin needs helium.",
        visibility=visibility,
    )
    note_words(spelt_words(thread.title, thread.body))
    if state == "withdrawn":
        withdraw_thread(thread_id=thread.pk)
    else:
        Thread.objects.filter(pk=thread.pk).update(state=state)
    for name, browser in {
        "stranger": Client(),
        "bob": signed_in(bob),
        "mona": signed_in(mona),
        "dana": signed_in(dana),
        "alice": signed_in(alice),
    }.items():
        may_see = name in seen_by
        for asked in ({"q": "zeppelin"}, {"q": "zepelin"}, {"q": "zeppelin", "order": "newest"}, {"q": "quixotic helium"}):
            answer = browser.get(ADDRESS, asked)
            assert ("Quixotic" in answer.content.decode()) == may_see, (name, asked)
            assert answer.context["count"] == int(may_see)
            assert answer.context["meant"] == ("zeppelin" if may_see and asked["q"] == "zepelin" else None)
        fragment = browser.get(reverse("community:similar"), {"title": "zeppelin maintenance"}).content.decode()
        assert ("Quixotic" in fragment) == may_see, name


def test_whoever_reported_for_the_team_finds_it(submitted, alice, bob, mona, signed_in, client):
    """And nobody else who may not open it, by any filter; nor its author where its space is closed to them."""
    report = submitted(title="Quixotic zeppelin")
    Thread.objects.filter(pk=report.pk).update(visibility=Thread.Visibility.TEAM)
    for asked in ({"q": "quixotic"}, {"author": "alice"}, {"q": "quixotic", "what": "reports", "station": "1"}):
        found = {name: "Quixotic" in signed_in(who).get(ADDRESS, asked).content.decode() for name, who in
                 (("alice", alice), ("bob", bob), ("mona", mona))}  # fmt: skip
        assert found == {"alice": True, "bob": False, "mona": True}
        assert "Quixotic" not in client.get(ADDRESS, asked).content.decode()
    Space.objects.filter(pk=report.thread.space_id).update(who_reads=Space.Readers.TEAM)
    assert signed_in(alice).get(ADDRESS, {"q": "quixotic"}).context["count"] == 0


def test_a_hidden_reply_is_shown_to_nobody(corpus, client, alice):
    thread = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="Bare", body="bare")
    reply_to(thread, alice, "a zeppelin is mentioned")
    assert "mentioned" in client.get(ADDRESS, {"q": "zeppelin"}).content.decode()
    thread.replies.update(state=Thread.State.HIDDEN)
    assert "mentioned" not in client.get(ADDRESS, {"q": "zeppelin"}).content.decode()
    index_threads([thread.pk])  # what a verb that hides a reply does
    assert client.get(ADDRESS, {"q": "zeppelin"}).context["count"] == 0


def test_an_updated_report_is_found_by_what_it_says_now(submitted):
    report = submitted(external_id="1", body="zeppelin")
    changed = {"title": "New", "body": "dirigible", "external_id": "1", "correction": "airship"}
    update_report(report=report, given=parse_report(changed))
    for gone in ("zeppelin", "381", "distributive"):
        assert report.pk not in find(parse(gone), Filters(), STRANGER).ids
    assert find(parse("dirigible airship"), Filters(), STRANGER).ids == [report.pk]


def test_a_reply_keeps_the_evidence_findable(submitted, bob):
    report = submitted()
    reply_to(report.thread, bob, "dirigible")
    assert find(parse("381 dirigible"), Filters(), STRANGER).ids == [report.pk]


def test_a_withdrawn_report_leaves_nothing_to_search(submitted, alice):
    report = submitted()
    withdraw_report(report=report, by=alice)
    assert not SearchDocument.objects.filter(pk=report.pk).exists()


def test_rebuilding_makes_the_same_documents_again(corpus):
    columns = ("pk", "created_at", "beside", "words")
    before = list(SearchDocument.objects.order_by("pk").values_list(*columns))
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    assert rebuild_search() == len(CORPUS)
    assert list(SearchDocument.objects.order_by("pk").values_list(*columns)) == before
    assert SearchWord.objects.get(word="幻觉").seen == 2


def many(alice: Member, count: int) -> list[int]:
    """Threads of one word, an hour apart, back into the years, so that every window of days has some."""
    from datetime import timedelta

    from django.utils import timezone

    now, space = timezone.now(), Space.objects.get(slug="tips")
    threads = Thread.objects.bulk_create(
        Thread(author=alice, space=space, title=f"dirigible {n}", body="helium", created_at=at, active_at=at)
        for n in range(count)
        for at in [now - timedelta(hours=n * n)]
    )
    ids = [thread.pk for thread in threads]
    index_threads(ids)
    return ids


def test_pages_by_time_hold_each_thread_once(alice):
    ids = many(alice, 120)
    shown, after = [], None
    while True:
        page = find(parse("dirigible"), Filters(), STRANGER, order="newest", after=after)
        shown += page.ids
        if (after := page.after) is None:
            break
    assert shown == ids


@pytest.mark.parametrize("order", ["best", "newest"])
def test_a_beginning_that_many_hold_finds_the_newest_and_one_that_few_hold_finds_all(alice, monkeypatch, order):
    """Also where a word that begins so stands where no words are noted."""
    monkeypatch.setattr("community.search_queries.COUNTED", 30)
    ids = many(alice, 60)
    assert find(parse("dirigi*"), Filters(), STRANGER, order=order).count == 31  # no word is noted: the index is asked
    note_words(["dirigible"])
    assert set(find(parse("dirigi*"), Filters(), STRANGER, order=order).ids) <= set(ids[:31])
    answered = Thread.objects.get(pk=ids[-1])
    reply_to(answered, alice, "dirndl")
    note_words(["dirk"])
    assert find(parse("dirn*"), Filters(), STRANGER, order=order).ids == [answered.pk]
    assert find(parse("dirk*"), Filters(), STRANGER, order=order).ids == []
    assert find(parse("dir* dirndl"), Filters(), STRANGER, order=order).ids == [answered.pk]


@pytest.mark.parametrize("order", ["best", "newest"])
def test_words_in_order_are_found_in_every_window_of_days(alice, order):
    ids = many(alice, 60)
    for n in (0, 5, 20, 59):  # of today, and of months ago
        assert find(parse(f'"dirigible {n}"'), Filters(), STRANGER, order=order).ids == [ids[n]]
    assert find(parse('dirigible -"dirigible 5"'), Filters(), STRANGER, order=order).count == 59
    assert find(parse('"5 dirigible"'), Filters(), STRANGER, order=order).ids == []


def test_pages_by_relevance_hold_each_thread_once(alice):
    ids = many(alice, 120)
    shown, after = [], None
    while True:
        page = find(parse("dirigible"), Filters(), STRANGER, after=after)
        shown += page.ids
        if (after := page.after) is None:
            break
    assert len(shown) == 120
    assert set(shown) == set(ids)


def test_more_than_can_be_counted_is_said_so(alice, client, monkeypatch):
    monkeypatch.setattr("community.search_queries.COUNTED", 50)
    monkeypatch.setattr("community.views.search.COUNTED", 50)
    many(alice, 60)
    assert "more than 50 found" in client.get(ADDRESS, {"q": "dirigible"}).content.decode()


def test_a_title_weighs_more_than_a_body_and_a_body_more_than_a_reply(alice):
    space = Space.objects.get(slug="tips")
    low = submit_thread(author=alice, space=space, title="third", body="third")
    reply_to(low, alice, "dirigible")
    middle = submit_thread(author=alice, space=space, title="second", body="dirigible")
    top = submit_thread(author=alice, space=space, title="dirigible", body="first")
    assert find(parse("dirigible"), Filters(), STRANGER).ids == [top.pk, middle.pk, low.pk]


@pytest.mark.parametrize(
    ("title", "first"),
    [("Kimi幻觉问题怎么办", "halluc_zh"), ("Hallucination in a long answer", "halluc_en"), ("翻譯合同條款出錯", "translate")],
)
def test_similar_titles(corpus, title, first):
    assert similar_threads(title, STRANGER)[0].pk == corpus[first]


@pytest.mark.parametrize("title", ["", "a", "Nobody ever wrote such a title", "\x00", "' | !"])
def test_no_similar_title(corpus, title, client):
    assert client.get(reverse("community:similar"), {"title": title}).context["threads"] == []


def test_a_page_of_results_is_these_queries(corpus, alice, signed_in, client, django_assert_num_queries, settings):
    settings.RATE_LIMITS = 1
    many(alice, 30)
    with django_assert_num_queries(4):
        # 1 counts the search against its limit
        # 1 finds, counts and ranks
        # 1 threads with their authors, evidence and replies
        # 1 spaces to filter by
        client.get(ADDRESS, {"q": "dirigible"})
    reader = signed_in(alice)
    with django_assert_num_queries(7):
        # 1 session, 1 member, 1 news that they have not read; the 4 above
        reader.get(ADDRESS, {"q": "dirigible"})
    with django_assert_num_queries(5):
        # 1 words of the site that begin so; the 4 above
        client.get(ADDRESS, {"q": "dirigi*"})


def test_a_page_that_says_what_was_meant_is_these_queries(corpus, client, signed_in, django_assert_num_queries, settings):
    settings.RATE_LIMITS = 1
    with django_assert_num_queries(5):
        # the 4 of every page
        # 1 whether fewer than five threads is few for this word, and words near it, of which there is none
        client.get(ADDRESS, {"q": "kimi"})
    with django_assert_num_queries(7):
        # 1 limit, 1 finds nothing
        # 2 words near each, and how many hold these
        # 1 finds, counts and ranks by what was meant; 1 threads, 1 spaces
        client.get(ADDRESS, {"q": "tranlating contract"})
    reader = signed_in(Member.objects.get(username="writer"))
    with django_assert_num_queries(9):
        # 3 session, member, news; 1 limit, 1 finds nothing, 1 words near it, 1 finds by what was meant, 1 threads, 1 spaces
        reader.get(ADDRESS, {"q": "multiplicaton"})


def test_a_deep_page_asks_no_more_than_the_first(alice, client, django_assert_num_queries, settings):
    settings.RATE_LIMITS = 1
    many(alice, 120)
    older = client.get(ADDRESS, {"q": "dirigible", "order": "newest"}).context["older_url"]
    with django_assert_num_queries(4):
        # as the first page
        client.get(f"{ADDRESS}{older}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    q=st.text(max_size=60) | st.text(alphabet="幻觉猫kimi ab\"'“”-*&|!<>():\\^~=", max_size=30),
    after=st.text(max_size=20) | st.just("nan_1") | st.just("1e400_9") | st.just("0_99999999999999999999999"),
    order=st.sampled_from(["best", "newest", "?"]),
)
def test_whatever_is_typed_gives_a_page(corpus, client, q, after, order):
    assert client.get(ADDRESS, {"q": q, "after": after, "order": order}).status_code == 200
    assert client.get(reverse("community:similar"), {"title": q}).status_code == 200


def test_everyone_may_look_without_asking_anything(corpus, client):
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert page.context["cards"] == []
    assert 'role="search"' in page.content.decode()
    assert '<label class="field__label" for="id_q">' in page.content.decode()


def test_walking_by_key_never_meets_a_thread_twice(corpus):
    keys = newest_matching(Words(""), Filters(is_report=False), STRANGER, limit=1000)
    assert keys == sorted(keys, reverse=True)
    assert len(keys) == len(CORPUS) - 2


@given(first=st.dates(), days=st.integers(0, 400))
def test_days_are_covered_exactly(first, days):
    from datetime import date, timedelta

    from community.search.document import day_marks, span_marks

    last = min(first.toordinal() + days, date.max.toordinal())
    wanted = set(span_marks(first, date.fromordinal(last)))
    assert len(wanted) <= 7 + 7 + 7 + 7 + days // 64
    for near in range(max(1, first.toordinal() - 70), min(last + 70, date.max.toordinal())):
        day = date(1, 1, 1) + timedelta(days=near - 1)
        assert bool(wanted & set(day_marks(day))) == (first.toordinal() <= near <= last)
