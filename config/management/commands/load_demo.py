from __future__ import annotations

import time

from django.core.management.base import BaseCommand

from config.demo.bring_reports import bring_reports
from config.demo.come_back import come_back
from config.demo.datasets import build_datasets
from config.demo.files import decisions, reports
from config.demo.state import is_loaded, may_begin
from config.demo.tag import tag
from config.demo.talk import talk
from config.demo.triage import cases_are_open, triage
from config.demo.wait import NotYet, wait_until
from tuning.models import Version


class Command(BaseCommand):
    help = (
        "Fill an empty site with a small invented community, the way its members and workers would. Run again, it does "
        "nothing, or goes on where it was. A demo that must wait is no failure: the site serves without it."
    )

    def handle(self, *args: object, **options: object) -> None:
        if is_loaded():
            return
        if not may_begin():
            self.say("The site has content of its own, so the demo stays away.")
            return
        self.began = time.monotonic()
        try:
            self.load()
        except NotYet as error:
            self.stderr.write(f"{error} `script/manage load_demo` goes on from here.")

    def load(self) -> None:
        self.say("A demo community moves in (once; --no-demo begins with an empty site) …")
        bring_reports()
        self.stage(f"{len(reports())} reports in Chinese and English")
        talk()
        self.stage("people talk, vote and answer each other")
        self.stage(f"{tag()} threads and reports are tagged")
        wait_until(cases_are_open, what="Classifying the reports")
        self.stage("all reports classified by the workers, a case opened for each")
        triage()
        self.stage(f"{len(decisions())} cases decided, {len(reports()) - len(decisions())} wait at the desk")
        for version in build_datasets():
            is_ready = version.state == Version.State.READY
            self.stage(f"dataset {version}: " + (f"{version.counts['rows']} rows" if is_ready else version.last_error))
        version_out = come_back()
        self.stage(f"{version_out} is out, and its reporters were asked")

    def stage(self, words: str) -> None:
        self.say(f"  {time.monotonic() - self.began:4.1f} s  {words}")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
