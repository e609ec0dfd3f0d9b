from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission

from feedback.models import AccessKey

if TYPE_CHECKING:  # REST framework loads this module while it is itself being loaded
    from rest_framework.request import Request
    from rest_framework.views import APIView


class HasScope(BasePermission):
    """A view names the scope of each method in `scopes`; a method it does not name is nobody's. One that it does not have at
    all is let through, to be answered as such."""

    message = _("This key does not have the scope that this call needs.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        key, method = request.user, str(request.method)
        if not isinstance(key, AccessKey):
            return False
        if method == "OPTIONS" or not hasattr(view, method.lower()):
            return True
        needed = getattr(view, "scopes", {}).get("GET" if method == "HEAD" else method)
        return needed is not None and needed in key.scopes
