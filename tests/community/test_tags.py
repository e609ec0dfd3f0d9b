"""Tags: one however it is spelt, found at once, counted without anybody waiting, and nothing of what may not be seen."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from community.alias_tag import alias_tag
from community.count_threads import count_threads
from community.erase_member import leave
from community.models import Space, Tag, Thread, ThreadTag
from community.queries import feed
from community.reply import reply
from community.search.parse import parse
from community.search_form import SearchForm
from community.search_queries import find
from community.submit_thread import submit_thread
from community.tag_names import slug_of, split_names, split_operators
from community.tag_queries import find_tag, forget_alive_tags, suggested_tags, tagged_threads, words_for
from community.tag_thread import tag_thread
from community.withdraw_thread import withdraw_thread
from feedback.models import Evidence
from feedback.schema import parse_report
from feedback.update_report import update_report
from tests.conftest import report_json

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


@pytest.fixture
def talk(alice):
    def say(title="A talk", author=alice, **given):
        return submit_thread(author=author, space=Space.objects.get(slug="tips"), title=title, body="b", **given)

    return say


def under(name, viewer=STRANGER, **given):
    return tagged_threads(find_tag(name), viewer, order="active", after=None, size=25, **given).items


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("  Code  Review ", "code-review"),
        ("ＧＰＴ-4.1", "gpt-4.1"),
        ("#幻覺", "幻觉"),
        ("＃幻觉", "幻觉"),
        ("c++", "c++"),
        ("a/b\\c", "a-b-c"),
        ("ZERO\u200bWIDTH", "zerowidth"),
        ("!!!", ""),
        ("///", ""),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_tag_is_one_however_it_is_spelt(written, slug):
    assert slug_of(written) == slug


def test_a_field_is_read_with_latin_and_chinese_commas():
    assert split_names("幻觉，Code、code； , x\ny") == ["幻觉", "Code", "x", "y"]


def test_an_operator_is_taken_out_of_a_query():
    query = 'memory tag:幻觉 leak tag:"code review" 标签：长文'
    assert split_operators(query) == ("memory leak", ["幻觉", "code review", "长文"])
    assert split_operators("vintage:1 without tag") == ("vintage:1 without tag", [])


def test_it_is_shown_as_first_written_and_matched_in_any_script(talk):
    first = talk(tags=["幻覺", "Long Context"])
    second = talk(tags=["幻觉", "LONG CONTEXT"])
    assert first.tags == second.tags == ["幻覺", "Long Context"]
    assert Tag.objects.count() == 2
    assert under("幻觉") == under("幻覺") == [second, first]


def test_tagging_again_changes_nothing_and_five_are_the_most(talk):
    thread = talk(tags=["a", "b"])
    assert not tag_thread(thread=thread, names=["A", "b"])
    assert tag_thread(thread=thread, names=["1", "2", "3", "4", "5", "6"])
    assert ThreadTag.objects.filter(thread=thread).count() == 5
    assert not under("a")


def test_counts_follow_what_everyone_may_see(talk, alice):
    seen, team = talk(tags=["x"]), talk(tags=["x"], visibility="team")
    count_threads()
    tips = Space.objects.get(slug="tips")
    assert (Tag.objects.get().thread_count, tips.thread_count) == (1, 1)
    Thread.objects.filter(pk=team.pk).update(visibility="public")
    tag_thread(thread=seen, names=["y"])
    count_threads()
    assert dict(Tag.objects.values_list("slug", "thread_count")) == {"x": 1, "y": 1}
    withdraw_thread(thread_id=seen.pk)
    Thread.objects.filter(pk=team.pk).update(space=Space.objects.get(slug="questions"))
    assert count_threads() == 2
    assert count_threads() == 0
    assert dict(Tag.objects.values_list("slug", "thread_count")) == {"x": 1, "y": 0}
    assert dict(Space.objects.exclude(thread_count=0).values_list("slug", "thread_count")) == {"questions": 1}


def test_a_space_that_is_closed_or_opened_is_counted_anew(talk):
    talk(tags=["x"])
    talk(tags=["x", "y"])
    tips = Space.objects.filter(slug="tips")
    for readers, numbers in (("everyone", {"x": 2, "y": 1}), ("members", {"x": 0, "y": 0}), ("everyone", {"x": 2, "y": 1})):
        tips.update(who_reads=readers)
        count_threads()
        assert dict(Tag.objects.values_list("slug", "thread_count")) == numbers
        assert tips.get().thread_count == 2
        assert not count_threads()


def test_an_answer_brings_its_thread_up_under_its_tags_too(talk, bob):
    older, newer = talk(tags=["x"]), talk(tags=["x"])
    assert under("x") == [newer, older]
    reply(thread=older, author=bob, body="Still so.")
    assert under("x") == [older, newer]


def test_pages_are_read_by_key_to_the_end_one_query_each(talk, django_assert_num_queries):
    threads = [talk(f"talk {number}", tags=["x"]) for number in range(60)]
    tag, read, after = find_tag("x"), [], None
    while True:
        with django_assert_num_queries(1):
            page = tagged_threads(tag, STRANGER, order="new", after=after, size=25)
        read += page.items
        if (after := page.after) is None:
            break
    assert read == threads[::-1]


def test_another_word_for_it_leads_there(talk, client, alice):
    chinese, english, both = talk(tags=["幻觉"]), talk(tags=["hallucination"]), talk(tags=["hallucination", "幻觉"])
    count_threads()
    of, tag = find_tag("幻觉"), find_tag("hallucination")
    assert alias_tag(tag=tag, of=of)
    assert not alias_tag(tag=tag, of=of)
    count_threads()
    assert set(under("幻觉")) == {chinese, english, both}
    assert list(Thread.objects.order_by("pk").values_list("tags", flat=True)) == [["幻觉"]] * 3
    assert client.get("/tag/hallucination/").headers["Location"] == of.get_absolute_url()
    assert talk(tags=["Hallucination"]).tags == ["幻觉"]
    count_threads()
    assert dict(Tag.objects.values_list("slug", "thread_count")) == {"幻觉": 4, "hallucination": 0}
    assert words_for("hallucination") == words_for("幻觉") == ["hallucination", "幻觉"]


def found_by(query: str, viewer=STRANGER, **given) -> set[int]:
    words, named = split_operators(query)
    form = SearchForm({"q": words, "tag": ", ".join(named), **given}, viewer=viewer)
    assert form.is_valid()
    return set(find(parse(words), form.filters(), viewer).ids)


def test_search_finds_by_tag_and_by_words_under_it(talk):
    leak, other = talk("memory leak", tags=["Torch", "幻觉"]), talk("memory", tags=["torch"])
    plain = talk("memory torch")
    hidden = talk("memory", tags=["torch"], visibility="team")
    assert found_by("tag:TORCH") == {leak.pk, other.pk}
    assert found_by("tag:torch leak") == {leak.pk}
    assert found_by("tag:torch tag:幻覺") == {leak.pk}
    assert found_by("tag:torch -leak") == {other.pk}
    assert found_by("tag:nobody") == set()
    assert {plain.pk, hidden.pk}.isdisjoint(found_by("", tag="torch"))


def test_the_search_page_takes_an_operator(talk, client):
    talk("memory leak", tags=["torch"])
    page = client.get("/search/", {"q": "tag:torch leak"}).content.decode()
    assert "memory</mark>" in page or "memory" in page
    assert 'value="torch"' in page


def test_a_stranger_learns_nothing_of_a_tag_that_only_the_team_sees(talk, client, mona, signed_in):
    talk(tags=["secret"], visibility="team")
    count_threads()
    forget_alive_tags()
    assert client.get("/tag/secret/").status_code == 404
    assert client.get("/feeds/tag/secret.atom").status_code == 404
    assert suggested_tags("sec") == []
    assert "secret" not in client.get("/").content.decode()
    assert signed_in(mona).get("/tag/secret/").status_code == 200


def test_a_tag_is_offered_while_it_is_typed(talk, client):
    talk(tags=["幻觉", "long context"])
    count_threads()
    assert 'value="x, long context"' in client.get("/tags/suggest", {"tags": "x， Lon"}).content.decode()
    assert 'value="幻觉"' in client.get("/tags/suggest", {"tags": "幻"}).content.decode()
    assert client.get("/tags/suggest", {"tags": "\x00"}).content.strip() == b""


def test_a_form_takes_tags_and_says_what_is_none(alice, signed_in):
    browser = signed_in(alice)
    given = {"space": "tips", "title": "T", "body": "b"}
    for wrong in ("a,b,c,d,e,f", "x" * 41, "!!!"):
        answer = browser.post("/t/new/", {**given, "tags": wrong})
        assert answer.status_code == 422
        assert wrong in answer.content.decode()
        assert answer.context["form"].errors.keys() == {"tags"}
    assert browser.post("/t/new/", {**given, "tags": "幻觉， Code"}).status_code == 302
    assert Thread.objects.get().tags == ["幻觉", "Code"]


def test_authors_and_moderators_may_tag_anew_and_nobody_else(talk, alice, bob, mona, signed_in, client):
    thread = talk(tags=["x"])
    url = f"/t/{thread.pk}/tags/"
    assert client.post(url, {"tags": "y"}).status_code == 403
    assert signed_in(bob).post(url, {"tags": "y"}).status_code == 404
    for who, tags in ((alice, ["y"]), (mona, [])):
        assert signed_in(who).post(url, {"tags": ", ".join(tags)}).status_code == 302
        thread.refresh_from_db()
        assert thread.tags == tags
    assert url in signed_in(alice).get(thread.get_absolute_url()).content.decode()
    assert url not in signed_in(bob).get(thread.get_absolute_url()).content.decode()


def test_moderators_name_and_join_tags(talk, alice, mona, signed_in):
    talk(tags=["x"])
    tag = find_tag("x")
    assert signed_in(alice).post("/tag/x/name/", {"name_zh": "叉"}).status_code == 404
    browser = signed_in(mona)
    assert browser.post("/tag/x/name/", {"alias_of": "X"}).status_code == 422
    assert browser.post("/tag/x/name/", {"name_zh": "叉"}).status_code == 302
    browser.cookies["django_language"] = "zh-hans"
    assert "#叉" in browser.get(tag.get_absolute_url()).content.decode()
    assert browser.post("/tag/x/name/", {"alias_of": "y"}).status_code == 302
    assert Tag.objects.get(slug="x").alias_of == find_tag("y")


def test_a_report_bears_the_tags_that_it_came_with(submitted, client):
    report = submitted(external_id="1", tags=["Arithmetic", "arithmetic", "数学", "!!!"])
    assert report.thread.tags == ["Arithmetic", "数学"]
    assert Evidence.objects.get(report=report).tags == ["Arithmetic", "arithmetic", "数学", "!!!"]  # what was given stays whole
    assert "Arithmetic" in client.get("/tag/arithmetic/").content.decode()
    assert found_by("tag:数学 17") == {report.pk}


def test_what_the_source_did_not_tag_anew_stays_as_people_tagged_it(submitted):
    given = {"external_id": "1", "tags": ["a"]}
    report = submitted(**given)
    tag_thread(thread=report.thread, names=["b"])
    update_report(report=report, given=parse_report(report_json(**given, title="Again")))
    assert Thread.objects.get().tags == ["b"]
    update_report(report=report, given=parse_report(report_json(**{**given, "tags": ["c"]}, title="Again")))
    assert Thread.objects.get().tags == ["c"]


def test_cards_show_three_without_another_query(talk, client, django_assert_num_queries):
    talk(tags=["one", "two", "three", "four"])
    client.get("/")
    with django_assert_num_queries(1):
        (thread,) = feed(STRANGER).items
        shown = thread.tags
    page = client.get("/?order=new").content.decode()
    assert shown == ["one", "two", "three", "four"]
    card = page[page.index('class="card"') :][: page.index("</article>")]
    assert [name in card.split("</article>")[0] for name in shown] == [True, True, True, False]


def test_the_feed_of_a_tag_and_its_links(talk, client):
    thread = talk("Under it", tags=["幻觉"])
    for fmt in ("atom", "rss"):
        assert "Under it" in client.get(f"/feeds/tag/幻觉.{fmt}").content.decode()
    page = client.get(find_tag("幻觉").get_absolute_url())
    assert 'rel="alternate"' in page.content.decode()
    assert client.get(f"/feeds/thread/{thread.pk}.atom").status_code == 200
    assert client.get("/tag/%2e%2e/").status_code == 404


def test_who_takes_their_words_along_takes_their_tags(talk, alice):
    talk(tags=["mine"])
    count_threads()
    leave(member=alice, erase=True)
    count_threads()
    assert Thread.objects.get().tags == []
    assert not ThreadTag.objects.exists()
    assert Tag.objects.get().thread_count == 0
