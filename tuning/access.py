"""The only door to datasets. That a dataset exists, and what it counts, everyone may know; rows are the data team's."""

from __future__ import annotations

from django.http import Http404

from community.access import Viewer
from community.models import Member
from tuning.models import Recipe, Version


def access_recipe(slug: str) -> Recipe:
    recipe = Recipe.objects.filter(slug=slug).first()
    if recipe is None:
        raise Http404
    return recipe


def access_version(slug: str, number: int) -> Version:
    version = Version.objects.filter(recipe__slug=slug, number=number).select_related("recipe").first()
    if version is None:
        raise Http404
    return version


def may_read_rows(viewer: Viewer) -> bool:
    return isinstance(viewer, Member) and viewer.is_data_team
