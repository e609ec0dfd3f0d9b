"""Threads that are about the same find each other across languages, and nobody sees one that is closed to them."""

from __future__ import annotations

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from community import relate_threads as related_module
from community.models import Space, Thread, ThreadVector
from community.relate_threads import relate_threads
from community.related import SHOWN, related_threads
from community.reply import reply
from community.submit_thread import submit_thread
from community.withdraw_thread import withdraw_thread
from feedback.classifier.embedder import embed

pytestmark = pytest.mark.django_db
EVERYONE = AnonymousUser()

# Each about one thing, in both languages.
PAIRS = [
    ("The model makes mistakes in multiplication", "It says 17 times 23 is 381.", "模型乘法算错", "它说 17 乘以 23 等于 381。"),
    (
        "How do I translate a poem well?",
        "It loses the rhyme of the verses.",
        "怎样才能把诗歌翻译好？",
        "译文丢掉了诗句的韵脚。",
    ),
    (
        "A recipe for tomato soup had too much salt",
        "Ten spoons of salt in the soup.",
        "番茄汤的食谱放盐太多",
        "汤里放了十勺盐。",
    ),
    (
        "Python code with an endless loop",
        "The while loop never ends.",
        "Python 代码里有死循环",
        "这个 while 循环永远不会结束。",
    ),
    ("Which train goes from Beijing to Shanghai?", "It invents train times.", "从北京到上海坐哪趟火车？", "它编造了火车时刻。"),
]


def say(author, title: str, body: str = "", language: str = "en", **more) -> Thread:
    space = Space.objects.get(slug="tips")
    return submit_thread(author=author, space=space, title=title, body=body, language=language, **more)


def relate() -> None:
    while relate_threads(embed=embed):
        pass


@pytest.fixture
def bilingual(alice) -> list[tuple[Thread, Thread]]:
    told = [(say(alice, en, en_body), say(alice, zh, zh_body, "zh")) for en, en_body, zh, zh_body in PAIRS]
    relate()
    return told


def test_a_chinese_thread_finds_its_english_sibling_before_all_others(bilingual):
    for english, chinese in bilingual:
        of_chinese = [one for one in related_threads(chinese, EVERYONE) if one.language == "en"]
        of_english = [one for one in related_threads(english, EVERYONE) if one.language == "zh"]
        assert of_chinese[:1] == [english]
        assert of_english[:1] == [chinese]


def test_without_pgvector_the_same_is_found(bilingual, monkeypatch):
    before = list(ThreadVector.objects.order_by("pk").values_list("near", flat=True))
    assert related_module._has_index(), "the embedded server has pgvector"
    monkeypatch.setattr(related_module, "_has_index", lambda: False)
    ThreadVector.objects.update(state="waiting", near=[], near_by=[])
    relate()
    assert list(ThreadVector.objects.order_by("pk").values_list("near", flat=True)) == before


def test_what_is_closed_to_the_reader_is_never_shown(alice, bob, mona):
    first = say(alice, PAIRS[0][0], PAIRS[0][1])
    others = {kind: say(alice, PAIRS[0][2], PAIRS[0][3], "zh", visibility=kind) for kind in ("public", "members", "team")}
    hidden = say(alice, PAIRS[0][2], PAIRS[0][3], "zh")
    gone = say(alice, PAIRS[0][2], PAIRS[0][3], "zh")
    relate()
    Thread.objects.filter(pk=hidden.pk).update(state=Thread.State.HIDDEN)
    withdraw_thread(thread_id=gone.pk)
    assert related_threads(first, EVERYONE) == [others["public"]]
    assert set(related_threads(first, bob)) == {others["public"], others["members"]}
    assert set(related_threads(first, mona)) == set(others.values())
    assert not ThreadVector.objects.filter(pk=gone.pk).exists(), "what was taken back is not kept as numbers either"


def test_the_page_shows_them_with_their_language_and_one_query_more(bilingual, client, django_assert_num_queries):
    english, chinese = bilingual[0]
    page = client.get(reverse("community:thread", args=[english.pk])).content.decode()
    assert f'lang="zh-Hans">{chinese.title}</a>' in page
    assert '<span class="badge">Chinese</span>' in page
    with django_assert_num_queries(1):
        assert len(related_threads(english, EVERYONE)) <= SHOWN


def test_only_words_that_changed_are_compared_again(bilingual, bob):
    english, _chinese = bilingual[0]
    reply(thread=english, author=bob, body="I have seen that too.")
    assert not ThreadVector.objects.filter(state="waiting").exists()
    from community.index_threads import index_threads

    Thread.objects.filter(pk=english.pk).update(title=PAIRS[2][0], body=PAIRS[2][1])
    index_threads([english.pk])
    assert ThreadVector.objects.get(state="waiting").pk == english.pk
    relate()
    assert related_threads(english, EVERYONE)[0] in bilingual[2]


def test_a_text_that_cannot_be_embedded_is_parked_and_spoils_no_other(alice):
    bad, good = say(alice, "bad"), say(alice, "good")

    def picky(texts):
        if any(text.startswith("bad") for text in texts):
            raise ValueError("not this one")
        return np.ones((len(texts), 512), np.float32) / np.sqrt(512)

    while relate_threads(embed=picky):
        pass
    states = dict(ThreadVector.objects.values_list("pk", "state"))
    assert states == {bad.pk: "parked", good.pk: "done"}


def test_the_index_is_used_for_each_language_group(bilingual):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for group, name in (("is_chinese", "zh"), ("NOT is_chinese", "other")):
            cursor.execute(
                f"EXPLAIN SELECT thread_id, vector FROM community_threadvector WHERE {group} AND signs IS NOT NULL "
                "ORDER BY signs <~> %s::bit(512) LIMIT 10",
                ["01" * 256],
            )
            assert f"threadvector_signs_{name}" in str(cursor.fetchall())
