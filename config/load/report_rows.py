"""The rows beside a report's thread: evidence, consent, steps, and what a machine and a moderator said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.db.models import Model

from community.models import Member, Thread
from config.load.copy_in import reserve
from feedback.classifier.verdict import LABELS
from feedback.models import Classification, ConsentGiven, Evidence, ModelVersion, Report, Step
from feedback.schema import ReportIn
from moderation.models import Case, Decision

CLASSIFIER = "load@1"  # says of itself that no model was asked
WEIGHTS = {"bug_report": 30, "training_signal": 25, "feature_request": 20, "question": 12, "praise": 8, "noise": 5}
DECIDED, ACCEPTED, RELEASED = 0.6, 0.5, 0.1  # shares: of classified, of decided, of accepted ones


@dataclass(frozen=True)
class Keys:
    """What the rows of a report are known by, where another row names them; 0 where there will be none."""

    evidence: int
    classification: int
    decision: int


@dataclass
class ReportRows:
    """Rows of many reports, each list in the order in which it can be stored."""

    moderator: Member
    versions: dict[str, ModelVersion]
    rng: Random
    reports: list[Model] = field(default_factory=list)
    evidences: list[Evidence] = field(default_factory=list)
    consents: list[Model] = field(default_factory=list)
    classifications: list[Model] = field(default_factory=list)
    cases: list[Model] = field(default_factory=list)
    decisions: list[Model] = field(default_factory=list)
    steps: list[Model] = field(default_factory=list)

    def all(self) -> Iterable[Sequence[Model]]:
        return [
            self.reports,
            self.evidences,
            self.consents,
            self.classifications,
            self.cases,
            self.decisions,
            self.steps,
        ]

    def add(self, thread: Thread, given: ReportIn, keys: Keys, *, waiting: bool) -> None:
        """A report for `thread`, which gets what its card shows."""
        version = self.versions[given.model_version]
        thread.station, thread.model_label = 1, str(version)
        self.reports.append(
            Report(
                thread=thread,
                source="load",
                external_id=f"load-{thread.pk}",
                product=version.product,
                model_version=version,
                model_name=given.model,
                version_name=given.model_version,
                consent_scope=given.consent.scope,
                created_at=thread.created_at,
                classified=Report.Classified.WAITING if waiting else Report.Classified.DONE,
                case_opened=not waiting,
            )
        )
        self._evidence(thread, given, keys.evidence)
        self._step(thread, "reported", "1", 0, actor_id=thread.author_id, detail={"source": "load"})
        if not waiting:
            self._judge(thread, keys)

    def _evidence(self, thread: Thread, given: ReportIn, key: int) -> None:
        at = thread.created_at
        fields = given.model_dump(mode="json", include={"conversation", "alternatives", "spans", "tags"})
        self.evidences.append(
            Evidence(
                pk=key,
                report_id=thread.pk,
                title=given.title,
                body=given.body,
                target=given.target_index(),
                rating=given.rating,
                correction=given.correction,
                sha256=given.sha256(),
                received_at=at,
                **fields,
            )
        )
        self.consents.append(
            ConsentGiven(
                report_id=thread.pk,
                scope=given.consent.scope,
                licence=given.consent.licence,
                version=given.consent.version,
                given_by_id=thread.author_id,
                given_at=at,
            )
        )

    def _judge(self, thread: Thread, keys: Keys) -> None:
        """The machine's view and a case, which may be decided, and what was accepted may have been answered."""
        label = self.rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
        chances = {name: round(self.rng.random() * 0.3, 4) for name in LABELS} | {label: round(self.rng.uniform(0.5, 0.99), 4)}
        value = round(chances["training_signal"] * (1 - chances["noise"]), 4)
        thread.station, thread.kind, thread.kind_by, thread.kind_probability = 2, label, "machine", chances[label]
        self.classifications.append(
            Classification(
                pk=keys.classification,
                report_id=thread.pk,
                classifier=CLASSIFIER,
                labels=[label],
                probabilities=chances,
                value=value,
                abstained=False,
                language=thread.language,
                created_at=thread.created_at + timedelta(seconds=1),
            )
        )
        said = {"labels": [label], "value": value, "abstained": False}
        self._step(thread, "classified", str(keys.classification), 1, actor_name=CLASSIFIER, detail=said)
        case = Case(report_id=thread.pk, priority=round(0.9 * value, 4), opened_at=thread.created_at + timedelta(seconds=2))
        self.cases.append(case)
        if self.rng.random() < DECIDED:
            self._decide(thread, case, label, keys)

    def _decide(self, thread: Thread, case: Case, label: str, keys: Keys) -> None:
        accepted = self.rng.random() < ACCEPTED
        verb = "accept" if accepted else "decline"
        state = Case.State.ACCEPTED if accepted else Case.State.DECLINED
        at = thread.created_at + timedelta(hours=1)
        self.decisions.append(
            Decision(
                pk=keys.decision,
                evidence_id=keys.evidence,
                case=case,
                verb=verb,
                labels=[label],
                reason="load",
                by=self.moderator,
                state_before=Case.State.OPEN,
                state_after=state,
                at=at,
            )
        )
        case.state, case.labels, case.decision_id, case.closed_at = state, [label], keys.decision, at
        thread.kind_by, thread.kind_probability = "person", None
        said = {"labels": [label], "reason": "load"}
        self._step(thread, state, str(keys.decision), 3600, actor_id=self.moderator.pk, detail=said)
        if accepted:
            thread.station = 3
            if self.rng.random() < RELEASED:
                thread.station = 5
                version = self.versions["2"]
                self._step(
                    thread, "released", str(version.pk), 7200, actor_id=self.moderator.pk, detail={"version": str(version)}
                )

    def _step(
        self,
        thread: Thread,
        event: str,
        key: str,
        seconds: int,
        *,
        actor_id: int | None = None,
        actor_name: str = "",
        detail: Mapping[str, object],
    ) -> None:
        at = thread.created_at + timedelta(seconds=seconds)
        self.steps.append(
            Step(report_id=thread.pk, event=event, key=key, actor_id=actor_id, actor_name=actor_name, detail=detail, at=at)
        )


def report_keys(count: int, *, waiting: bool) -> list[Keys]:
    """Keys for the rows of `count` reports."""
    none = [0] * count
    classifications, decisions = (none, none) if waiting else (reserve(Classification, count), reserve(Decision, count))
    return [Keys(*keys) for keys in zip(reserve(Evidence, count), classifications, decisions, strict=True)]
