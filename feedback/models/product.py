from __future__ import annotations

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
