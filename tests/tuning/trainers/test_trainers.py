"""The readers of LLaMA-Factory, ms-swift and together themselves: do they take every row?

Needs their sources: see requirements.txt.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tuning.formats.rows import META, mixed, with_tools
from tuning.formats import CONTAINERS, FORMATS, CanonicalRow, export

pytestmark = [
    pytest.mark.trainers,
    pytest.mark.skipif("HUILIU_TRAINERS" not in os.environ, reason="needs HUILIU_TRAINERS, a folder of sources"),
]
READER_OF = {"sharegpt": "llamafactory", "alpaca": "llamafactory", "swift": "swift", "openai": "together"}
CASES = [
    (name, container)
    for name, format_ in FORMATS.items()
    for container in CONTAINERS
    # together reads Parquet only where it is tokenised already.
    if format_.family in READER_OF and (format_.family, container) != ("openai", "parquet")
]


def read(reader: str, out: Path) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.tuning.trainers.readers", reader, os.environ["HUILIU_TRAINERS"], str(out)]
    result = subprocess.run(
        command, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False, env=_environment()
    )
    assert result.returncode == 0, result.stderr
    answer: dict[str, int] = json.loads(result.stdout.splitlines()[-1])
    return answer


def _environment() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}


def rows_for(family: str) -> list[CanonicalRow]:
    rows = list(mixed(plain=15))
    if family in ("sharegpt", "swift"):
        rows += [with_tools("sft", 901), with_tools("preference", 902)]
    return rows


@pytest.mark.parametrize(("name", "container"), CASES)
def test_the_trainer_takes_every_row(tmp_path: Path, name: str, container: str) -> None:
    family = FORMATS[name].family
    report = export(rows_for(family), fmt=name, container=container, out=tmp_path / "out", meta=META)
    assert read(READER_OF[family], tmp_path / "out") == {"rows": report.rows, "survived": report.rows}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("sharegpt-kto", b'"kto_tag":true', b'"kto_tag":"true"'),
        ("sharegpt-sft", b'"from":"human"', b'"from":"user"'),
        ("swift-sft", b'"role":"user"', b'"role":"human being"'),
        ("openai-sft", b'"weight":1', b'"weight":3'),
    ],
)
def test_the_trainer_drops_what_our_validator_sees(tmp_path: Path, name: str, good: bytes, bad: bytes) -> None:
    report = export(mixed(plain=15), fmt=name, container="jsonl", out=tmp_path / "out", meta=META)
    data = tmp_path / "out" / "data" / "train.jsonl"
    lines = data.read_bytes().splitlines(keepends=True)
    # Every line, for a column that is a bool in some rows and text in others fails the whole load.
    data.write_bytes(b"".join(line.replace(good, bad).replace(b'"kto_tag":false', b'"kto_tag":"false"') for line in lines))
    seen = [FORMATS[name].check(json.loads(line)) for line in data.read_bytes().splitlines()]
    assert all(seen)
    assert read(READER_OF[FORMATS[name].family], tmp_path / "out")["survived"] == report.rows - len(lines)
