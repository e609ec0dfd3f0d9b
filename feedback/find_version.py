from __future__ import annotations

from django.db.models import Q

from feedback.models import ModelVersion


def find_version(product: str, version: str) -> ModelVersion | None:
    """The registered version of those names, else the one that a maintainer said they mean, else None. The case of letters
    does not count.
    """
    if not product and not version:
        return None
    versions = ModelVersion.objects.select_related("product").order_by("pk")
    is_its_product = Q(product__slug__iexact=product) | Q(product__name__iexact=product)
    meant = Q(aliases__product_name=product.lower(), aliases__version_name=version.lower())
    return versions.filter(is_its_product, name__iexact=version).first() or versions.filter(meant).first()
