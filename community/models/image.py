from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

ALT_CHARACTERS = 500


class Image(models.Model):
    """A picture that a member put into what they wrote, written anew as WebP; `name` is its address, which nobody can guess.

    Its files lie in `default_storage`. The row is the queue of what is to be deleted: `removed`, or `loose` for too long.
    """

    class State(models.TextChoices):
        LOOSE = "loose"  # in nothing that was sent yet, or no longer
        USED = "used"  # in what `ImageUse` says
        REMOVED = "removed"  # served to nobody; its files go next

    # Who leaves keeps the words that stay, and these are part of them; whoever takes the words along takes these too.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="images")
    name = models.CharField(max_length=60, unique=True)
    sha256 = models.CharField(max_length=64)  # of the file that was given
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    bytes = models.PositiveIntegerField()
    has_small = models.BooleanField()
    alt = models.CharField(max_length=ALT_CHARACTERS, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.LOOSE)
    since = models.DateTimeField(default=timezone.now)  # when it came into that state
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "sha256"], condition=~Q(state="removed"), name="image_once"),
        ]
        indexes = [
            models.Index("owner", "created_at", name="image_of_member"),
            models.Index("since", condition=Q(state__in=["loose", "removed"]), name="image_to_sweep"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_key(self) -> str:
        return f"images/{self.name[:2]}/{self.name}.webp"

    @property
    def small_key(self) -> str:
        return f"images/{self.name[:2]}/{self.name}.small.webp" if self.has_small else self.full_key


class ImageUse(models.Model):
    """A thread, or a reply in it, that shows an image: whoever may read it may see the image."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="uses")
    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, related_name="+")
    reply = models.ForeignKey("community.Reply", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "thread", "reply"], nulls_distinct=False, name="image_use_once"),
        ]

    def __str__(self) -> str:
        return f"image {self.image_id} in {self.thread_id}"
