from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F


class Draft(models.Model):
    """What a member has typed into a form and not sent; `place` says which form, as `community.drafts` names it.

    `fields` holds what a browser would send: a name, and the list of its values. Once it is sent the row stays for an hour as
    an empty mark with `sent_at`, so that a save still on its way does not bring back what was posted.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    form_id = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="draft_in_its_place")]
        indexes = [models.Index("member", F("saved_at").desc(), name="draft_of_member")]

    def __str__(self) -> str:
        return f"draft of {self.member_id} for {self.place}"
