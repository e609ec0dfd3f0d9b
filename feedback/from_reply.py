"""An answer of a machine that somebody calls wrong, as the beginning of a report about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import Http404

from base.pii import redact, scan
from community.access import Viewer, access_reply, visible_threads
from community.models import AssistantRequest, Reply, Space, Thread
from feedback.models import ModelVersion, Report
from feedback.paste import Turn
from feedback.paste.written import as_text


def access_machine_reply(viewer: Viewer, pk: int) -> Reply:
    """An answer of the assistant that `viewer` may see; raises Http404 for anything else."""
    reply = access_reply(viewer, pk)
    if not reply.author.is_machine or getattr(reply, "assistant_request", None) is None:
        raise Http404
    return reply


def begun_report(answer: Reply) -> dict[str, Any]:
    """What the composer begins with: the question as it was sent, the answer, and the model that gave it.

    What is read by few is reported to few, unless the reporter says otherwise; from a space that is not open to everyone
    only to the team, since nobody else who reads reports need be in there.
    """
    request: AssistantRequest = answer.assistant_request
    return {
        "about": "answer",
        "conversation": as_text(_turns(request, answer)),
        "visibility": Thread.Visibility.TEAM if is_from_closed(answer) else answer.thread.visibility,
        **version_of(request.model),
    }


def is_from_closed(answer: Reply) -> bool:
    """Whether the answer stands in a space that not everyone may read."""
    return answer.thread.space.who_reads != Space.Readers.EVERYONE


def _turns(request: AssistantRequest, answer: Reply) -> list[Turn]:
    thread = answer.thread
    words = f"{thread.title}\n\n{thread.body}"
    if request.reply is not None:
        words = request.reply.body if request.reply.state == Thread.State.VISIBLE else ""
    question = redact(words, scan(words)).strip()
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer.body.strip()}]
    return [turn for turn in turns if turn["content"]]


def version_of(model: str) -> dict[str, str]:
    """The composer's choice for what an endpoint calls its model: a registered version, or its name as it is.

    "river-1.0", "River 1.0" and "vendor/river-1.0" are all River 1.0.
    """
    said = {_letters(model), _letters(model.rpartition("/")[2])}
    for version in ModelVersion.objects.select_related("product").order_by("-pk"):
        product = version.product
        if said & {_letters(product.slug + version.name), _letters(product.name + version.name)}:
            return {"version": f"{product.slug}/{version.name}", "other_version": ""}
    return {"version": "other", "other_version": model[:60]}


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def reports_of(replies: Iterable[int], viewer: Viewer) -> dict[int, list[Thread]]:
    """The reports that call each of `replies` wrong and that `viewer` may see; asks nothing where there are no replies."""
    wanted = list(replies)
    if not wanted:
        return {}
    found: dict[int, list[Thread]] = {}
    reports = Report.objects.filter(from_reply__in=wanted, thread__in=visible_threads(viewer)).select_related("thread")
    for report in reports.order_by("pk")[:200]:
        found.setdefault(int(report.from_reply_id or 0), []).append(report.thread)
    return found
