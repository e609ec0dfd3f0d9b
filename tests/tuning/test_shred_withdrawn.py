"""Consent that is taken back reaches every version that exists, and every file that was downloaded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse

from community.create_member import create_member
from feedback.change_consent import change_consent
from feedback.models import Report, WebhookDelivery
from feedback.webhooks.endpoints import create_endpoint
from feedback.withdraw_report import withdraw_report
from tests.at_once import at_once
from tuning.export_version import export_version
from tuning.models import Row, Tombstone, Version
from tuning.shred_withdrawn import shred_withdrawn

SECRET = "17 times 23 is surely 391, says my grandmother."


def everything_in(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file())


def lineage(directory: Path) -> list[str]:
    return pq.read_table(directory / "lineage.parquet").column("row_id").to_pylist()


def take_back(how: str, report, alice) -> None:
    if how == "withdrawn":
        withdraw_report(report=report, by=alice)
    else:
        change_consent(report=report, by=alice, scope="research")


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["withdrawn", "consent_changed"])
def test_rows_in_every_version_are_emptied_and_a_tombstone_stays(accepted, built, alice, how):
    kept, gone = accepted(), accepted(correction=SECRET)
    versions = [built(), built()]
    ids = set(Row.objects.filter(report=gone).values_list("row_id", flat=True))

    take_back(how, gone, alice)
    assert shred_withdrawn() == 1
    assert shred_withdrawn() == 0

    assert not Row.objects.filter(report=gone).filter(content__isnull=False).exists()
    assert Row.objects.filter(report=kept, content__isnull=False).count() == 4
    for version in versions:
        stones = Tombstone.objects.filter(version=version)
        assert set(stones.values_list("row_id", flat=True)) == ids
        assert {stone.reason for stone in stones} == {how}
        version.refresh_from_db()
        assert version.superseded_at is not None
    following = built()
    assert set(following.rows.values_list("report", flat=True)) == {kept.pk}
    assert following.superseded_at is None


@pytest.mark.django_db
def test_an_export_afterwards_holds_nothing_of_it(accepted, built, alice, tmp_path):
    accepted()
    gone = accepted(correction=SECRET)
    version = built()
    export_version(version=version, fmt="canonical", container="jsonl", out=tmp_path / "before")
    assert SECRET.encode() in everything_in(tmp_path / "before")

    withdraw_report(report=gone, by=alice)
    shred_withdrawn()
    export_version(version=version, fmt="canonical", container="jsonl", out=tmp_path / "after")

    ids = set(Row.objects.filter(report=gone).values_list("row_id", flat=True))
    assert SECRET.encode() not in everything_in(tmp_path / "after")
    assert ids & set(lineage(tmp_path / "before")) == ids
    assert not ids & set(lineage(tmp_path / "after"))
    assert ids == {
        line.split('"row_id":"')[1][:24] for line in (tmp_path / "after" / "tombstones.jsonl").read_text().splitlines()
    }


@pytest.mark.django_db
def test_a_download_made_earlier_is_cleaned_by_the_command(accepted, built, alice, tmp_path, capsys):
    accepted()
    gone = accepted(correction=SECRET)
    built()
    out = tmp_path / "out"
    call_command("export_dataset", "sums@1", "--format", "trl-preference", "--out", str(out))
    assert SECRET.encode() in everything_in(out)
    capsys.readouterr()

    withdraw_report(report=gone, by=alice)
    shred_withdrawn()
    for removed in (1, 0):
        call_command("apply_tombstones", str(out))
        assert capsys.readouterr().out == f"removed {removed} rows\n"
    assert SECRET.encode() not in everything_in(out)
    assert len(lineage(out)) == 1


@pytest.mark.django_db
def test_nothing_of_it_is_shown_or_downloaded_afterwards(accepted, built, alice, dana, signed_in):
    gone = accepted(correction=SECRET)
    accepted()
    built()
    page = reverse("tuning:version", args=["sums", 1])
    assert SECRET in signed_in(dana).get(page).content.decode()
    withdraw_report(report=gone, by=alice)
    shred_withdrawn()
    assert SECRET not in signed_in(dana).get(page).content.decode()


@pytest.mark.django_db
def test_consent_given_again_before_the_shredder_came_leaves_the_rows(accepted, built, alice):
    report = accepted()
    built()
    change_consent(report=report, by=alice, scope="none")
    change_consent(report=report, by=alice, scope="training")
    shred_withdrawn()
    assert not Tombstone.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_shredders_at_once_leave_one_tombstone_a_row(accepted, built, alice):
    reports = [accepted(title=f"report {number}") for number in range(8)]
    built()
    for report in reports:
        withdraw_report(report=report, by=alice)
    answers = at_once(lambda _n: sum(iter(lambda: shred_withdrawn(limit=2), 0)))
    assert sum(answers) == 8
    assert Tombstone.objects.count() == Row.objects.filter(content__isnull=True).count() == 16


@pytest.mark.django_db(transaction=True)
def test_while_a_version_is_proved_its_rows_stay_and_leave_right_after(accepted, built, alice):
    report = accepted()
    version = built()
    withdraw_report(report=report, by=alice)

    with transaction.atomic():
        Version.objects.select_for_update().get(pk=version.pk)  # as the prover holds it
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(shred_apart).result(timeout=30) == 0
    assert Report.objects.get().recall_pending is True
    assert shred_withdrawn() == 1
    assert not Row.objects.filter(content__isnull=False).exists()


def shred_apart() -> int:
    try:
        return shred_withdrawn()
    finally:
        connection.close()


@pytest.mark.django_db
def test_programs_are_told_of_each_version_that_lost_rows_once(accepted, built, alice):
    admin = create_member(name="ada", role="admin")
    create_endpoint(name="Trainer", url="https://example.org/", events=["dataset.superseded"], by=admin)
    kept, gone, later = accepted(), accepted(correction=SECRET), accepted()
    version = built()
    for report in (gone, later):
        take_back("withdrawn", report, alice)
        shred_withdrawn()
    told = WebhookDelivery.objects.get()
    assert (told.event, told.data["version"]) == ("dataset.superseded", version.number)
    assert SECRET not in str(told.data)
    assert kept.withdrawn_at is None
