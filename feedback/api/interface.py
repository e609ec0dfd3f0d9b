from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from feedback.api.described import operations, problems


def interface(request: HttpRequest) -> HttpResponse:
    """What other programs can call, for whoever writes one."""
    context = {"operations": operations(get_language() or ""), "problems": problems()}
    return render(request, "feedback/interface.html", context)
