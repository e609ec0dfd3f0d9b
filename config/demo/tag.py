from __future__ import annotations

from collections import defaultdict

from community.alias_tag import name_tag
from community.models import Tag, Thread
from community.tag_thread import tag_thread
from config.demo.files import SOURCE, tags


def tag() -> int:
    """Tag threads and reports as the moderators would, and name each tag in both languages; says how many bear one."""
    borne: dict[int, list[str]] = defaultdict(list)
    for words in tags():
        said = Thread.objects.filter(is_report=False, title__in=words["threads"])
        reported = Thread.objects.filter(report__source=SOURCE, report__external_id__in=words["reports"])
        for pk in [*said.values_list("pk", flat=True), *reported.values_list("pk", flat=True)]:
            borne[pk].append(words["name"])
    for thread in Thread.objects.filter(pk__in=borne).order_by("pk"):
        tag_thread(thread=thread, names=borne[thread.pk])
    for words in tags():
        for made in Tag.objects.filter(name=words["name"]):
            name_tag(tag=made, name_en=words["name"], name_zh=words["name_zh"])
    return len(borne)
