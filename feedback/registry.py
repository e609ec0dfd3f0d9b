"""Products and their versions, as maintainers register them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Prefetch
from django.db.models.functions import Lower

from community.models import Member
from feedback.map_version import called, map_version, unknown_reports
from feedback.models import ModelVersion, Product, VersionAlias

UNKNOWN_SHOWN = 30


@dataclass(frozen=True)
class UnknownName:
    """What some reports call a version that nobody registered; `report` is the newest of them."""

    product_name: str
    version_name: str
    count: int
    newest: datetime
    report: int

    def __str__(self) -> str:
        return f"{self.product_name} {self.version_name}".strip()


def unknown_names() -> list[UnknownName]:
    """Those that most reports give, most first; `UNKNOWN_SHOWN` at most."""
    names = unknown_reports().values(product_called=Lower("model_name"), version_called=Lower("version_name"))
    rows = names.annotate(count=Count("pk"), newest=Max("created_at"), newest_report=Max("pk")).order_by(
        "-count", "-newest_report"
    )
    shown = rows.values_list("product_called", "version_called", "count", "newest", "newest_report")[:UNKNOWN_SHOWN]
    return [UnknownName(*row) for row in shown]


def registered() -> list[Product]:
    """All products by name, each with its `versions`, newest first, and what else reports call them."""
    versions = ModelVersion.objects.order_by("-released_at", "-pk").prefetch_related(
        Prefetch("aliases", VersionAlias.objects.order_by("pk"))
    )
    return list(Product.objects.order_by("name").prefetch_related(Prefetch("versions", versions)))


@transaction.atomic
def register_product(*, name: str, slug: str) -> Product:
    """A model, or what people use it through. Raises `IntegrityError` where the slug is another's."""
    return Product.objects.create(name=name, slug=slug)


@transaction.atomic
def register_version(*, product: Product, name: str, by: Member | None) -> ModelVersion:
    """The version of that name, made where there is none; reports that named it before it was known become reports on it."""
    version, is_new = ModelVersion.objects.get_or_create(product=product, name=name)
    if is_new:
        for product_name in sorted({product.slug.lower(), product.name.lower()}):
            if called(product_name, name.lower()).exists():
                map_version(product_name=product_name, version_name=name, version=version, by=by)
    return version


@transaction.atomic
def change_version(*, version: ModelVersion, released_at: datetime | None, notes: str) -> None:
    """Say when a version came out, and what is new in it."""
    ModelVersion.objects.filter(pk=version.pk).update(released_at=released_at, notes=notes)
