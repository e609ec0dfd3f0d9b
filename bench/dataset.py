"""A ready dataset version of any size, without the reports that it would come from."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import orjson

from config.load.words import Writer
from tuning.formats.canonical import CanonicalRow, content_sha256

if TYPE_CHECKING:  # models, which a caller may not have set up yet
    from tuning.models import Version

FORMAT = "trl-preference"
CHUNK = 2_000
SAMPLED = 1_000


def make_version(rows: int, seed: int) -> tuple[Version, list[int]]:
    """A version of `rows` preference rows, validated as a build does; and the JSON sizes of some of its rows, in bytes."""
    from django.utils import timezone

    from config.load.copy_in import analyze, copy_in
    from tuning.create_recipe import create_recipe
    from tuning.models import Row, Version

    recipe = create_recipe(slug="bench", name="Bench", kinds=["preference"], languages=[])
    version = Version.objects.create(recipe=recipe, number=1, snapshot=recipe.snapshot(), requested_at=timezone.now())
    writer, sizes = Writer(Random(seed)), list[int]()  # noqa: S311 -- the same rows for the same seed
    for start in range(0, rows, CHUNK):
        made = [_row(writer, number) for number in range(start, min(rows, start + CHUNK))]
        sizes += [len(orjson.dumps(row.to_dict())) for row in made[: SAMPLED - len(sizes)]]
        copy_in(
            [
                Row(
                    version=version,
                    row_id=row.row_id,
                    kind=row.kind,
                    split=row.split,
                    language=row.lang,
                    content=row.to_dict(),
                    content_sha256=row.content_sha256,
                )
                for row in made
            ]
        )
    analyze(Row)
    return version, sizes


def _row(writer: Writer, number: int) -> CanonicalRow:
    language, rng = writer.language(), writer.rng
    content = {
        "prompt": [{"role": "user", "content": writer.paragraph(language, sentences=2)}],
        "chosen": writer.paragraph(language, sentences=rng.randint(2, 5)),
        "rejected": f"{writer.paragraph(language, sentences=rng.randint(2, 5))} {number}",
    }
    row = CanonicalRow(
        row_id=f"{number:024x}",
        dataset="bench",
        version=1,
        split="test" if rng.random() < 0.1 else "train",
        lang=language,
        kind="preference",
        **content,  # type: ignore[arg-type]
        model="load",
        model_version="1",
        report_ids=(str(number),),
        contributor_pseudonym=f"{rng.getrandbits(64):016x}",
        consent_scope="training",
        consent_version="1",
        licence="CC-BY-4.0",
        quality={"score": 0.5, "method": "classifier value", "version": "load@1"},
        labels={"n": 1, "agreement": None},
        classifier="load@1",
        content_sha256=content_sha256({"kind": "preference", **content}),
        created_at="2026-11-01T00:00:00+00:00",
    )
    row.validate()
    return row
