from __future__ import annotations

from base.ring import ring
from community.models import FanOut, Reply, Thread


def announce(*, thread: Thread, reply: Reply | None = None) -> None:
    """Let those who watch hear of a thread, or of a reply in it: the worker tells them, however many they are.

    For every verb that lets words be seen for the first time. Announced twice, it is told once.
    """
    FanOut.objects.create(thread=thread, reply=reply)
    ring("announced")
