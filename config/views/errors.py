from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from base.view_decorators import give_back
from config.style_guide import samples


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that has grown old: what was typed comes back, ready to be sent again."""
    return give_back(request, signed_out=not request.user.is_authenticated)


def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "style_guide.html", samples())
