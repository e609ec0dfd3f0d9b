"""The examples in docs/formats.md are what the validators take."""

import re
from pathlib import Path

import orjson

from tuning.formats import FORMATS

EXAMPLE = re.compile(r"^### `([a-z-]+)`\n(?:(?!```).*\n)+```json\n(.+)\n```$", re.MULTILINE)


def test_every_format_has_an_example_that_its_validator_takes() -> None:
    text = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    examples = dict(EXAMPLE.findall(text))
    assert set(examples) == set(FORMATS)
    for name, line in examples.items():
        assert FORMATS[name].check(orjson.loads(line)) == [], name
