"""`script/test`: pytest with servers of its own, apart from a site that may be running.

The whole suite runs in two lanes at once, each with servers and data of its own, so that none of its tests meets one of the
other lane; what is named is run in one, as is everything where a server is given that both lanes would share.
"""

from __future__ import annotations

import os
import subprocess
import sys

from config.env import ROOT, data_dir

# What waits for browsers and for processes that it starts, beside what computes: about as long as each other on two cores.
BESIDE = ["tests/browser", "tests/bench"]


def main() -> int:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    arguments = sys.argv[1:]
    if arguments[:1] == ["--lane"]:
        return run(arguments[1], arguments[2:])
    has_own_servers = not os.environ.get("DATABASE_URL")
    if has_own_servers and all(one.startswith("-") for one in arguments):
        return run_all(arguments)
    return run("var/test", arguments)


def run(directory: str, arguments: list[str]) -> int:
    os.environ.setdefault("HUILIU_DATA_DIR", directory)
    from config.services import services
    from config.translations import compile_translations

    compile_translations()
    with services():
        import pytest

        # Not the folder that pytest shares between all runs: each run closes it to other users when it begins, and so to the
        # PostgreSQL servers that another run keeps in it.
        return int(pytest.main([f"--basetemp={data_dir() / 'tmp'}", *arguments]))


def run_all(options: list[str]) -> int:
    """Both lanes; what the second one said comes after the first has said all. Fails if either does."""
    from config.translations import compile_translations

    compile_translations()  # once, before both want it
    log = ROOT / "var" / "test-beside.log"
    log.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "config.run_tests", "--lane", "var/test-beside", *options, *BESIDE]
    surroundings = {name: value for name, value in os.environ.items() if name != "HUILIU_DATA_DIR"}
    with log.open("wb") as out:
        beside = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=out, stderr=out)  # noqa: S603 -- this very file
    try:
        first = run("var/test", [*options, "tests", *(f"--ignore={folder}" for folder in BESIDE)])
        second = beside.wait()
    finally:
        beside.terminate()
        beside.wait()
    sys.stdout.write(f"\n{', '.join(BESIDE)}:\n{log.read_text()}")
    return first or second


if __name__ == "__main__":
    sys.exit(main())
