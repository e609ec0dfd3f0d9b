from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from community.index_threads import index_threads
from community.label_thread import label_thread
from community.models import Member
from feedback.models import ModelVersion, Report, VersionAlias

BATCH = 200


@transaction.atomic
def map_version(*, product_name: str, version_name: str, version: ModelVersion, by: Member | None) -> VersionAlias:
    """Let what reports call by these names be `version`: those that are there, by and by, and all that come."""
    alias, _is_new = VersionAlias.objects.update_or_create(
        product_name=product_name.lower(),
        version_name=version_name.lower(),
        defaults={"version": version, "made_by": by, "applied_at": None},
    )
    return alias


@transaction.atomic
def unmap_version(*, alias: VersionAlias) -> None:
    """What comes under these names from now on is unknown again; reports that were mapped stay where they are."""
    VersionAlias.objects.filter(pk=alias.pk).delete()


def apply_aliases() -> int:
    """Map a batch of the reports that wait for it; says how many, and 0 once none is left."""
    while True:
        with transaction.atomic():  # what the alias means must not change meanwhile
            waiting = VersionAlias.objects.filter(applied_at=None).select_related("version__product").order_by("pk")
            alias = waiting.select_for_update(of=("self",)).first()
            if alias is None:
                return 0
            if done := _apply(alias):
                return done
            VersionAlias.objects.filter(pk=alias.pk).update(applied_at=timezone.now())


def _apply(alias: VersionAlias) -> int:
    waiting = called(alias.product_name, alias.version_name).select_for_update(of=("self",))
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not ids:
        return 0
    version = alias.version
    Report.objects.filter(pk__in=ids).update(model_version=version, product=version.product)
    for pk in ids:
        label_thread(thread_id=pk, model_label=str(version), model_key=version.pk)
    index_threads(ids)
    return len(ids)


def unknown_reports() -> QuerySet[Report]:
    """The reports that name a model or a version, and are of no registered one."""
    return Report.objects.filter(model_version=None, withdrawn_at=None).exclude(model_name="", version_name="")


def called(product_name: str, version_name: str) -> QuerySet[Report]:
    """Those of them that give these names, in lower case, to theirs."""
    names = unknown_reports().annotate(product_called=Lower("model_name"), version_called=Lower("version_name"))
    return names.filter(product_called=product_name, version_called=version_name)
