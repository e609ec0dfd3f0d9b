"""One report's way into the model and back, told once: real PostgreSQL, real Redis, real worker processes."""

from __future__ import annotations

import datasets
import pytest
from django.urls import reverse

from feedback.models import Classification, Report
from moderation.models import Case
from tests.conftest import wait_for
from tuning.create_recipe import create_recipe
from tuning.export_version import export_version
from tuning.models import Version

pytestmark = pytest.mark.django_db(transaction=True)

PASTED = """用户：光合作用的主要产物是什么？

助手：光合作用的主要产物是二氧化碳和水。"""
RIGHT = "光合作用的主要产物是葡萄糖和氧气。"


def test_a_report_flows_into_the_model_and_back(workers, signed_in, alice, mona, dana, river, tmp_path):
    alices, monas, danas = signed_in(alice), signed_in(mona), signed_in(dana)

    # Alice pastes what happened, and says what the answer should have been.
    answer = alices.post(
        reverse("feedback:compose"),
        {
            "form_id": "one",
            "about": "answer",
            "version": "river/1.0",
            "conversation": PASTED,
            "body": "原料和产物说反了。",
            "correction": RIGHT,
            "consent": "training",
            "visibility": "public",
        },
    )
    report = Report.objects.get()
    page = reverse("feedback:report", args=[report.pk])
    assert answer.url == page

    # A worker classifies it, and opens a case.
    seen = wait_for(lambda: Classification.objects.filter(report=report, is_current=True).first())
    assert seen.language == "zh"
    case = wait_for(lambda: Case.objects.filter(pk=report.pk).first())

    # Mona finds it on the desk, and accepts it as a signal.
    assert monas.get(reverse("moderation:desk"), follow=True).redirect_chain[-1][0] == f"/desk/{case.pk}/"
    monas.post(
        reverse("moderation:decide", args=[case.pk]),
        {"verb": "accept", "labels": ["training_signal"], "reason": "事实错误，纠正清楚。"},
    )
    assert "事实错误，纠正清楚。" in alices.get(reverse("community:notifications")).content.decode()

    # Dana builds a version, which a worker writes, proves and publishes.
    recipe = create_recipe(slug="zh-corrections", name="中文纠正", kinds=["preference", "kto"], languages=["zh"])
    danas.post(reverse("tuning:build", args=[recipe.slug]))
    version = wait_for(lambda: Version.objects.filter(state__in=["ready", "failed"]).first())
    assert version.state == "ready", version.last_error
    assert version.counts["kind"] == {"kto": 1, "preference": 1}

    # A trainer's own reader takes the file, and finds what Alice wrote in it.
    export_version(version=version, fmt="trl-preference", container="jsonl", out=tmp_path / "out")
    files = [str(path) for path in sorted((tmp_path / "out" / "data").iterdir())]
    rows = datasets.load_dataset("json", data_files=files, split="train", cache_dir=str(tmp_path / "cache"))
    assert rows[0]["chosen"] == [{"role": "assistant", "content": RIGHT}]
    assert rows[0]["prompt"][0]["content"] == "光合作用的主要产物是什么？"

    # A new model comes out that answers it; Alice is asked, and confirms.
    monas.post(
        reverse("feedback:new_release"),
        {"product": "river", "name": "1.1", "notes": "Better at biology.", "fixes": str(report.pk)},
    )
    assert "1.1" in alices.get(reverse("community:notifications")).content.decode()
    alices.post(reverse("feedback:confirm", args=[report.pk]), {"fixed": "yes"})

    # Alice sees every step on her report's page: by whom, and in which version.
    shown = alices.get(page)
    assert [station["state"] for station in shown.context["stations"]] == ["done"] * 6
    words = shown.content.decode()
    for trace in ("huiliu@", "mona", "事实错误，纠正清楚。", "中文纠正", "River 1.1"):
        assert trace in words
