"""How members are told: on which channels, and what is on its way."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What a member can be told, as the matrix lists it; several events of notices may be one of these."""

    REPLY = "reply", _("Somebody answers me")
    MENTION = "mention", _("Somebody mentions me")
    FOLLOWED = "followed", _("Something new in what I watch")
    DECISION = "decision", _("A decision on my report")
    DATASET = "dataset", _("My reports are in a dataset")
    RELEASED = "released", _("A release answers my report")
    CONFIRM = "confirm", _("A reminder to say whether it is fixed")
    STANDING = "standing", _("What opens to me here, and badges")
    DIGEST = "digest", _("A digest of what happened")


class Channel(models.TextChoices):
    SITE = "site", _("On this site")
    MAIL = "mail", _("Email")
    PUSH = "push", _("This browser and others")


class ChannelChoice(models.Model):
    """Where a member wants it otherwise than `community.channels.DEFAULTS` says."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channel_choices")
    event = models.CharField(max_length=10, choices=Event)
    channel = models.CharField(max_length=4, choices=Channel)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "event", "channel"], name="channel_choice_once")]

    def __str__(self) -> str:
        return f"{self.event} by {self.channel}: {self.is_on}"


class Delivery(models.Model):
    """A notice on its way by one channel. The row is the queue: `next_try_at` says when a waiting one is due, and when the
    lease of one that is being sent runs out."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        PARKED = "parked"  # failed too often; `last_error` says how
        DROPPED = "dropped"  # no longer wanted, or nowhere to go, when its turn came

    notice = models.ForeignKey("community.Notice", on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=4, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)  # tries whose worker never came back
    reached = ArrayField(models.BigIntegerField(), default=list)  # the browsers that have it already
    next_try_at = models.DateTimeField(default=timezone.now)
    last_error = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once")]
        indexes = [
            models.Index("next_try_at", condition=Q(state__in=["waiting", "sending"]), name="delivery_due"),
            models.Index("id", condition=Q(state="parked"), name="delivery_parked"),
        ]

    def __str__(self) -> str:
        return f"notice {self.notice_id} by {self.channel}: {self.state}"


class PushSubscription(models.Model):
    """A browser that takes notices while it is closed: where to, and the keys that only it can read with (RFC 8291)."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    browser = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.browser or 'a browser'} of {self.member_id}"


class DigestPlan(models.Model):
    """How often a member wants a digest, and when the next is due. No row: never."""

    class Every(models.TextChoices):
        NEVER = "never", _("never")
        DAY = "day", _("every day")
        WEEK = "week", _("every Monday")

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="digest_plan"
    )
    every = models.CharField(max_length=5, choices=Every, default=Every.NEVER)
    digest_due_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(default=timezone.now)  # the last digest, or its silence, reached this far

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every="never") | Q(digest_due_at__isnull=False), name="digest_has_a_time"),
        ]
        indexes = [models.Index("digest_due_at", condition=Q(digest_due_at__isnull=False), name="digest_due")]

    def __str__(self) -> str:
        return f"{self.every} for {self.member_id}"


class FeedKey(models.Model):
    """Which of a member's private feed addresses holds: the one signed with this number."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="feed_key")
    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"feed key {self.number} of {self.member_id}"
