"""The commands as a shell runs them: JSON lines through filters, and a key that opens what it says."""

from __future__ import annotations

import subprocess
import sys

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from config.env import ROOT
from feedback.models import AccessKey

GOOD = {"id": "a", "title": "17 * 23", "body": "It says 381.", "conversation": [{"role": "assistant", "content": "381"}]}
# What a careless program sends: each line must be answered, and none may end the filter.
GARBAGE = [
    b"{",
    b"\xff\xfe",
    b"[" * 50_000,
    b'"text"',
    orjson.dumps({"title": "no id"}),
    orjson.dumps({"id": 1, "colour": "red", "title": "x"}),
    orjson.dumps({"id": 2}),
    orjson.dumps({"id": {"nested": [1]}, "title": 5}),
    b'{"id": "nul", "title": "a\\u0000b"}',
    b'{"id": "half", "title": "\\ud83d"}',
]
ODD = [
    {"id": 10, "title": "?"},
    {"id": 11, "body": "\u200b\u202e"},
    {"id": 12, "title": "x", "conversation": [{"role": "user", "content": ""}]},
    {"id": 13, "title": "x" * 2000, "body": "长" * 100_000},
    {"id": 14, "title": "x", "conversation": [{"role": "assistant", "content": ""}], "rating": 1, "alternatives": []},
]


def filtered(command: str, lines: list[bytes]) -> tuple[int, list[dict]]:
    done = subprocess.run(
        [sys.executable, "manage.py", command], input=b"\n".join(lines), stdout=subprocess.PIPE, cwd=ROOT, timeout=120
    )
    return done.returncode, [orjson.loads(line) for line in done.stdout.splitlines()]


def test_classify_answers_every_line_in_order_and_says_that_some_were_bad():
    good = [orjson.dumps(one) for one in [GOOD, *ODD]]
    status, answers = filtered("classify", [good[0], *GARBAGE, *good[1:]])

    assert status == 1
    assert [answer["id"] for answer in answers] == [
        "a", None, None, None, None, None, 1, 2, {"nested": [1]}, "nul", None, 10, 11, 12, 13, 14
    ]  # fmt: skip
    assert ["error" in answer for answer in answers] == [False, *[True] * len(GARBAGE), *[False] * len(ODD)]
    for answer in answers:
        if "error" not in answer:
            assert set(answer["labels"]) <= set(answer["probabilities"])
            assert all(0 <= p <= 1 for p in (answer["value"], *answer["probabilities"].values()))
            assert "@" in answer["classifier"]


def test_a_line_is_judged_alike_alone_and_in_company():
    lines = [orjson.dumps(one) for one in [GOOD, *ODD]]
    _, together = filtered("classify", lines)
    status, alone = filtered("classify", lines[:1])
    assert status == 0
    assert alone == together[:1]


@pytest.mark.parametrize(
    ("command", "good", "bad", "keys"),
    [
        ("similar", {"id": 1, "a": "一加一", "b": "一加一"}, {"id": 2, "a": "x"}, {"id", "score", "duplicate"}),
        ("scan_pii", {"id": 1, "text": "13812345678"}, {"id": 2, "text": None}, {"id", "spans", "redacted"}),
    ],
)
def test_the_other_filters_keep_the_same_rules(command, good, bad, keys):
    status, (first, second) = filtered(command, [orjson.dumps(good), orjson.dumps(bad)])
    assert status == 1
    assert (first["id"], set(first)) == (1, keys)
    assert (second["id"], set(second)) == (2, {"id", "error"})


@pytest.mark.django_db
def test_a_key_is_printed_once_opens_its_scopes_and_is_not_stored(house, capsys):
    call_command("create_api_key", "dashboard", "--scopes", "reports:read, datasets:read")
    key = capsys.readouterr().out.strip()
    read = Client().get("/api/v1/reports", headers={"Authorization": f"Bearer {key}"})
    write = Client().post("/api/v1/reports", b"{}", "application/json", headers={"Authorization": f"Bearer {key}"})
    assert (read.status_code, write.status_code) == (200, 403)
    assert key not in str(AccessKey.objects.values().get())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "scopes", "reason"), [("new", "reports:burn", "reports:read"), ("taken", "reports:read", "already")]
)
def test_a_key_that_cannot_be_made_says_why(name, scopes, reason):
    call_command("create_api_key", "taken")
    with pytest.raises(CommandError, match=reason):
        call_command("create_api_key", name, "--scopes", scopes)
