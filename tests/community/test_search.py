"""Search finds what it must and nothing else, in both languages, and marks it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.models import Space, Thread
from community.search.parse import parse
from community.search_match import Filters
from community.search_queries import find
from community.search_similar import similar_threads
from community.search_suggest import did_you_mean
from community.submit_thread import submit_thread
from tests.community.search_table import CORPUS, EXACTLY, MISSPELT
from tests.community.searching import ADDRESS, STRANGER, names

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("title", "first"),
    [("Kimi幻觉问题怎么办", "halluc_zh"), ("Hallucination in a long answer", "halluc_en"), ("翻譯合同條款出錯", "translate")],
)
def test_similar_titles(corpus, title, first):
    assert similar_threads(title, STRANGER)[0].pk == corpus[first]


@pytest.mark.parametrize("title", ["", "a", "Nobody ever wrote such a title", "\x00", "' | !"])
def test_no_similar_title(corpus, title, client):
    assert client.get(reverse("community:similar"), {"title": title}).context["threads"] == []


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
