"""A fresh database for each benchmark, copied from one that is prepared once."""

from __future__ import annotations

import subprocess
import sys

import psycopg
import redis
from psycopg import sql

from config.env import ROOT
from config.services import database_url, redis_url

NAME, CLEAN = "huiliu", "huiliu_clean"


def _administer(*statements: sql.Composed) -> None:
    with psycopg.connect(database_url().removesuffix(f"/{NAME}") + "/postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


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
