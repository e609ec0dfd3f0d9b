from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import structlog
from django.db import connection, transaction

from base.tally import tally
from community.await_relating import meaning
from community.models import SearchDocument, Thread, ThreadVector
from community.models.related import DIMENSIONS

BATCH = 16
CANDIDATES = 200  # of each language group, by signs
KEPT = 12  # of each language group
# From these cosines on two threads are shown as related. Texts of two languages lie further apart than those of one.
ALIKE, ALIKE_ACROSS = 0.5, 0.38
MAX_TRIES = 3

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
log = structlog.get_logger(__name__)


@transaction.atomic
def relate_threads(*, embed: Embed, limit: int = BATCH) -> int:
    """Claim up to `limit` threads that wait, embed them, and note which others each is related to, on both sides.

    `embed` gives unit vectors, float32 [n, 512], zeros for a text without content. Says how many were claimed.
    """
    waiting = ThreadVector.objects.select_for_update(skip_locked=True).filter(state=ThreadVector.State.WAITING)
    rows = list(waiting.order_by("pk")[:limit])
    if not rows:
        return 0
    ids = [row.pk for row in rows]
    threads = {thread.pk: thread for thread in Thread.objects.filter(pk__in=ids)}
    beside = dict(SearchDocument.objects.filter(pk__in=ids).values_list("pk", "beside"))
    vectors = _embedded(embed, {pk: meaning(threads[pk], beside.get(pk, "")) for pk in ids})
    for row in rows:
        if (vector := vectors.get(row.pk)) is None:
            row.tries += 1
            row.state = ThreadVector.State.PARKED if row.tries >= MAX_TRIES else ThreadVector.State.WAITING
        else:
            row.state, row.signs, row.vector = ThreadVector.State.DONE, signs(vector), vector.astype(np.float16).tobytes()
    ThreadVector.objects.bulk_update(rows, ["state", "tries", "signs", "vector"])
    for row in rows:
        if row.pk in vectors and vectors[row.pk].any():
            _note(row, _nearest(row, vectors[row.pk]))
    tally(stage="relate", processed=len(vectors), failed=len(rows) - len(vectors))
    return len(rows)


def _embedded(embed: Embed, texts: dict[int, str]) -> dict[int, Vectors]:
    """A vector for each text, by id. If the batch fails, one by one, so that a bad text spoils no other."""
    try:
        return dict(zip(texts, embed(list(texts.values())), strict=True))
    except Exception:
        log.exception("relate.batch_failed", threads=len(texts))
    found: dict[int, Vectors] = {}
    for pk, text in texts.items():
        try:
            found[pk] = embed([text])[0]
        except Exception:
            log.exception("relate.failed", thread=pk)
    return found


def signs(vector: Vectors) -> str:
    return "".join("1" if value > 0 else "0" for value in vector)


def _nearest(row: ThreadVector, vector: Vectors) -> dict[int, float]:
    """Cosine of each thread that is related to that of `row`, by its id; some of either language group."""
    found: dict[int, float] = {}
    for is_chinese in (True, False):
        ids, others = _candidates(row.pk, signs(vector), is_chinese=is_chinese)
        least = ALIKE if is_chinese == row.is_chinese else ALIKE_ACROSS
        cosines = others @ vector
        best = [place for place in np.argsort(-cosines)[:KEPT] if cosines[place] >= least]
        found |= {ids[place]: round(float(cosines[place]), 4) for place in best}
    return found


def _candidates(pk: int, wanted: str, *, is_chinese: bool) -> tuple[list[int], Vectors]:
    """The threads of a language group whose signs differ in the fewest places, but `pk`, and their vectors [n, 512]."""
    group = "is_chinese" if is_chinese else "NOT is_chinese"  # literally, since the indexes are partial
    with connection.cursor() as cursor:
        if _has_index():
            cursor.execute("SET LOCAL hnsw.ef_search = %s", [CANDIDATES])
            order = "signs <~> %s::bit(512)"
        else:
            order = "bit_count(signs # %s::bit(512))"
        cursor.execute(
            f"SELECT thread_id, vector FROM community_threadvector WHERE {group} AND signs IS NOT NULL "  # noqa: S608 -- names are ours, values are parameters
            f"ORDER BY {order} LIMIT %s",
            [wanted, CANDIDATES],
        )
        rows: list[tuple[int, Any]] = [one for one in cursor.fetchall() if one[0] != pk]
    content = b"".join(bytes(vector) for _pk, vector in rows)
    return [one for one, _vector in rows], np.frombuffer(content, np.float16).reshape(-1, DIMENSIONS).astype(np.float32)


def _has_index() -> bool:
    """Whether pgvector's index is there; without it all signs are compared, which a worker may take its time for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('threadvector_signs_zh') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def _note(row: ThreadVector, found: dict[int, float]) -> None:
    """Keep what was found on both sides. What another worker holds just now is left out: it is about to look for itself."""
    _keep(row, found)
    others = ThreadVector.objects.select_for_update(skip_locked=True).filter(pk__in=found, state=ThreadVector.State.DONE)
    changed = list(others.order_by("pk"))
    for other in changed:
        _keep(other, dict(zip(other.near, other.near_by, strict=True)) | {row.pk: found[other.pk]})
    ThreadVector.objects.bulk_update([row, *changed], ["near", "near_by"])


def _keep(row: ThreadVector, found: dict[int, float]) -> None:
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: 2 * KEPT]
    row.near, row.near_by = [pk for pk, _cosine in best], [cosine for _pk, cosine in best]
