"""Which workers are alive: each leaves a key in Redis that expires unless its heartbeat renews it."""

from __future__ import annotations

from functools import cache

import redis
import structlog
from django.conf import settings

PREFIX = "huiliu:alive:"
EXPIRES_S = 15

log = structlog.get_logger(__name__)


@cache
def client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


def beat_once(worker: str) -> None:
    """Say that `worker` lives. A Redis that is away is no reason for a worker to fall."""
    try:
        client().set(PREFIX + worker, 1, ex=EXPIRES_S)
    except redis.RedisError as error:
        log.warning("pulse.unheard", error=str(error))


def said_alive() -> bool:
    """Whether any worker lives, where not knowing is no."""
    try:
        return bool(alive())
    except redis.RedisError:
        return False


def alive() -> list[str]:
    """The names of the workers that beat within the last `EXPIRES_S` seconds; raises `redis.RedisError`."""
    return sorted(key.decode().removeprefix(PREFIX) for key in client().scan_iter(PREFIX + "*", count=1000))
