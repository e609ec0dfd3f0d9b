from __future__ import annotations

from config.demo.cast import member
from config.demo.files import community
from config.demo.wait import wait_until
from tuning.create_recipe import create_recipe
from tuning.models import Version
from tuning.request_version import request_version

DONE = [Version.State.READY, Version.State.FAILED]


def build_datasets() -> list[Version]:
    """Write the demo's recipes down and let the workers build a version of each; raises `wait.NotYet`."""
    team = {one["role"]: member(one["name"]) for one in community()["team"]}
    versions = []
    for words in community()["recipes"]:
        recipe = create_recipe(**words)
        held = Version.objects.filter(recipe=recipe).order_by("number").first()
        versions.append(held or request_version(recipe=recipe, by=team["data"]))
    ids = [version.pk for version in versions]
    wait_until(lambda: Version.objects.filter(pk__in=ids, state__in=DONE).count() == len(ids), what="Building the datasets")
    return list(Version.objects.filter(pk__in=ids).select_related("recipe").order_by("pk"))
