"""What a feed draws once and keeps says what the rows say now."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.alias_tag import name_tag
from community.models import Space, Tag, Thread
from community.submit_thread import submit_thread
from feedback.release import release
from feedback.withdraw_report import withdraw_report

pytestmark = pytest.mark.django_db


def page_in(client, language: str, address: str = "/") -> str:
    return client.get(address, headers={"Accept-Language": language}).content.decode()


def test_a_tag_is_called_as_the_reader_calls_it(alice, client):
    space = Space.objects.get(slug="tips")
    talk = submit_thread(author=alice, space=space, title="How to ask", body="Ask.", language="en", tags=["prompts"])
    link = '<a class="tag" href="/tag/prompts/">{}</a>'
    assert link.format("prompts") in page_in(client, "zh-hans")
    name_tag(tag=Tag.objects.get(slug="prompts"), name_en="", name_zh="提示词测试")
    for address in ("/", talk.get_absolute_url(), "/m/alice/"):
        assert link.format("prompts") in page_in(client, "en", address), address
        assert link.format("提示词测试") in page_in(client, "zh-hans", address), address
        assert link.format("提示詞測試") in page_in(client, "zh-hant", address), address


def test_what_was_fixed_and_is_taken_back_or_hidden_is_gone_at_once(submitted, river, mona, alice, client):
    reports = [submitted(external_id=str(number), title=f"report {number}") for number in range(3)]
    release(product=river, name="2.0", by=mona, fixes=reports)
    fixed = '<h2 id="fixed">'
    before = page_in(client, "en").split(fixed)[1]
    assert all(f"report {number}" in before for number in range(3))
    withdraw_report(report=reports[0], by=alice)
    Thread.objects.filter(pk=reports[1].pk).update(state="hidden")
    Thread.objects.filter(pk=reports[2].pk).update(title="a better title")
    now = page_in(client, "en")
    assert "report 0" not in now
    assert "report 1" not in now
    assert "a better title" in now.split(fixed)[1]
    Space.objects.update(who_reads="members")
    assert fixed not in page_in(client, "en")


def test_the_list_of_spaces_follows_its_rows(house, client):
    assert '<a href="/s/tips/"' in page_in(client, "en").replace("\n", "").replace("  ", "")
    Space.objects.filter(slug="tips").update(name_en="Good advice", thread_count=12345)
    page = page_in(client, "en")
    assert "Good advice</a>" in page
    assert "12,345" in page
    address = reverse("community:space", args=["tips"])
    assert page_in(client, "en", address).count('aria-current="true"') > page.count('aria-current="true"')
