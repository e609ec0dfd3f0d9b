"""The composer of reports: what it takes, and what it says while one writes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.models import ThreadTag
from feedback.models import Evidence, Report

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
