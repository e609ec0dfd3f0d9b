from __future__ import annotations

from datetime import timedelta

import structlog
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.models import Image

LOOSE_FOR = timedelta(days=1)
BATCH = 50

log = structlog.get_logger(__name__)


@transaction.atomic
def sweep_images(limit: int = BATCH) -> int:
    """Delete the files and then the rows of up to `limit` images that were removed, or are in nothing since a day.

    Says how many. Killed in between, the row is still there, and deleting a file that is gone is harmless.
    """
    loose = Q(state=Image.State.LOOSE, since__lt=timezone.now() - LOOSE_FOR)
    due = Image.objects.filter(Q(state=Image.State.REMOVED) | loose)
    images = list(due.select_for_update(skip_locked=True).order_by("since")[:limit])
    for image in images:
        for key in {image.full_key, image.small_key}:
            default_storage.delete(key)
    Image.objects.filter(pk__in=[image.pk for image in images]).delete()
    if images:
        log.info("images.swept", images=len(images))
    return len(images)
