"""Who may come in, who came by whom, what is shown to whom, and who decided it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SiteMode(models.Model):
    """How open the site is; one row, or none while the environment's defaults hold. `number` counts the changes."""

    class Joining(models.TextChoices):
        OPEN = "open", _("Open: whoever wants to makes an account")
        INVITED = "invited", _("By invitation: everyone else is put on the waiting list")
        STAGED = "staged", _("In stages: a share of the waiting list, and whoever is invited")

    class Reading(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        MEMBERS = "members", _("Members only")

    joining = models.CharField(max_length=10, choices=Joining, default=Joining.OPEN)
    percent = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    reading = models.CharField(max_length=10, choices=Reading, default=Reading.EVERYONE)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="site_mode_one_row"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="site_mode_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.joining}, read by {self.reading}"


class Feature(models.Model):
    """To whom a feature is shown, where the default of `settings.FEATURES` was changed."""

    class Who(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        SOME = "some", _("Some, as chosen below")
        NOBODY = "nobody", _("Nobody")

    name = models.SlugField(primary_key=True)
    who = models.CharField(max_length=10, choices=Who, default=Who.NOBODY)
    percent = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    group = models.ForeignKey("community.Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="features")
    team = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="feature_percent")]

    def __str__(self) -> str:
        return f"{self.name} for {self.who}"


class AuditEntry(models.Model):
    """Who changed what about the site, from which value to which. Appended, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_entries")
    subject = models.CharField(max_length=20)  # site, space, group, feature, invitation, waiting
    name = models.CharField(max_length=150)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index("subject", F("id").desc(), name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.name}"


class Invitation(models.Model):
    """A link by which up to `max_uses` people join. Only the hash of its token is kept."""

    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=100, blank=True)
    max_uses = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(uses__lte=F("max_uses")), name="invitation_uses")]

    def __str__(self) -> str:
        return f"invitation {self.pk} of {self.inviter_id}"

    @property
    def is_open(self) -> bool:
        """Whether it still lets somebody in, as far as it says itself: one whose inviter left does not."""
        return self.revoked_at is None and self.expires_at > timezone.now() and self.uses < self.max_uses


class Arrival(models.Model):
    """By which invitation a member came: the tree of who invited whom. It stays when either leaves."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="arrival")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="arrivals")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.member_id} by invitation {self.invitation_id}"


class InvitationGrant(models.Model):
    """Invitations that an administrator gave beyond those of the level."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation_grants")
    count = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitation_grants_given")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.count} for {self.member_id}"


class WaitingEntry(models.Model):
    """Somebody who asks to be let in. `bucket` is 0 to 99, the same for the same address: a stage of 20 percent lets in those
    below 20. Once `let_in_at` is set they may join, whatever becomes of the stage; `member` is who they became."""

    door: str  # the link that lets them in, signed for the page that shows it; no column

    name = models.CharField(max_length=80)
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    why = models.TextField(max_length=1000, blank=True)
    bucket = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    let_in_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(default=timezone.now)
    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="waiting_entry"
    )

    class Meta:
        indexes = [
            models.Index("bucket", condition=Q(let_in_at=None), name="waiting_by_bucket"),
            models.Index(
                "try_at", condition=Q(told_at=None, let_in_at__isnull=False) & ~Q(address=""), name="waiting_to_be_told"
            ),
            models.Index(F("id").desc(), condition=Q(member=None), name="waiting_newest"),
        ]

    def __str__(self) -> str:
        return f"waiting entry {self.pk}"
