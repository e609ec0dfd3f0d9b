from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from community.admission import NotLetIn, admit
from community.models import Member


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever comes by the company's sign-on for the first time comes by the same door as everyone else."""

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Member:
        try:
            with transaction.atomic():
                member: Member = super().save_user(request, sociallogin, form)
                admit(request, member)
        except NotLetIn:
            raise ImmediateHttpResponse(redirect("community:waiting")) from None
        return member
