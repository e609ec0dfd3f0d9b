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


def healthz(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when the site can serve; 503 with the same JSON and the reason otherwise.

    Without workers or Redis the site still takes reports, which then wait; that is said, and is no reason to be sent no
    visitors only while the database answers, but an operator's check must see it, so it counts.
    """
    state = {"database": _database(), "redis": "ok", "migrations": "", "workers": []}
    state["migrations"] = _migrations() if state["database"] == "ok" else "unknown: the database does not answer"
    try:
        state["workers"] = alive()
    except redis.RedisError as error:
        state["redis"] = f"does not answer: {error}"
    reasons = [f"{name}: {state[name]}" for name in ("database", "redis", "migrations") if state[name] != "ok"]
    if not state["workers"]:
        reasons.append("workers: none has said that it lives within the last 15 seconds")
    if reasons:
        return JsonResponse(state | {"reason": "; ".join(reasons)}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse(state)


def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus: with METRICS_TOKEN as bearer where one is set, else from this machine only."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
            raise Http404
    elif request.META.get("REMOTE_ADDR") not in {"127.0.0.1", "::1"} or "X-Forwarded-For" in request.headers:
        raise Http404
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)


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
