"""A fresh database for each benchmark, copied from one that is prepared once."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import redis
from psycopg import sql

from config.env import ROOT
from config.services import database_url, redis_url

NAME, CLEAN = "huiliu", "huiliu_clean"


def _administer(*statements: sql.Composed) -> None:
    with psycopg.connect(_maintenance(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def filled_database(rows: int, seed: int) -> str:
    """Where a community of `rows` threads is, a tenth of them reports, with five replies each; one that is there is brought up
    to date and read again, since whoever reads it changes next to nothing."""
    name, there = f"{NAME}_{rows}_{seed}", "SELECT 1 FROM pg_database WHERE datname = %s"
    address = f"{database_url().removesuffix(f'/{NAME}')}/{name}"
    with psycopg.connect(_maintenance(), autocommit=True) as connection:
        is_new = connection.execute(there, [name]).fetchone() is None
    if is_new:
        _administer(_copy(CLEAN, name))
    surroundings = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-W", "ignore", "manage.py"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], cwd=ROOT, check=True, env=surroundings)  # noqa: S603 -- ours
    if is_new:
        size = ["--threads", str(rows - rows // 10), "--reports", str(rows // 10), "--replies", str(5 * rows)]
        done = [*command, "make_load", *size, "--seed", str(seed)]
        subprocess.run(done, cwd=ROOT, check=True, env=surroundings, stdout=sys.stderr)  # noqa: S603 -- ours
    return address


def drop_filled() -> None:
    with psycopg.connect(_maintenance(), autocommit=True) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{NAME}_[0-9]+_[0-9]+$"])
        names = [str(row[0]) for row in found]
    _administer(*map(_drop, names))


def _maintenance() -> str:
    return database_url().removesuffix(f"/{NAME}") + "/postgres"


def _drop(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


def _copy(source: str, name: str) -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))


def prepare_clean() -> None:
    """Migrate an empty database and collect the static files, once a run."""
    _administer(_drop(CLEAN), _drop(NAME), _copy("template0", NAME))
    subprocess.run([sys.executable, "-W", "ignore", "manage.py", "prepare"], cwd=ROOT, check=True)
    _administer(_copy(NAME, CLEAN))


def fresh_database() -> None:
    """The prepared database anew, and an empty Redis."""
    _administer(_drop(NAME), _copy(CLEAN, NAME))
    redis.Redis.from_url(redis_url()).flushall()
