from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from community.models.preferences import Preferences


class Member(Preferences, AbstractUser):
    """Who speaks here. A member brought in by an import keeps the name of where they came from and cannot sign in.

    Who has left (`left_at`) is a number: no name, no address, no way to sign in.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        TRUSTED = "trusted", _("Trusted member")
        MODERATOR = "moderator", _("Moderator")
        LEAD = "lead", _("Lead")
        DATA = "data", _("Data team")
        ADMIN = "admin", _("Administrator")

    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    source = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=200, blank=True)
    is_machine = models.BooleanField(default=False)  # it answers, and its words are marked; nobody signs in with it
    draft_count = models.PositiveSmallIntegerField(default=0)  # so that a page asks for drafts only where there are any
    left_at = models.DateTimeField(null=True, blank=True)
    trust = models.PositiveSmallIntegerField(default=0)  # `community.trust` says what it opens; written by `set_trust`

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], condition=~models.Q(source=""), name="member_source_once"),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(email="", first_name="", last_name="", about="", is_active=False),
                name="member_left_is_a_number",
            ),
            models.CheckConstraint(condition=models.Q(trust__lte=3), name="member_trust"),
        ]
        indexes = [  # who signs in or signs up is looked for by both, whether there is such a member or not
            models.Index(Upper("username"), name="member_name_any_case"),
            models.Index("email", condition=~models.Q(email=""), name="member_by_email"),
        ]

    @property
    def is_moderator(self) -> bool:
        return self.role in {self.Role.MODERATOR, self.Role.LEAD, self.Role.ADMIN}

    @property
    def is_data_team(self) -> bool:
        return self.role in {self.Role.DATA, self.Role.LEAD, self.Role.ADMIN}


class SignInLink(models.Model):
    """A link that signs a member in once. Only the hash of its token is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sign_in_links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in link of {self.member_id}"
