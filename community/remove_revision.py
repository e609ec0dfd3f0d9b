from __future__ import annotations

from django.utils import timezone

from community.models import Member, Revision


def remove_revision(*, revision: Revision, by: Member) -> bool:
    """Let an old text of the member's be gone for good, with the mark that it was there; False where it was gone already."""
    own = Revision.objects.filter(pk=revision.pk, editor=by, removed_at=None)
    return bool(own.update(title="", body="", removed_at=timezone.now()))
