from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from community.index_threads import index_threads
from community.models import Tag, Thread, ThreadTag
from community.tag_names import MAX_TAGS, clean_names, slug_of


@transaction.atomic
def tag_thread(*, thread: Thread, names: Sequence[str]) -> bool:
    """Let a thread be found under these tags and no others, `MAX_TAGS` at most; what is no tag is left away. False where
    nothing changed.

    A tag that nobody used before is made, named as it is written here; one that means another becomes that one.
    """
    standing = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    tags = find_or_make_tags(names)[:MAX_TAGS]
    thread.tags = [tag.name for tag in tags]
    if standing.tags == thread.tags:
        return False
    ThreadTag.objects.filter(thread=standing).exclude(tag__in=tags).delete()
    at = {"created_at": standing.created_at, "active_at": standing.active_at}
    ThreadTag.objects.bulk_create([ThreadTag(thread=standing, tag=tag, **at) for tag in tags], ignore_conflicts=True)
    Thread.objects.filter(pk=thread.pk).update(tags=thread.tags)
    index_threads([thread.pk])
    return True


def find_or_make_tags(names: Iterable[str]) -> list[Tag]:
    """The tags of these names in their order, each once; for one that means another, that other."""
    return list(dict.fromkeys(tags_by_slug(names).values()))


def tags_by_slug(names: Iterable[str]) -> dict[str, Tag]:
    """The tag for each slug of these names, made where there is none; for one that means another, that other."""
    named = {slug_of(name): name for name in clean_names(names)}
    if not named:
        return {}
    known = _known(named)
    if missing := sorted(named.keys() - known.keys()):  # sorted, so that two at once do not wait for each other in a circle
        Tag.objects.bulk_create([Tag(slug=slug, name=named[slug]) for slug in missing], ignore_conflicts=True)
        known = _known(named)
    return {slug: known[slug] for slug in named}


def _known(slugs: Iterable[str]) -> dict[str, Tag]:
    return {tag.slug: tag.alias_of or tag for tag in Tag.objects.filter(slug__in=slugs).select_related("alias_of")}
