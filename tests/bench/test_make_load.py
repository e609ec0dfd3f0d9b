"""`make_load`: the same rows for the same seed, counters that are true, and quick."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, Max

from community.models import Member, Reply, SearchDocument, Thread, Vote
from config.load.fill import fill
from config.load.plan import SPAN
from feedback.classify_batch import classify_batch
from feedback.models import Classification, Evidence, Report, Step
from moderation.models import Case, Decision

pytestmark = pytest.mark.django_db

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
SIZE = {"threads": 40, "replies": 120, "reports": 40}


def written() -> list[list[tuple]]:
    """All that was said, by whom and when, without the keys that the database chose."""
    return [
        list(Member.objects.filter(source="load").order_by("pk").values_list("username", "role", "date_joined")),
        list(
            Thread.objects.order_by("pk").values_list(
                "title", "body", "author__username", "space__slug", "created_at", "active_at", "reply_count", "vote_count",
                "station", "kind", "kind_by", "kind_probability", "model_label", "language",
            )
        ),
        list(Reply.objects.order_by("pk").values_list("thread__title", "author__username", "body", "created_at")),
        list(Vote.objects.order_by("pk").values_list("thread__title", "member__username")),
        list(Evidence.objects.order_by("pk").values_list("conversation", "correction", "rating", "sha256", "received_at")),
        list(Classification.objects.order_by("report").values_list("labels", "probabilities", "value", "created_at")),
        list(Case.objects.order_by("report").values_list("state", "labels", "priority", "opened_at", "closed_at")),
        list(Decision.objects.order_by("case").values_list("verb", "labels", "at")),
        list(Step.objects.order_by("report", "pk").values_list("event", "actor__username", "actor_name", "detail", "at")),
    ]  # fmt: skip


def clear() -> None:
    connection.check_constraints()  # else what was written waits to be checked, and cannot be truncated
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE community_member, community_thread CASCADE")


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(house):
    fill(**SIZE, seed=7, until=UNTIL)
    first = written()
    clear()
    fill(**SIZE, seed=7, until=UNTIL)
    assert written() == first
    clear()
    fill(**SIZE, seed=8, until=UNTIL)
    assert written()[1] != first[1]


def test_there_is_as_much_of_everything_as_was_asked_for(house):
    rows = fill(**SIZE, until=UNTIL)
    assert Thread.objects.filter(is_report=False).count() == 40
    assert Thread.objects.filter(is_report=True).count() == Report.objects.count() == Evidence.objects.count() == 40
    assert Reply.objects.count() == 120
    held = [Member.objects.filter(source="load"), *(m.objects for m in (Thread, Reply, Vote, Report, Evidence, Case, Decision))]
    counted = sum(one.count() for one in held) + Report.objects.aggregate(n=Count("consents"))["n"]
    counted += Classification.objects.count() + Step.objects.count() + SearchDocument.objects.count()
    assert rows == counted
    assert set(Thread.objects.values_list("language", flat=True)) == {"zh", "en"}


def test_counters_and_times_are_true(house):
    fill(**SIZE, until=UNTIL)
    threads = Thread.objects.annotate(
        said=Count("replies", distinct=True), voices=Count("votes", distinct=True), last=Max("replies__created_at")
    )
    for thread in threads:
        assert (thread.reply_count, thread.vote_count) == (thread.said, thread.voices)
        assert thread.active_at == (thread.last or thread.created_at)
        assert UNTIL - SPAN <= thread.created_at <= thread.active_at <= UNTIL
    assert not Report.objects.exclude(created_at=F("thread__created_at")).exists()
    decided = set(Decision.objects.values_list("case", flat=True))
    assert decided == set(Case.objects.exclude(state="open").values_list("pk", flat=True))
    connection.check_constraints()


def test_few_threads_hold_most_of_the_talk(house):
    fill(threads=200, replies=1000, reports=0, until=UNTIL)
    counts = sorted(Thread.objects.values_list("reply_count", flat=True), reverse=True)
    assert sum(counts[:20]) > 1000 * 0.4
    assert counts[100] < 1000 / 200


def test_threads_and_the_evidence_of_reports_can_be_found(house):
    fill(**SIZE, until=UNTIL)
    assert SearchDocument.objects.count() == 80
    corrected = Evidence.objects.exclude(correction="").values_list("report", flat=True)
    assert corrected
    assert not SearchDocument.objects.filter(thread__in=corrected, beside="").exists()


def test_a_second_call_adds_more_and_hurts_nothing(house):
    fill(**SIZE, until=UNTIL)
    members = Member.objects.count()
    fill(**SIZE, until=UNTIL)
    assert Report.objects.count() == 80
    assert Member.objects.count() == members
    connection.check_constraints()


def test_waiting_reports_are_left_to_the_classifier(house):
    fill(threads=0, replies=0, reports=3, waiting=True)
    assert not Classification.objects.exists()
    assert classify_batch() == 3
    assert Thread.objects.exclude(kind_by="machine").count() == 0
    assert Classification.objects.exclude(classifier__startswith="huiliu@").count() == 0


def test_the_command_says_how_many_rows_it_wrote(house, capsys):
    call_command("make_load", "--threads", "5", "--replies", "9", "--reports", "4", "--seed", "3", "--until", "2026-11-01")
    assert Reply.objects.count() == 9
    assert " rows in " in capsys.readouterr().out
