from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A key that signs in by itself, unless one asks for a second step after the password."""

    name = forms.CharField(
        label=_("A name for it"), required=False, max_length=100, help_text=_("To know it again: “phone”, “blue key”.")
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        required=False,
        initial=True,
        help_text=_("The device asks for your finger, face or PIN. Without this it is a second step after your password."),
    )
