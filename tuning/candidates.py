"""Which reports a recipe takes: accepted as a signal, consented to training, not withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from feedback.models import Classification, ConsentGiven, Evidence
from moderation.models import Case
from tuning.make_rows import Accepted, pseudonym
from tuning.models import Recipe

BATCH = 500


def candidates(recipe: Recipe) -> QuerySet[Case]:
    """The cases whose reports a recipe takes, in the order of their reports. Consent fails closed: training or nothing."""
    found = Case.objects.filter(
        state=Case.State.ACCEPTED,
        labels__contains=["training_signal"],
        report__withdrawn_at=None,
        report__consent_scope="training",
        report__thread__state="visible",
    )
    if recipe.languages:
        # "zh" takes zh-Hant as well
        spoken = [
            Q(report__thread__language=tag) | Q(report__thread__language__startswith=f"{tag}-") for tag in recipe.languages
        ]
        found = found.filter(reduce(or_, spoken))
    if recipe.products:
        found = found.filter(report__product__slug__in=recipe.products)
    if recipe.min_value:
        found = found.filter(report__classifications__is_current=True, report__classifications__value__gte=recipe.min_value)
    return found.order_by("report")


def accepted_reports(recipe: Recipe) -> Iterator[Accepted]:
    """What `make_rows` needs of each, read in batches by key so that memory does not grow with the dataset.

    The evidence is that which the moderator saw: a source may have sent the report again, otherwise, since.
    """
    last = 0
    while True:
        cases = list(
            candidates(recipe)
            .filter(report__gt=last)
            .select_related("report__thread", "report__model_version__product", "decision__evidence")[:BATCH]
        )
        if not cases:
            return
        ids = [case.pk for case in cases]
        views = {row.report_id: row for row in Classification.objects.filter(report__in=ids, is_current=True)}
        consents = {row.report_id: row for row in ConsentGiven.objects.filter(report__in=ids).order_by("pk")}
        for case in cases:
            assert case.decision is not None
            yield _accepted(recipe, case, case.decision.evidence, views.get(case.pk), consents[case.pk])
        last = ids[-1]


def _accepted(recipe: Recipe, case: Case, evidence: Evidence, view: Classification | None, consent: ConsentGiven) -> Accepted:
    report = case.report
    return Accepted(
        report_id=report.pk,
        conversation=evidence.conversation,
        target=evidence.target,
        rating=evidence.rating,
        correction=evidence.correction,
        alternatives=evidence.alternatives,
        provenance={
            "lang": report.thread.language or "und",
            "model": report.product.slug if report.product else report.model_name,
            "model_version": report.model_version.name if report.model_version else report.version_name,
            "report_ids": [str(report.pk)],
            "contributor_pseudonym": pseudonym(recipe.salt, report.thread.author_id),
            "consent_scope": consent.scope,
            "consent_version": consent.version,
            "licence": consent.licence,
            "quality": {"score": view.value, "method": "classifier value", "version": view.classifier} if view else None,
            "labels": {"n": 1, "agreement": None},
            "classifier": view.classifier if view else "",
            "threshold": None,
            "created_at": report.created_at.isoformat(),
        },
    )
