from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as words_of_allauth  # in its catalogue, not in ours

from base.seal import seal, unseal

PURPOSE = "one-time codes"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of one-time codes and recovery codes are stored encrypted: a copy of the database alone makes no codes."""

    def is_mfa_enabled(self, user: Any, types: Iterable[str] | None = None) -> bool:
        if not user.is_authenticated:
            return False
        kinds = _kinds_of(user.pk)
        return any(kinds[kind] for kind in types) if types is not None else bool(kinds)

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """What the field of a new key's name begins with: as allauth's, without counting once more."""
        number = _kinds_of(user.pk)[type] + 1
        names = {1: "Master key", 2: "Backup key"}
        return words_of_allauth(names.get(number, "Key nr. {number}")).format(number=number)

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `cryptography.fernet.InvalidToken` where no key fits."""
        return unseal(encrypted_text, purpose=PURPOSE)


def _kinds_of(user_id: int) -> Counter[str]:
    """How many authenticators of each type a member has; read once while a page is shown, where allauth asks for each type
    and again for each. A form that is sent may have changed them in between: it reads anew."""
    request = context.request
    kept: dict[int, Counter[str]] = getattr(request, "authenticator_kinds", {})
    if user_id in kept and request.method == "GET":
        return kept[user_id]
    kinds = Counter(Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True))
    if request is not None:
        request.authenticator_kinds = {**kept, user_id: kinds}
    return kinds
