from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from feedback.access_key import find_access_key
from feedback.models import AccessKey


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer hl_…`"""

    def authenticate(self, request: Request) -> tuple[AccessKey, str] | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        found = find_access_key(key.strip())
        if found is None:
            raise AuthenticationFailed
        return found, key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyAuthenticationScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
