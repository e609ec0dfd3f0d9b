"""The door to pictures: each is seen as what it stands in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from community.access import Viewer, visible_threads
from community.models import Image, ImageUse, Member, Thread


def access_image(viewer: Callable[[], Viewer], name: str) -> tuple[Image, bool]:
    """The image of that name, and whether everybody may see it; raises Http404 for a stranger.

    It is seen as what it stands in, and always by its owner. `viewer` is only asked for where not everybody may.
    """
    standing = Image.objects.filter(name=name).exclude(state=Image.State.REMOVED)
    image = standing.annotate(is_public=Exists(_uses_seen_by(AnonymousUser(), OuterRef("pk")))).first()
    if image is None:
        raise Http404
    if image.is_public:
        return image, True
    asking = viewer()
    if isinstance(asking, Member) and (asking.pk == image.owner_id or _uses_seen_by(asking, image.pk).exists()):
        return image, False
    raise Http404


def _uses_seen_by(viewer: Viewer, image: int | OuterRef) -> QuerySet[ImageUse]:
    reply_is_seen = Q(reply=None) | Q(reply__state=Thread.State.VISIBLE)
    if isinstance(viewer, Member):
        reply_is_seen |= Q(reply__author=viewer)
    return ImageUse.objects.filter(reply_is_seen, image=image, thread__in=visible_threads(viewer))
