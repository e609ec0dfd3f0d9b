from __future__ import annotations

import pytest

from community.models import Space
from community.reply import reply
from community.submit_thread import submit_thread
from feedback.release import release
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


@pytest.fixture
def lively(accepted, triaged, built, river, alice, bob, mona):
    """A site on which something goes on: eight reports, five replies each, a dataset, a release. Gives a report's id."""
    reports = [accepted(title=f"signal {number}") for number in range(3)]
    built()
    reports += [triaged(title=f"case {number}").report for number in range(5)]
    talk = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="A tip", body="Ask twice.")
    for thread in [talk, *(report.thread for report in reports)]:
        for number in range(5):
            reply(thread=thread, author=bob, body=f"answer {number}")
    release(product=river, name="1.1", by=mona, fixes=reports)
    return reports[-1].pk, talk.pk
