"""Versions that reports name before anybody registers them: kept, shown, and mapped once somebody says what they mean."""

from __future__ import annotations

import pytest

from community.models import Thread
from feedback.find_version import find_version
from feedback.map_version import apply_aliases, map_version, unmap_version
from feedback.models import ModelVersion, Product, Report
from feedback.registry import register_version, unknown_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def river(river):
    """Version 1.0 of River."""
    return river.versions.get(name="1.0")


@pytest.fixture
def unknown(submitted):
    """Three reports on names that are not registered, two of them the same but for case."""
    names = [("kimi", "K2-0905"), ("Kimi", "k2-0905"), ("kimi", "")]
    return [submitted(model=model, model_version=version, external_id="") for model, version in names]


def test_unknown_names_are_counted_together_whatever_their_case(unknown, submitted, river):
    submitted(model="river", model_version="1.0", external_id="")
    assert [(str(name), name.count) for name in unknown_names()] == [("kimi k2-0905", 2), ("kimi", 1)]


def test_what_a_name_means_holds_for_what_is_there_and_what_comes(unknown, submitted, river, dana):
    map_version(product_name="kimi", version_name="k2-0905", version=river, by=dana)
    while apply_aliases():
        pass

    mapped = Report.objects.filter(model_version=river)
    assert {report.pk for report in mapped} == {unknown[0].pk, unknown[1].pk}
    assert {report.product for report in mapped} == {river.product}
    assert mapped.first().model_name.lower() == "kimi"  # what was reported stays as it was said
    card = Thread.objects.get(pk=unknown[0].pk)
    assert (card.model_label, card.model_key) == ("River 1.0", river.pk)
    assert submitted(model="KIMI", model_version="K2-0905", external_id="").model_version == river
    assert [str(name) for name in unknown_names()] == ["kimi"]


def test_mapping_goes_on_in_batches_and_is_harmless_when_done_twice(unknown, river, dana, monkeypatch):
    monkeypatch.setattr("feedback.map_version.BATCH", 1)
    for _twice in range(2):
        map_version(product_name="Kimi", version_name="K2-0905", version=river, by=dana)
        rounds = 0
        while apply_aliases():
            rounds += 1
    assert rounds == 0
    assert Report.objects.filter(model_version=river).count() == 2


def test_a_version_that_is_registered_takes_in_what_named_it_before(unknown, dana):
    kimi = Product.objects.create(slug="kimi", name="Kimi")
    version = register_version(product=kimi, name="K2-0905", by=dana)
    while apply_aliases():
        pass
    assert Report.objects.filter(model_version=version).count() == 2


def test_the_registered_name_goes_before_what_another_was_said_to_mean(river, dana):
    map_version(product_name="river", version_name="2.0", version=river, by=dana)
    assert find_version("River", "2.0") == river
    newer = register_version(product=river.product, name="2.0", by=dana)
    assert find_version("River", "2.0") == newer


def test_a_name_that_means_nothing_any_more_is_unknown_again(unknown, river, dana):
    unmap_version(alias=map_version(product_name="kimi", version_name="", version=river, by=dana))
    assert find_version("kimi", "") is None


def test_the_team_settles_a_name_on_the_page_and_others_find_no_page(client, unknown, river, dana, alice):
    assert client.get("/versions/").status_code == 302
    client.force_login(alice)
    for path in ("/versions/", "/versions/new/", "/versions/products/new/", f"/versions/{river.pk}/"):
        assert client.get(path).status_code == 404
    assert client.post("/versions/map/", {"version_name": "x", "meaning": f"version:{river.pk}"}).status_code == 404

    client.force_login(dana)
    page = client.get("/versions/").content.decode()
    assert "kimi k2-0905" in page
    names = {"product_name": "kimi", "version_name": "k2-0905"}
    assert client.post("/versions/map/", {**names, "meaning": ""}).status_code == 422
    assert client.post("/versions/map/", {**names, "meaning": "version:99"}).status_code == 422
    assert client.post("/versions/map/", {**names, "meaning": f"product:{river.product_id}"}).status_code == 302
    made = ModelVersion.objects.get(name="k2-0905")
    assert (made.product, find_version("kimi", "K2-0905")) == (river.product, made)
    alias = made.aliases.get()
    assert client.post(f"/versions/unmap/{alias.pk}/").status_code == 302
    assert not made.aliases.exists()


def test_products_and_versions_are_registered_and_dated_on_pages(client, river, dana):
    client.force_login(dana)
    assert client.post("/versions/products/new/", {"name": "月之暗面"}).status_code == 422  # no address could be made of it
    assert client.post("/versions/products/new/", {"name": "月之暗面", "slug": "kimi"}).status_code == 302
    assert client.post("/versions/products/new/", {"name": "Kimi"}).status_code == 422  # that short name is taken
    kimi = Product.objects.get(slug="kimi")
    sent = {"product": kimi.pk, "name": "K2", "released_on": "2026-11-01", "notes": "Out."}
    assert client.post("/versions/new/", sent).status_code == 302
    again = client.post("/versions/new/", {"product": kimi.pk, "name": "k2", "released_on": "", "notes": ""})
    assert again.status_code == 422  # what is there keeps its date and notes
    assert again.context["form"].errors.keys() == {"name"}
    version = ModelVersion.objects.get(product=kimi)
    assert (version.name, version.notes, version.released_at.date().isoformat()) == ("K2", "Out.", "2026-11-01")
    assert client.post(f"/versions/{version.pk}/", {"released_on": "soon"}).status_code == 422
    assert client.post(f"/versions/{version.pk}/", {"released_on": "", "notes": "Not yet."}).status_code == 302
    version.refresh_from_db()
    assert (version.released_at, version.notes) == (None, "Not yet.")
