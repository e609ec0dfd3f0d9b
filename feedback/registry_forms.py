from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from feedback.models import ModelVersion, Product


class ProductForm(forms.Form):
    """A model, or what people use it through."""

    name = forms.CharField(label=_("Name"), max_length=60)
    slug = forms.CharField(
        label=_("Short name"),
        max_length=50,
        required=False,
        help_text=_("Stands in addresses and in what programs send: letters without accents, digits, hyphens."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "name" in given:
            slug = slugify(given.get("slug") or given["name"])
            if not slug:
                self.add_error("slug", _("Give a short name of letters without accents, digits and hyphens."))
            elif Product.objects.filter(slug=slug).exists():
                self.add_error(
                    "slug", ValidationError(_("“%(slug)s” is the short name of another product."), params={"slug": slug})
                )
            given["slug"] = slug
        return given


class VersionForm(forms.Form):
    """When a version came out, and what is new in it."""

    released_on = forms.DateField(
        label=_("Released on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty, it is not released yet."),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Markdown works.")
    )

    def released_at(self) -> datetime | None:
        """Noon of that day, so that it is the same day in most places."""
        day = self.cleaned_data["released_on"]
        return timezone.make_aware(datetime.combine(day, time(12))) if day else None


class NewVersionForm(VersionForm):
    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.order_by("name"), empty_label=_("Choose …"))
    name = forms.CharField(label=_("Version"), max_length=60)
    field_order = ["product", "name", "released_on", "notes"]

    def clean(self) -> dict[str, Any]:
        """A version that is there keeps its date and notes: those are changed on its own page."""
        given = super().clean() or {}
        if "product" in given and given["product"].versions.filter(name__iexact=given.get("name", "")).exists():
            self.add_error("name", _("There is one of this name already."))
        return given


class MapForm(forms.Form):
    """What a name that reports give means: a version that is registered, or a new one of a product."""

    product_name = forms.CharField(max_length=60, required=False, strip=False, widget=forms.HiddenInput)
    version_name = forms.CharField(max_length=60, required=False, strip=False, widget=forms.HiddenInput)
    meaning = forms.ChoiceField(label=_("This means"))

    def __init__(self, *args: Any, products: list[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = products
        choices: list[tuple[str, Any]] = [("", _("Choose …"))]
        for product in products:
            of_it = [(f"version:{version.pk}", str(version)) for version in product.versions.all()]
            new = (f"product:{product.pk}", _("a new version of %(product)s") % {"product": product})
            choices.append((product.name, [*of_it, new]))
        self.fields["meaning"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Product | None, ModelVersion | None]:
        """The product of which it is a new version, or the version that it is."""
        kind, _colon, number = self.cleaned_data["meaning"].partition(":")
        if kind == "product":
            return next(product for product in self.products if product.pk == int(number)), None
        versions = (version for product in self.products for version in product.versions.all())
        return None, next(version for version in versions if version.pk == int(number))
