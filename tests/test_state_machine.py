"""Every order of the verbs, as hypothesis finds them, on the real database with the real classifier.

Each step is a transaction of its own. What must hold whatever happened is checked after each step that can break it.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from django.db.models import Count, Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from community.create_member import create_member
from community.models import Notice, Space, Thread, Vote
from community.vote import take_back_vote, vote
from feedback.change_consent import change_consent
from feedback.classify_batch import classify_batch
from feedback.confirm_fix import NothingToConfirm, confirm_fix
from feedback.models import Classification, Evidence, Product, Report, Step
from feedback.release import release
from feedback.schema import parse_report
from feedback.stations import line
from feedback.submit_report import submit_report
from feedback.update_report import update_report
from feedback.withdraw_report import withdraw_report
from moderation.accept_report import accept_report
from moderation.decide import AlreadyDecided
from moderation.decline_report import decline_report
from moderation.models import Case, Decision
from moderation.open_cases import open_cases
from moderation.relabel_report import relabel_report
from moderation.reopen_case import reopen_case
from tests.conftest import clear_tables, report_json
from tuning.build_version import build_waiting_version
from tuning.create_recipe import create_recipe
from tuning.models import Row, Tombstone, Version
from tuning.publish_version import publish_written_version
from tuning.request_version import request_version
from tuning.shred_withdrawn import shred_withdrawn

SCOPES = st.sampled_from(["training", "training", "research", "none"])
LABELS = st.sampled_from([["training_signal"], ["training_signal"], ["bug_report"], ["question", "training_signal"]])


class Backflow(RuleBasedStateMachine):
    """Reports on their way into the model and back, with members who change their minds at every bend."""

    seen: Counter[str] = Counter()

    @initialize()
    def begin(self) -> None:
        clear_tables()
        Space.objects.create(slug="reports", name_en="Reports", name_zh="反馈")
        self.alice, self.bob = create_member(name="alice"), create_member(name="bob")
        self.mona = create_member(name="mona", role="moderator")
        self.river = Product.objects.create(slug="river", name="River")
        self.recipe = create_recipe(slug="sums", name="Sums", kinds=["preference", "kto", "sft"], languages=[])
        self.sent = 0
        self.releases = 0
        for scope in ("training", "training", "training", "none", "training", "research"):
            self.submit(scope)
        self.open_all()
        for index in range(3):
            self.accept(index, ["training_signal"])
        self.relabel(2, ["question", "training_signal"])
        self.ship()
        for index in range(2):
            self.release_fix(index, is_again=index > 0)
            self.confirm(index, is_fixed=index > 0)

    def pick(self, index: int) -> Report | None:
        """Some report that stands, as a page would find it."""
        standing = Report.objects.filter(withdrawn_at=None).select_related("thread__author").order_by("pk")
        found = list(standing)
        return found[index % len(found)] if found else None

    def pick_case(self, index: int, wanted: Q) -> Case | None:
        """Some case, of those that are wanted if there are any: else the verb must refuse it."""
        every = Case.objects.filter(report__withdrawn_at=None).select_related("report__thread__author").order_by("pk")
        found = list(every.filter(wanted)) or list(every)
        return found[index % len(found)] if found else None

    @rule(scope=SCOPES)
    def submit(self, scope: str) -> None:
        self.sent += 1
        given = parse_report(report_json(external_id=f"r-{self.sent}", consent={"scope": scope}))
        report, is_new = submit_report(given=given, author=self.alice)
        assert is_new
        assert submit_report(given=given, author=self.alice) == (report, False)

    @rule(index=st.integers(0, 9), scope=SCOPES, words=st.sampled_from(["391.", "It is 391.", "17 × 23 = 391"]))
    def update(self, index: int, scope: str, words: str) -> None:
        if report := self.pick(index):
            given = parse_report(report_json(external_id=report.external_id, correction=words, consent={"scope": scope}))
            update_report(report=report, given=given)
            assert update_report(report=report, given=given) is False

    @rule(limit=st.integers(1, 4))
    def classify(self, limit: int) -> None:
        classify_batch(limit=limit)

    @rule()
    def open_all(self) -> None:
        while classify_batch() or open_cases():
            pass

    @rule(index=st.integers(0, 9), labels=LABELS)
    def accept(self, index: int, labels: list[str]) -> None:
        self.decide(index, Q(state="open"), lambda case: accept_report(case=case, by=self.mona, labels=labels))

    @rule(index=st.integers(0, 9))
    def decline(self, index: int) -> None:
        self.decide(index, Q(state="open"), lambda case: decline_report(case=case, by=self.mona, reason="no"))

    @rule(index=st.integers(0, 9), labels=LABELS)
    def relabel(self, index: int, labels: list[str]) -> None:
        self.decide(index, Q(), lambda case: relabel_report(case=case, by=self.mona, labels=labels))

    @rule(index=st.integers(0, 9))
    def reopen(self, index: int) -> None:
        self.decide(index, ~Q(state="open"), lambda case: reopen_case(case=case, by=self.mona))

    def decide(self, index: int, wanted: Q, verb) -> None:
        if case := self.pick_case(index, wanted):
            before = Decision.objects.filter(case=case).count()
            try:
                verb(case)
            except AlreadyDecided:
                assert Decision.objects.filter(case=case).count() == before
            else:
                assert Decision.objects.filter(case=case).count() == before + 1

    @rule(index=st.integers(0, 9), scope=SCOPES)
    def say_consent(self, index: int, scope: str) -> None:
        if report := self.pick(index):
            change_consent(report=report, by=self.alice, scope=scope)

    @precondition(lambda self: Report.objects.filter(withdrawn_at=None).count() > 2)
    @rule(index=st.integers(0, 9))
    def withdraw(self, index: int) -> None:
        if report := self.pick(index):
            assert withdraw_report(report=report, by=self.alice) is True
            assert withdraw_report(report=report, by=self.alice) is False

    @rule(index=st.integers(0, 9), is_bob=st.booleans(), takes_back=st.booleans())
    def voice(self, index: int, is_bob: bool, takes_back: bool) -> None:
        if report := self.pick(index):
            (take_back_vote if takes_back else vote)(thread=report.thread, member=self.bob if is_bob else self.mona)

    @rule()
    def request(self) -> None:
        assert request_version(recipe=self.recipe) == request_version(recipe=self.recipe)

    @rule()
    def build(self) -> None:
        waiting = Version.objects.filter(state="waiting").first()
        if not build_waiting_version():
            return
        signals = set(
            Case.objects.filter(
                state="accepted",
                labels__contains=["training_signal"],
                report__consent_scope="training",
                report__withdrawn_at=None,
            ).values_list("pk", flat=True)
        )
        assert set(waiting.rows.values_list("report", flat=True)) == signals

    @rule()
    def publish(self) -> None:
        publish_written_version()
        assert not Version.objects.filter(state="failed").exists(), Version.objects.filter(state="failed").first().last_error

    @rule()
    def ship(self) -> None:
        self.request()
        self.build()
        self.publish()

    @rule()
    def shred(self) -> None:
        while shred_withdrawn():
            pass
        whole = Row.objects.filter(content__isnull=False, version__state="ready")
        assert not whole.filter(Q(report__withdrawn_at__isnull=False) | ~Q(report__consent_scope="training")).exists()

    @rule(index=st.integers(0, 9), is_again=st.booleans())
    def release_fix(self, index: int, is_again: bool) -> None:
        if report := self.pick(index):
            self.releases += 0 if is_again else 1
            release(product=self.river, name=f"1.{self.releases}", by=self.mona, fixes=[report])

    @rule(index=st.integers(0, 9), is_fixed=st.booleans())
    def confirm(self, index: int, is_fixed: bool) -> None:
        if report := self.pick(index):
            try:
                confirm_fix(report=report, by=self.alice, is_fixed=is_fixed)
            except NothingToConfirm:
                assert not Step.objects.filter(report=report, event="released").exists()

    @invariant()
    @precondition(lambda self: getattr(self, "sent", 0))
    def what_always_holds(self) -> None:
        self.each_report_has_one_current_evidence_and_view()
        self.no_case_is_closed_without_a_decision()
        self.cards_stand_where_the_steps_say()
        self.rows_are_whole_or_buried()
        self.counters_count()

    def teardown(self) -> None:
        """Count what was reached: a machine that comes nowhere proves nothing."""
        self.seen["tombstone"] += Tombstone.objects.count()
        self.seen["row"] += Row.objects.filter(content__isnull=False).count()
        self.seen["version"] += Version.objects.filter(state="ready").count()
        self.seen.update(Step.objects.values_list("event", flat=True))

    def each_report_has_one_current_evidence_and_view(self) -> None:
        ids = set(Report.objects.values_list("pk", flat=True))
        assert set(Evidence.objects.filter(is_current=True).values_list("report", flat=True)) == ids
        views = Counter(Classification.objects.filter(is_current=True).values_list("report", flat=True))
        assert set(views.values()) <= {1}
        assert set(views) >= set(Report.objects.filter(classified="done").values_list("pk", flat=True))
        assert set(Report.objects.filter(case_opened=True).values_list("pk", flat=True)) == set(
            Case.objects.values_list("pk", flat=True)
        )

    def no_case_is_closed_without_a_decision(self) -> None:
        for case in Case.objects.select_related("decision"):
            last = Decision.objects.filter(case=case).order_by("-pk").first()
            if case.state != "open":
                assert (case.decision, case.state) == (last, last.state_after)
            elif last is not None:
                assert (case.decision, last.state_after) == (None, "open")

    def cards_stand_where_the_steps_say(self) -> None:
        for report in Report.objects.select_related("thread"):
            states = [one.state for one in line(report.steps.order_by("pk"), withdrawn=False)]
            assert report.thread.station == states.count("done"), (states, [step.event for step in report.steps.order_by("pk")])

    def rows_are_whole_or_buried(self) -> None:
        stones = set(Tombstone.objects.values_list("version", "row_id"))
        shredded = set(Row.objects.filter(content__isnull=True).values_list("version", "row_id"))
        assert stones == shredded
        for version in Version.objects.filter(state="ready"):
            assert version.counts["rows"] == version.rows.count()
            assert (version.superseded_at is not None) == version.tombstones.exists()

    def counters_count(self) -> None:
        votes = dict(Vote.objects.values_list("thread").annotate(Count("pk")))
        for thread in Thread.objects.all():
            assert thread.vote_count == votes.get(thread.pk, 0)
        keys = list(Notice.objects.values_list("member", "key"))
        assert len(keys) == len(set(keys))


@pytest.mark.django_db(transaction=True)
def test_every_order_of_the_verbs_leaves_the_house_in_order():
    """The same orders each time; STATE_MACHINE_EXAMPLES=200 looks for new ones."""
    wanted = int(os.environ.get("STATE_MACHINE_EXAMPLES", "0"))
    run_state_machine_as_test(
        Backflow,
        settings=settings(
            max_examples=wanted or 12,
            derandomize=not wanted,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
    unseen = {*Step.Event.values, "tombstone", "row", "version"} - set(+Backflow.seen)
    assert not unseen
