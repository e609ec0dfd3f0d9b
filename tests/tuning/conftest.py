from __future__ import annotations

import pytest

from moderation.accept_report import accept_report
from tuning.build_version import build_waiting_version
from tuning.create_recipe import create_recipe
from tuning.publish_version import publish_written_version
from tuning.request_version import request_version


@pytest.fixture
def accepted(triaged, mona):
    """A report of Alice's that Mona accepted as a signal."""

    def accept(labels=("training_signal",), **changed):
        case = triaged(**changed)
        accept_report(case=case, by=mona, labels=list(labels))
        return case.report

    return accept


@pytest.fixture
def recipe(house):
    return create_recipe(slug="sums", name="Sums", kinds=["preference", "kto"], languages=[], test_share=0)


@pytest.fixture
def built(recipe):
    """The recipe's next version, built and published without a worker."""

    def build():
        version = request_version(recipe=recipe)
        build_waiting_version()
        publish_written_version()
        version.refresh_from_db()
        assert version.state == "ready", version.last_error
        return version

    return build
