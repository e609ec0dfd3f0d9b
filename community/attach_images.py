from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.image_text import images_in
from community.models import Image, ImageUse, Member, Reply, Thread
from community.models.image import ALT_CHARACTERS


@transaction.atomic(savepoint=False)  # a part of what calls it, whole or not at all
def attach_images(*, thread: Thread, author: Member, text: str, reply: Reply | None = None, was: str = "") -> int:
    """Note which of the author's own images `text` shows, the text of `reply` or of the thread itself; says how many.

    `was` is the text before a change: what is no longer in it is loose again. Images of others stay where their owners put
    them, so quoting one opens it to nobody.
    """
    named = images_in(text)
    if not named and not images_in(was):
        return 0
    uses = ImageUse.objects.filter(thread=thread, reply=reply, image__owner=author)
    touched = Image.objects.filter(owner=author, name__in={*named, *images_in(was)}).exclude(state=Image.State.REMOVED)
    images = list(touched.select_for_update().order_by("pk"))
    shown = [image for image in images if image.name in named]
    ImageUse.objects.bulk_create([ImageUse(image=image, thread=thread, reply=reply) for image in shown], ignore_conflicts=True)
    for image in shown:
        alt = named[image.name][:ALT_CHARACTERS]
        Image.objects.filter(pk=image.pk).update(state=Image.State.USED, since=timezone.now(), alt=alt)
    uses.exclude(image__in=shown).delete()
    _settle([image.pk for image in images if image.name not in named], Image.State.LOOSE)
    return len(shown)


@transaction.atomic
def remove_images(*, thread_id: int, reply_id: int | None = None) -> int:
    """The thread with all its replies, or the one reply, is gone for good: so are the images that nothing else shows."""
    uses = ImageUse.objects.filter(thread=thread_id)
    if reply_id is not None:
        uses = uses.filter(reply=reply_id)
    images = list(Image.objects.select_for_update().filter(pk__in=uses.values("image")).order_by("pk"))
    if not images:
        return 0
    uses.delete()
    return _settle([image.pk for image in images], Image.State.REMOVED)


@transaction.atomic
def remove_images_of(member: Member) -> int:
    """All images of a member who takes their words along."""
    standing = Image.objects.filter(owner=member).exclude(state=Image.State.REMOVED)
    ImageUse.objects.filter(image__owner=member).delete()
    return standing.update(state=Image.State.REMOVED, since=timezone.now(), alt="")


def _settle(ids: list[int], state: Image.State) -> int:
    """Those of `ids` that nothing shows any more come into `state`."""
    left = Image.objects.filter(pk__in=ids, state=Image.State.USED, uses=None)
    return left.update(state=state, since=timezone.now())
