from __future__ import annotations

import threading

import pytest

from moderation.accept_report import accept_report
from tests.at_once import at_once
from tuning import publish_version
from tuning.build_version import build_waiting_version
from tuning.create_recipe import create_recipe
from tuning.models import Version
from tuning.request_version import request_version

# How long a proof waits for another to come in beside it; with the lock none comes.
LINGER_S = 0.5


@pytest.mark.django_db(transaction=True)
def test_no_two_proofs_run_at_once_in_a_process(triaged, mona, monkeypatch):
    accept_report(case=triaged(), by=mona, labels=["training_signal"])
    for slug in ("one", "two"):
        request_version(recipe=create_recipe(slug=slug, name=slug, kinds=["preference"], languages=[]))
        build_waiting_version()
    inside: list[str] = []
    company = threading.Event()
    prove = publish_version.prove

    def watched(directory):
        inside.append(directory.name)
        if len(inside) > 1:
            company.set()
        met = company.wait(LINGER_S)
        inside.pop()
        assert not met, "two proofs in one process"
        return prove(directory)

    monkeypatch.setattr(publish_version, "prove", watched)
    at_once(lambda _: publish_version.publish_written_version(), threads=2)
    assert {version.state: version.last_error for version in Version.objects.all()} == {"ready": ""}
