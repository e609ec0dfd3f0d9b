"""The house rules that tools can hold. Each tool runs as a contributor would run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.env import ROOT

BIN = Path(sys.executable).parent
PRODUCTION = {
    "ALLOWED_HOSTS": "feedback.example.org",
    "SECRET_KEY": "not-a-secret-but-long-enough-and-with-many-different-characters-0123456789",
}


def run(*command: str, **environment: str) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}"


def test_rooms_import_downwards_and_every_file_has_its_place():
    run(str(BIN / "lint-imports"))


def test_no_import_is_ignored_by_the_contracts():
    assert "ignore_imports" not in (ROOT / ".importlinter").read_text()


def test_code_is_clean_and_formatted():
    run(str(BIN / "ruff"), "check", ".")
    run(str(BIN / "ruff"), "format", "--check", ".")


def test_types_hold():
    run(str(BIN / "mypy"), ".")


def test_templates_are_clean():
    run(str(BIN / "djlint"), "templates", "--lint", "--check", "--quiet")


def test_migrations_are_complete():
    run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def test_a_deployed_site_has_no_warning():
    run(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)


def test_there_are_no_signals():
    """A verb writes; nothing else does, and nothing happens behind a reader's back."""
    for path in rooms():
        assert "django.dispatch" not in path.read_text(), path
        assert "django.db.models.signals" not in path.read_text(), path


@pytest.mark.parametrize("room", ["base", "community", "feedback", "moderation", "tuning"])
def test_views_tasks_and_forms_write_nothing_themselves(room):
    writers = (".save(", ".create(", ".bulk_create(", ".update(", ".delete(", ".get_or_create(")
    for name in ("views", "tasks.py", "forms.py", "serializers.py", "templatetags", "api"):
        place = ROOT / room / name
        for path in place.rglob("*.py") if place.is_dir() else [place] if place.exists() else []:
            found = [writer for writer in writers if writer in path.read_text()]
            assert not found, f"{path}: {found}"


def test_no_file_is_too_long_to_be_read_at_once():
    for path in [*rooms(), *(ROOT / "config").rglob("*.py")]:
        assert len(path.read_text().splitlines()) <= 300, path


def rooms() -> list[Path]:
    return [
        path
        for room in ("base", "community", "feedback", "moderation", "tuning")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    ]


def test_every_dependency_is_locked():
    """What one machine has by hand is not there on the next."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for lock, asked in (
        ("requirements.lock", wanted["project"]["dependencies"]),
        ("requirements-dev.lock", [*wanted["project"]["dependencies"], *wanted["dependency-groups"]["dev"]]),
    ):
        locked = set(re.findall(r"(?m)^([a-z0-9._-]+)==", (ROOT / lock).read_text()))
        names = {re.match(r"[A-Za-z0-9._-]+", one)[0].lower().replace("_", "-") for one in asked}
        assert names - locked == set(), f"script/lock: {lock}"
