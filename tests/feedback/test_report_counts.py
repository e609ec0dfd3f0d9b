"""How far a member's reports have come is kept in columns, and each reader is told only of what they may open."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from community.count_credit import count_credit
from community.count_reports import count_reports
from community.erase_of_member import erase_of_member
from community.make_anonymous import make_anonymous
from community.models import ReportCount, Space, Thread
from community.note_credit import note_credit
from feedback.queries import funnel_of
from feedback.release import release
from feedback.take_step import StepTaken, take_step
from feedback.withdraw_report import withdraw_report
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


def told(author, viewer) -> tuple[int, int, int, int]:
    while count_credit():
        pass
    found = funnel_of(author, viewer)
    return found.reported, found.accepted, found.in_dataset, found.released


def test_each_step_moves_the_column_and_a_withdrawal_takes_it_out(submitted, alice, mona, river):
    report = submitted()
    assert told(alice, AnonymousUser()) == (1, 0, 0, 0)
    take_step(StepTaken(report_id=report.pk, event="accepted", key="1", actor=mona))
    assert told(alice, AnonymousUser()) == (1, 1, 0, 0)
    release(product=river, name="2.0", by=mona, fixes=[report])
    assert told(alice, AnonymousUser()) == (1, 1, 1, 1)
    take_step(StepTaken(report_id=report.pk, event="reopened", key="2", actor=mona))
    assert told(alice, AnonymousUser()) == (1, 0, 0, 0)
    withdraw_report(report=report, by=alice)
    assert told(alice, AnonymousUser()) == told(alice, alice) == (0, 0, 0, 0)
    assert not ReportCount.objects.exists()


def test_nobody_is_told_of_what_they_may_not_open(submitted, alice, bob, mona, dana):
    shut = Space.objects.create(slug="shut", name_en="Shut", name_zh="内部", who_reads="team")
    public, members, team, closed, held, hidden = (submitted(title=f"Report {number}") for number in range(6))
    Thread.objects.filter(pk=members.pk).update(visibility="members")
    Thread.objects.filter(pk=team.pk).update(visibility="team")
    Thread.objects.filter(pk=closed.pk).update(space=shut)
    Thread.objects.filter(pk=held.pk).update(state="held", station=0)
    Thread.objects.filter(pk=hidden.pk).update(state="hidden")
    note_credit(members=[alice.pk])
    assert public.pk
    seen = {name: told(alice, who)[0] for name, who in {"nobody": AnonymousUser(), "bob": bob, "dana": dana}.items()}
    assert seen == {"nobody": 1, "bob": 2, "dana": 4}
    assert told(alice, mona)[0] == 5, "a moderator opens what is hidden; what is held has not begun its way"
    assert told(alice, alice)[0] == 4, "her own, but not in a space that is closed to her"


def test_what_did_not_change_is_not_written(submitted, alice):
    submitted()
    told(alice, alice)
    before = ReportCount.objects.extra(select={"xmin": "xmin::text"}).values_list("pk", "xmin").get()
    count_reports(members=[alice.pk])
    assert ReportCount.objects.extra(select={"xmin": "xmin::text"}).values_list("pk", "xmin").get() == before


def test_the_migration_counts_what_is_there(submitted, alice, mona):
    report = submitted()
    submitted(title="Another")
    take_step(StepTaken(report_id=report.pk, event="accepted", key="1", actor=mona))
    told(alice, alice)
    columns = ("member", "space", "state", "visibility", "reported", "accepted", "in_dataset", "released")
    counted = list(ReportCount.objects.values_list(*columns))
    ReportCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("community.migrations.0063_report_counts").FILL)
    assert list(ReportCount.objects.values_list(*columns)) == counted
    assert counted[0][4:] == (2, 1, 0, 0)


def test_the_counts_go_with_the_member(submitted, alice):
    submitted()
    told(alice, alice)
    erase_of_member(alice)
    make_anonymous(member=alice)
    assert not ReportCount.objects.exists()
    note_credit(members=[alice.pk])
    assert count_credit()
    assert not ReportCount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_count_what_both_saw(house, submitted, alice):
    for number in range(3):
        submitted(title=f"Report {number}")
        note_credit(members=[alice.pk])
    at_once(lambda _number: count_credit(), 2)
    assert told(alice, AnonymousUser()) == (3, 0, 0, 0)
    assert ReportCount.objects.count() == 1


def test_the_page_says_it(submitted, alice, client):
    submitted()
    told(alice, alice)
    page = client.get(reverse("community:profile", args=["alice"])).content.decode()
    assert '<span class="funnel__count">1</span>' in page
