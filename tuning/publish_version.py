from __future__ import annotations

import hashlib
import tempfile
import threading
from collections import Counter
from pathlib import Path

import orjson
import structlog
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from community.models import Member
from community.notify import notify
from feedback.models import Report
from feedback.take_step import StepTaken, take_steps
from tuning.export_version import export_version
from tuning.formats.proof import prove
from tuning.models import Row, Version

log = structlog.get_logger(__name__)

# The trainers' libraries are loaded at the first proof, and several threads that do so at once meet them half loaded.
ONE_PROOF = threading.Lock()

# The file of each kind that is proved before anyone can have the version.
PROVED = {"preference": "trl-preference", "sft": "trl-sft", "kto": "trl-kto"}


def publish_written_version() -> bool:
    """Prove one written version and open it to the data team; False where none waits.

    Rows whose consent was narrowed while they were being written are dropped first. A withdrawal after this sees the
    rows, which were committed before, and reaches them by `shred_withdrawn`.
    """
    with transaction.atomic():
        version = Version.objects.select_for_update(skip_locked=True).filter(state=Version.State.WRITTEN).first()
        if version is None:
            return False
        _drop_narrowed(version)
        counts, sha256 = summarise(version)
        problems = _prove(version, counts)
        if problems:
            Version.objects.filter(pk=version.pk, state=Version.State.WRITTEN).update(
                state=Version.State.FAILED, last_error="\n".join(problems)[:4000]
            )
            log.error("version.refused", version=str(version), problems=problems[:5])
            return True
        Version.objects.filter(pk=version.pk, state=Version.State.WRITTEN).update(
            state=Version.State.READY,
            counts={**version.counts, **counts},
            sha256=sha256,
            finished_at=timezone.now(),
        )
        _tell_reporters(version)
    log.info("version.ready", version=str(version), rows=counts["rows"], sha256=sha256)
    return True


def _drop_narrowed(version: Version) -> None:
    """Leave out what may no longer be used, and what was shredded meanwhile; nobody had it, so no tombstone is left of it."""
    narrowed = Q(report__withdrawn_at__isnull=False) | ~Q(report__consent_scope="training")
    Row.objects.filter(version=version).filter(narrowed | Q(content__isnull=True)).delete()
    version.tombstones.all().delete()
    Version.objects.filter(pk=version.pk).update(superseded_at=None)


def summarise(version: Version) -> tuple[dict[str, object], str]:
    """Counts by kind, split and language, and the sha256 of the canonical rows, one JSON line each, in their order."""
    digest = hashlib.sha256()
    seen: dict[str, Counter[str]] = {"kind": Counter(), "split": Counter(), "language": Counter()}
    total = 0
    for row in Row.objects.filter(version=version).order_by("pk").iterator(chunk_size=1000):
        digest.update(orjson.dumps(row.content, option=orjson.OPT_SORT_KEYS) + b"\n")
        total += 1
        for name, counter in seen.items():
            counter[getattr(row, name)] += 1
    return {
        "rows": total,
        **{name: dict(sorted(counter.items())) for name, counter in seen.items()},
    }, digest.hexdigest()


def _prove(version: Version, counts: dict[str, object]) -> list[str]:
    """Write the files and read them back with the validators and every trainer's reader that is installed."""
    kinds = counts["kind"]
    assert isinstance(kinds, dict)
    problems: list[str] = []
    for kind, rows in kinds.items():
        with tempfile.TemporaryDirectory(prefix="huiliu-proof-") as directory:
            out = Path(directory) / kind
            report = export_version(version=version, fmt=PROVED[kind], container="jsonl", out=out)
            problems += [f"{kind}: {n} rows left out: {why}" for why, n in report.left_out.items() if "of kind" not in why]
            with ONE_PROOF:
                proof = prove(out)
            problems += [f"{reader.reader}: {problem}" for reader in proof.proofs for problem in reader.problems]
            if not proof.ok or proof.survived < rows:
                problems.append(f"{kind}: {proof.written} rows written, of which {proof.survived} survive the readers")
    return problems


def _tell_reporters(version: Version) -> None:
    """Each report's line gets its step, each reporter one notice however many of their reports are in."""
    ids = list(Row.objects.filter(version=version).values_list("report_id", flat=True).distinct())
    url = reverse("tuning:version", args=[version.recipe.slug, version.number])
    detail: dict[str, object] = {"dataset": version.recipe.name, "version": version.number}
    take_steps([StepTaken(report_id=pk, event="in_dataset", key=str(version.pk), url=url, detail=detail) for pk in ids if pk])
    authors = Report.objects.filter(pk__in=ids).values_list("thread__author", flat=True).distinct()
    for member in Member.objects.filter(pk__in=authors):
        notify(member=member, event="in_dataset", key=f"in-dataset-{version.pk}", url=url, detail=detail)
