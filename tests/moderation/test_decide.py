"""A case is moved by one decision, which its author reads; whoever comes second is told so."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from community.models import Notice, Thread
from feedback.models import Step
from feedback.stations import line
from moderation.accept_report import accept_report
from moderation.decide import AlreadyDecided
from moderation.decline_report import decline_report
from moderation.models import Case, Decision
from moderation.relabel_report import relabel_report
from moderation.reopen_case import reopen_case
from tests.at_once import at_once, one_after_the_other


@pytest.mark.django_db
def test_accepting_moves_the_case_the_line_and_the_card_and_tells_the_author(triaged, mona, alice):
    case = triaged()
    decision = accept_report(case=case, by=mona, labels=["training_signal", "bug_report"], reason="Clear.")

    case.refresh_from_db()
    assert (case.state, case.labels, case.decision) == ("accepted", ["training_signal", "bug_report"], decision)
    assert case.closed_at is not None
    thread = Thread.objects.get(pk=case.pk)
    assert (thread.station, thread.kind, thread.kind_by) == (3, "training_signal", "person")
    notice = Notice.objects.get(member=alice)
    assert (notice.event, notice.detail["reason"]) == ("accepted", "Clear.")


@pytest.mark.django_db
def test_declining_stops_the_line_and_says_why(triaged, mona, alice):
    case = triaged()
    decline_report(case=case, by=mona, reason="It is 391 indeed.")
    stations = line(case.report.steps.order_by("pk"), withdrawn=False)
    assert [one.state for one in stations[:4]] == ["done", "done", "stopped", "todo"]
    assert stations[2].detail["reason"] == "It is 391 indeed."
    assert Notice.objects.get(member=alice).event == "declined"


@pytest.mark.django_db
def test_an_undo_is_a_decision_of_its_own_and_gives_the_card_back_to_the_machine(triaged, mona):
    case = triaged()
    accept_report(case=case, by=mona, labels=["training_signal"])
    case.refresh_from_db()
    reopen_case(case=case, by=mona, reason="A finger slipped.")

    case.refresh_from_db()
    assert (case.state, case.labels, case.decision, case.closed_at) == ("open", [], None, None)
    assert [d.verb for d in Decision.objects.order_by("pk")] == ["accept", "reopen"]
    thread = Thread.objects.get(pk=case.pk)
    assert (thread.station, thread.kind_by) == (2, "machine")
    with pytest.raises(AlreadyDecided):
        reopen_case(case=case, by=mona)


@pytest.mark.django_db
def test_sorting_anew_leaves_a_case_where_it_is(triaged, mona):
    case = triaged()
    relabel_report(case=case, by=mona, labels=["bug_report"])
    case.refresh_from_db()
    assert (case.state, case.labels, case.decision) == ("open", ["bug_report"], None)
    accept_report(case=case, by=mona, labels=["training_signal"])
    case.refresh_from_db()
    relabel_report(case=case, by=mona, labels=["question"])
    case.refresh_from_db()
    assert (case.state, case.labels, case.decision.verb) == ("accepted", ["question"], "relabel")


@pytest.mark.django_db
def test_a_moderator_is_not_told_of_their_own_decision(triaged, mona):
    case = triaged(author=mona)
    accept_report(case=case, by=mona, labels=["bug_report"])
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_decide_at_once_one_moves_the_case_and_seven_are_told(triaged, mona):
    pk = triaged().pk

    def decide(number: int) -> Decision:
        case = Case.objects.select_related("report__thread__author").get(pk=pk)
        if number % 2:
            return accept_report(case=case, by=mona, labels=["training_signal"])
        return decline_report(case=case, by=mona, reason=f"moderator {number}")

    answers = at_once(decide)

    won = [one for one in answers if isinstance(one, Decision)]
    lost = [one for one in answers if isinstance(one, AlreadyDecided)]
    assert (len(won), len(lost)) == (1, 7), answers
    case = Case.objects.get(pk=pk)
    assert (case.decision, case.state) == (won[0], won[0].state_after)
    assert {one.case.state for one in lost} == {case.state}
    assert Decision.objects.count() == Step.objects.filter(event__in=["accepted", "declined"]).count() == 1
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_decides_while_another_has_not_finished_waits_and_leaves_no_trace(triaged, mona):
    case = triaged()
    won, lost = one_after_the_other(lambda: accept_report(case=case, by=mona, labels=["training_signal"]))
    assert isinstance(won, Decision)
    assert isinstance(lost, AlreadyDecided)
    assert lost.case.state == "accepted"
    assert Decision.objects.get() == won


@pytest.mark.django_db
def test_the_database_knows_no_closed_case_without_a_decision(triaged):
    case = triaged()
    with pytest.raises(IntegrityError, match="case_closed_by_decision"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="accepted")


@pytest.mark.django_db
def test_the_slower_moderator_keeps_their_words(triaged, mona, signed_in):
    case = triaged()
    accept_report(case=case, by=mona, labels=["training_signal"])
    answer = signed_in(mona).post(
        reverse("moderation:decide", args=[case.pk]), {"verb": "decline", "reason": "I had written a long reason."}
    )
    assert answer.status_code == 409
    assert "I had written a long reason." in answer.content.decode()
    assert Decision.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", [{"verb": "accept"}, {"verb": "decline", "reason": " "}, {"verb": "relabel"}, {"verb": "burn"}, {}]
)
def test_a_decision_without_its_grounds_is_not_taken(triaged, mona, signed_in, words):
    case = triaged()
    assert signed_in(mona).post(reverse("moderation:decide", args=[case.pk]), words).status_code == 422
    assert not Decision.objects.exists()
