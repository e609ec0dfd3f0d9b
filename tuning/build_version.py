from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import structlog
from django.db import transaction

from tuning.candidates import accepted_reports
from tuning.formats.messages import RowError
from tuning.make_rows import make_rows
from tuning.models import Row, Version

BATCH = 500
MAX_TRIES = 3

log = structlog.get_logger(__name__)


def build_waiting_version() -> bool:
    """Claim one waiting version and write its rows; False where none waits. A fault counts as a try, the last one fails it."""
    with transaction.atomic():
        version = Version.objects.select_for_update(skip_locked=True).filter(state=Version.State.WAITING).first()
        if version is None:
            return False
        try:
            with transaction.atomic():
                counts = _write_rows(version)
        except Exception as error:
            log.exception("version.failed", version=str(version))
            tries = version.tries + 1
            state = Version.State.FAILED if tries >= MAX_TRIES else Version.State.WAITING
            Version.objects.filter(pk=version.pk).update(tries=tries, state=state, last_error=repr(error)[:2000])
        else:
            Version.objects.filter(pk=version.pk, state=Version.State.WAITING).update(
                state=Version.State.WRITTEN, counts=counts
            )
    return True


def _write_rows(version: Version) -> dict[str, object]:
    """Write every row that the recipe gives, in the order of its reports; says how many, and what was left out and why."""
    recipe = version.recipe
    refused: Counter[str] = Counter()
    reports = 0

    def rows() -> Iterator[Row]:
        nonlocal reports
        for accepted in accepted_reports(recipe):
            reports += 1
            for row in make_rows(
                accepted,
                dataset=recipe.slug,
                version=version.number,
                kinds=recipe.kinds,
                test_share=recipe.test_share,
            ):
                try:
                    row.validate()
                except RowError as error:
                    refused[str(error)] += 1
                    continue
                yield Row(
                    version=version,
                    row_id=row.row_id,
                    report_id=accepted.report_id,
                    kind=row.kind,
                    split=row.split,
                    language=row.lang,
                    content=row.to_dict(),
                    content_sha256=row.content_sha256,
                )

    made = rows()
    while batch := list(islice(made, BATCH)):
        Row.objects.bulk_create(batch)
    return {"reports": reports, "refused": dict(refused)}
