from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse


class Product(models.Model):
    """A model, or what people use it through."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class ModelVersion(models.Model):
    """A version of a product. One that only reports name is kept, and waits for its release to be recorded."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=60)
    released_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "name"], name="version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product.name} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:version", args=[self.product.slug, self.name])


class VersionAlias(models.Model):
    """What reports call a registered version. A maintainer said so, for the reports that are there and for all to come.

    The queue of `apply_aliases` stands on `applied_at`: until it is set, reports of that name are still being mapped.
    """

    product_name = models.CharField(max_length=60, blank=True)  # both in lower case
    version_name = models.CharField(max_length=60, blank=True)
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="aliases")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product_name", "version_name"], name="version_alias_once"),
        ]
        indexes = [models.Index("id", condition=models.Q(applied_at=None), name="version_alias_to_apply")]

    def __str__(self) -> str:
        return f"{self.product_name} {self.version_name}".strip()
