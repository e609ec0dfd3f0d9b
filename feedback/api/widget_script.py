from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from feedback.widget_script import Script, widget_script

STABLE = "public, max-age=300"
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """`/widget.js`: the same address after every release."""
    return _send(request, widget_script(), STABLE)


@require_safe
def pinned(request: HttpRequest, name: str) -> HttpResponse:
    """`/widget/HASH.js`, what never changes; the hash of another release leads to the script of this one."""
    script = widget_script()
    if name != script.name:
        answer: HttpResponse = redirect("/widget.js")
        answer["Access-Control-Allow-Origin"] = "*"
        return answer
    return _send(request, script, FOR_EVER)


def _send(request: HttpRequest, script: Script, lasts: str) -> HttpResponse:
    etag = f'"{script.name}"'
    if etag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    else:
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = HttpResponse(script.packed if is_packed else script.plain, content_type="text/javascript; charset=utf-8")
        if is_packed:
            answer["Content-Encoding"] = "gzip"
    answer["ETag"] = etag
    answer["Cache-Control"] = lasts
    answer["Access-Control-Allow-Origin"] = "*"  # for the integrity attribute
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer
