"""What became of what members said, as figures; and what they were given for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Credit(models.Model):
    """What a member's words led to. Counted from the rows themselves by `count_credit` alone, so that it never drifts."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="credit")
    posts = models.PositiveIntegerField(default=0)  # visible threads and replies
    posts_en = models.PositiveIntegerField(default=0)
    posts_zh = models.PositiveIntegerField(default=0)
    liked = models.PositiveIntegerField(default=0)  # of these, how many a known member voted for
    votes_received = models.PositiveIntegerField(default=0)
    answers_accepted = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    in_dataset = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    reproduced = models.PositiveIntegerField(default=0)  # others' accepted reports of which they said "I have this too"
    removed = models.PositiveIntegerField(default=0)  # posts that a moderator removed, of the last `trust.MEMORY` days
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index("counted_at", condition=models.Q(posts__gt=0), name="credit_counted")]

    def __str__(self) -> str:
        return f"credit of {self.member_id}"


class ReportCount(models.Model):
    """How far the reports of one member have come that are in the same space and state, and seen by the same readers: so that
    a page counts only what its reader may open. Counted from the threads by `count_reports` alone; no row where there are none.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_counts")
    space = models.ForeignKey("community.Space", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10)  # as the threads': any but withdrawn
    visibility = models.CharField(max_length=10)
    reported = models.PositiveIntegerField(default=0)  # a report counts at every station that it has reached
    accepted = models.PositiveIntegerField(default=0)
    in_dataset = models.PositiveIntegerField(default=0)
    released = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "space", "state", "visibility"], name="report_count_once")]

    def __str__(self) -> str:
        return f"{self.reported} {self.state} reports of {self.member_id}"


class CreditDue(models.Model):
    """Whose figures may have changed. Appended by verbs, without a lock on anything, and eaten by `count_credit`."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_constraint=False, related_name="+")

    def __str__(self) -> str:
        return f"credit of {self.member_id} is due"


class TrustPin(models.Model):
    """A level that a moderator set by hand, and why. While it stands no figure moves it."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="trust_pin"
    )
    level = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__lte=3), name="trust_pin_level"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="trust_pin_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} stays at {self.level}"


class BadgeAward(models.Model):
    """A badge of `community.badges` that a member was given, once; `thread` is what it was for, where it was for one."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="badges")
    badge = models.CharField(max_length=20)
    thread = models.ForeignKey("community.Thread", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "badge"], name="badge_once")]
        indexes = [models.Index("badge", models.F("id").desc(), name="badge_holders")]

    def __str__(self) -> str:
        return f"{self.badge} for {self.member_id}"
