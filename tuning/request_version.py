from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from base.ring import ring
from community.models import Member
from tuning.models import Recipe, Version


@transaction.atomic
def request_version(*, recipe: Recipe, by: Member | None = None) -> Version:
    """Ask for the recipe's next version. While one waits to be built, that one is the answer."""
    locked = Recipe.objects.select_for_update().get(pk=recipe.pk)
    unfinished = [Version.State.WAITING, Version.State.WRITTEN]
    waiting = Version.objects.filter(recipe=locked, state__in=unfinished).first()
    if waiting is not None:
        return waiting
    newest = Version.objects.filter(recipe=locked).aggregate(newest=Max("number"))["newest"] or 0
    version = Version.objects.create(
        recipe=locked,
        number=newest + 1,
        snapshot=locked.snapshot(),
        requested_by=by,
        requested_at=timezone.now(),
    )
    ring("version_requested")
    return version
