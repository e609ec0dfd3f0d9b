"""Is it alive, can it serve, and what does each stage do?"""

from __future__ import annotations

import secrets
from http import HTTPStatus

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from config.metrics import registry
from config.pulse import alive

PROXIED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the site can serve; 503 with the same JSON and the reason otherwise. Strangers learn only which.

    Without workers or Redis the site still takes reports, which then wait; that is said, and is no reason to be sent no
    visitors only while the database answers, but an operator's check must see it, so it counts.
    """
    state: dict[str, object] = {"database": _database(), "redis": "ok", "migrations": "", "workers": []}
    state["migrations"] = _migrations() if state["database"] == "ok" else "unknown: the database does not answer"
    try:
        state["workers"] = alive()
    except redis.RedisError as error:
        state["redis"] = f"does not answer: {error}"
    reasons = [f"{name}: {state[name]}" for name in ("database", "redis", "migrations") if state[name] != "ok"]
    if not state["workers"]:
        reasons.append("workers: none has said that it lives within the last 15 seconds")
    if not _is_operator(request):  # names of servers and what they say are nobody else's
        state, reasons = {"ready": not reasons}, reasons and ["an operator sees it here"]
    if reasons:
        return JsonResponse(state | {"reason": "; ".join(reasons)}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse(state)


def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus: with METRICS_TOKEN as bearer where one is set, else from this machine only."""
    if not _is_operator(request):
        raise Http404
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)


def _is_operator(request: HttpRequest) -> bool:
    """Whoever has METRICS_TOKEN; without one, this machine itself, and nobody for whom a proxy on it speaks."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    is_here = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    return is_here and not any(name in request.headers for name in PROXIED)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"does not answer: {error}".strip()
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} to apply" if pending else "ok"
