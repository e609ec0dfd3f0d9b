from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as words_of_allauth  # in its catalogue, not in ours


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of one-time codes and recovery codes are stored encrypted: a copy of the database alone makes no codes.

    The key comes from SECRET_KEY (HKDF-SHA256, RFC 5869); what an earlier key in SECRET_KEY_FALLBACKS wrote is still read.
    """

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
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `cryptography.fernet.InvalidToken` where no key fits."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _kinds_of(user_id: int) -> Counter[str]:
    """How many authenticators of each type a member has; read once while a page is shown, where allauth asks for each type
    and again for each. A form that is sent may have changed them in between: it reads anew."""
    request = context.request
    kept = getattr(request, "authenticator_kinds", {})
    if user_id in kept and request.method == "GET":
        return kept[user_id]  # type: ignore[no-any-return]
    kinds = Counter(Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True))
    if request is not None:
        request.authenticator_kinds = {**kept, user_id: kinds}
    return kinds


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"huiliu one-time codes").derive(force_bytes(secret))
    return base64.urlsafe_b64encode(derived)
