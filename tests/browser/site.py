"""The real thing, as `script/server` starts it: web, workers, beat and embedded servers, on a free port and fresh data."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from config.env import ROOT
from config.supervise import MARK
from tests.conftest import wait_for

# What every journey finds: a product with a version that is out, a dataset's recipe, and a link for each of the cast.
CAST = """
import json
from django.utils import timezone
from community.create_member import create_member
from community.sign_in_link import make_sign_in_link
from feedback.models import ModelVersion, Product
from tuning.create_recipe import create_recipe
river, _new = Product.objects.get_or_create(slug="river", name="River")
ModelVersion.objects.get_or_create(product=river, name="1.0", defaults={"released_at": timezone.now()})
create_recipe(slug="corrections", name="Corrections", kinds=["preference", "kto"], languages=[])
roles = {"alice": "member", "bob": "member", "mona": "moderator", "max": "moderator", "dana": "data", "ada": "admin"}
print(json.dumps({name: make_sign_in_link(member=create_member(name=name, role=role)) for name, role in roles.items()}))
"""


class Site:
    """A running server. `url` is where; `links` signs in each of the cast, once."""

    def __init__(self, directory: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.directory, self.log = directory, directory / "server.log"
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.environment = {**kept, "HUILIU_DATA_DIR": str(directory), "PORT": str(port), "SWEEP_SECONDS": "1", **environment}
        command = [sys.executable, "-m", "config.supervise", "--port", str(port), "--no-demo"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        try:
            wait_for(self._is_ready, 240)
            self.links: dict[str, str] = self.python(CAST)
        except BaseException:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
            raise

    def _is_ready(self) -> bool:
        said = self.log.read_text()
        assert self.process.poll() is None, said
        assert "Traceback" not in said, said
        return "Ready:" in said

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints on this site's data."""
        command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def python(self, code: str) -> Any:
        """The JSON that the last line of `code`'s output is."""
        return json.loads(self.manage("shell", "-v", "0", "-c", code).splitlines()[-1])

    def stop(self) -> None:
        """Ctrl-C, after which nothing may be left running."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(60) == 0, self.log.read_text()[-2000:]
        assert self._running() == []
        assert not (self.directory / "postgres" / "postmaster.pid").exists()
        assert not (self.directory / "redis" / "running.json").exists()

    def _running(self) -> list[str]:
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == str(self.directory):
                    found.append(" ".join(process.cmdline()))
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return found
