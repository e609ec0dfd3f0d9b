from __future__ import annotations

import hashlib
import secrets
import string
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.features import feature_of
from community.models import Image, Member
from community.models.image import ALT_CHARACTERS
from community.reencode import MAX_BYTES, NotAPicture, Picture, reencode
from community.trust import DAILY, level_of, may

ALPHABET = string.ascii_letters + string.digits
TOKEN_CHARACTERS = 28  # of 62 each: 166 bits

# What `trust.NEEDS[KNOWN]` says, in words.
NOT_OPEN = _("Images are open to some members first, and not to you yet.")
NOT_YET = _("New members cannot add images yet: that opens after a day, with two posts of which others found one good.")
MANY = _("You have added %(count)d images within a day, which is the most. The next can come tomorrow.")
REASONS = {
    "large": _("This file is larger than 8 MB. Make the image smaller, or cut out what matters."),
    "pixels": _("This image has more than 25 million pixels. Make it smaller, or cut out what matters."),
    "kind": _("This is no image that we can show. PNG, JPEG, WebP and GIF work; SVG does not."),
    "broken": _("This image cannot be read to its end. Save it again, or take another."),
}


class ImageRefused(Exception):
    """`message` says why, to whoever sent it."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


def store_image(*, owner: Member, content: bytes, alt: str = "") -> tuple[Image, bool]:
    """Keep a picture of the member's, in nothing yet; of the same file the same image. True where it used to move.

    Raises `ImageRefused`.
    """
    if not may(owner, "images"):
        raise ImageRefused(NOT_YET)
    if not feature_of("images", owner):
        raise ImageRefused(NOT_OPEN)
    digest = hashlib.sha256(content).hexdigest()
    if len(content) <= MAX_BYTES and (known := _known(owner, digest)):
        return known, False
    _check_quota(owner)
    try:
        picture = reencode(content)
    except NotAPicture as error:
        raise ImageRefused(REASONS[error.reason]) from None
    return _keep(owner, digest, picture, alt), picture.was_moving


def _known(owner: Member, digest: str) -> Image | None:
    """The image of that file, which is wanted again from now on."""
    standing = Image.objects.filter(owner=owner, sha256=digest)
    standing.filter(state=Image.State.LOOSE).update(since=timezone.now())
    return standing.exclude(state=Image.State.REMOVED).first()


def _check_quota(owner: Member) -> None:
    lately = Image.objects.filter(owner=owner, created_at__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= (most := DAILY["upload"][level_of(owner)]):
        raise ImageRefused(MANY % {"count": most})


@transaction.atomic
def _keep(owner: Member, digest: str, picture: Picture, alt: str) -> Image:
    """Row and files; of two at once the second finds what the first kept."""
    Member.objects.select_for_update().get(pk=owner.pk)
    if known := _known(owner, digest):
        return known
    _check_quota(owner)
    token = "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_CHARACTERS))
    image = Image.objects.create(
        owner=owner,
        name=f"{token}-{picture.width}x{picture.height}",
        sha256=digest,
        width=picture.width,
        height=picture.height,
        bytes=len(picture.full) + len(picture.small),
        has_small=bool(picture.small),
        alt=" ".join(alt.split())[:ALT_CHARACTERS],
    )
    # Last, since a file knows no rollback.
    default_storage.save(image.full_key, ContentFile(picture.full))
    if picture.small:
        default_storage.save(image.small_key, ContentFile(picture.small))
    return image
