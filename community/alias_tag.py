from __future__ import annotations

from django.db import connection, transaction

from community.models import Follow, Tag, ThreadTag
from community.tag_queries import forget_tag_names


class NotAnAlias(Exception):
    """A tag cannot mean itself."""


@transaction.atomic
def alias_tag(*, tag: Tag, of: Tag) -> bool:
    """Let `tag` be another word for `of`: its threads, followers and aliases move there. False where it meant that already.

    Search needs no telling: who looks for a tag looks for all words that mean it.
    """
    of = of.alias_of or of
    if tag.pk == of.pk:
        raise NotAnAlias
    locked = {one.pk: one for one in Tag.objects.select_for_update().filter(pk__in=[tag.pk, of.pk]).order_by("pk")}
    if locked[tag.pk].alias_of_id == of.pk:
        return False
    Tag.objects.filter(alias_of=tag).update(alias_of=of)
    Tag.objects.filter(pk=tag.pk).update(alias_of=of)
    _move_threads(tag, of)
    kept = Follow.objects.filter(kind=Follow.Kind.TAG, key=of.pk).values("member")
    moved = Follow.objects.filter(kind=Follow.Kind.TAG, key=tag.pk)
    moved.exclude(member__in=kept).update(key=of.pk)
    Follow.objects.filter(kind=Follow.Kind.TAG, key=tag.pk).delete()
    return True


def _move_threads(tag: Tag, of: Tag) -> None:
    """Also on the cards, where a thread that bears both keeps one; `count_threads` finds them by what they say now."""
    moved = list(ThreadTag.objects.filter(tag=tag).values_list("thread_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_threadtag (thread_id, tag_id, created_at, active_at) "
            "SELECT thread_id, %s, created_at, active_at FROM community_threadtag WHERE tag_id = %s ON CONFLICT DO NOTHING",
            [of.pk, tag.pk],
        )
        cursor.execute(
            "UPDATE community_thread SET tags = CASE WHEN %s = ANY(tags) THEN array_remove(tags, %s) "
            "ELSE array_replace(tags, %s, %s) END WHERE id = ANY(%s)",
            [of.name, tag.name, tag.name, of.name, moved],
        )
    ThreadTag.objects.filter(tag=tag).delete()


@transaction.atomic
def name_tag(*, tag: Tag, name_en: str, name_zh: str) -> None:
    """Say how a tag is called in each language; "": as it was first written."""
    Tag.objects.filter(pk=tag.pk).update(name_en=name_en, name_zh=name_zh)
    forget_tag_names()
