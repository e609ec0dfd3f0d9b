from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from community.models import Member


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign in by password, with the user name or a proved e-mail address.

    Whatever is asked, one password is hashed: an answer takes as long for a name that nobody has as for one that somebody
    has. An address counts once it is proved; until then several accounts may name it, and whoever signed up with another
    person's address learns nothing from it.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Member | None:
        """The member; raises PermissionDenied for a wrong password, so that no other backend hashes it once more."""
        password = credentials.get("password")
        if not password:
            return None
        member = _of_address(credentials.get("email")) or _of_name(credentials.get("username"))
        if member is None:
            Member().set_password(password)
            raise PermissionDenied
        if not member.check_password(password):
            raise PermissionDenied
        if not self.user_can_authenticate(member):
            self._stash_user(member)  # allauth then says that the account is closed, to whoever knows its password
            raise PermissionDenied
        return member


def _of_address(address: str | None) -> Member | None:
    if not address:
        return None
    proved = EmailAddress.objects.filter(email=address.lower(), verified=True).select_related("user").first()
    return proved.user if proved else None


def _of_name(name: str | None) -> Member | None:
    """Names are unique whatever their case, but for imported ones: there the same spelling comes first."""
    if not name:
        return None
    alike = list(Member.objects.filter(username__iexact=name)[:10])
    return next((member for member in alike if member.username == name), alike[0] if alike else None)
