from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from feedback.models import AccessKey

if TYPE_CHECKING:  # REST framework loads this module while it is itself being loaded
    from rest_framework.request import Request
    from rest_framework.views import APIView


class HasScope(BasePermission):
    """A view names the scope of each method in `scopes`; a method it does not name is nobody's."""

    message = "This key does not have the scope that this call needs."

    def has_permission(self, request: Request, view: APIView) -> bool:
        key = request.user
        needed = getattr(view, "scopes", {}).get(request.method)
        return isinstance(key, AccessKey) and needed is not None and needed in key.scopes
