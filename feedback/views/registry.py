from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.requests import MemberRequest
from feedback.map_version import map_version, unmap_version
from feedback.models import ModelVersion, VersionAlias
from feedback.registry import UnknownName, change_version, register_product, register_version, registered, unknown_names
from feedback.registry_forms import MapForm, NewVersionForm, ProductForm, VersionForm


def _of_the_team(request: MemberRequest) -> None:
    if not (request.user.is_moderator or request.user.is_data_team):
        raise Http404


@signed_in
def registry(request: MemberRequest) -> HttpResponse:
    """For the team: products and versions, and the names that reports give and nobody has registered."""
    _of_the_team(request)
    return _shown(request)


def _shown(request: HttpRequest, bound: MapForm | None = None) -> HttpResponse:
    products = registered()
    unknown: list[tuple[UnknownName, MapForm]] = []
    for name in unknown_names():
        names = {"product_name": name.product_name, "version_name": name.version_name}
        form = MapForm(initial=names, products=products, auto_id=f"id_{len(unknown)}_%s")
        if bound and all(bound.data.get(key) == value for key, value in names.items()):
            form = bound
        unknown.append((name, form))
    context = {"products": products, "unknown": unknown}
    return render(request, "feedback/registry.html", context, status=422 if bound else 200)


@require_POST
@signed_in
def map_name(request: MemberRequest) -> HttpResponse:
    """Say what a name means that reports give."""
    _of_the_team(request)
    products = registered()
    form = MapForm(request.POST, products=products, auto_id="id_bound_%s")
    if not form.is_valid():
        return _shown(request, bound=form)
    given = form.cleaned_data
    product, version = form.chosen()
    if product is not None:
        version = register_version(product=product, name=given["version_name"] or given["product_name"], by=request.user)
    assert version is not None
    map_version(product_name=given["product_name"], version_name=given["version_name"], version=version, by=request.user)
    messages.success(request, _("Reports on that name are now reports on %(version)s.") % {"version": version})
    return redirect("feedback:registry")


@require_POST
@signed_in
def unmap_name(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a name mean no version any more, for what comes from now on."""
    _of_the_team(request)
    unmap_version(alias=get_object_or_404(VersionAlias, pk=pk))
    messages.success(request, _("What comes under that name from now on is unknown again."))
    return redirect("feedback:registry")


@signed_in
def new_product(request: MemberRequest) -> HttpResponse:
    _of_the_team(request)
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        product = register_product(name=form.cleaned_data["name"], slug=form.cleaned_data["slug"])
        messages.success(request, _("%(product)s is registered.") % {"product": product})
        return redirect("feedback:registry")
    context = {"form": form, "title": _("Register a product")}
    return render(request, "feedback/registry_form.html", context, status=422 if form.errors else 200)


@signed_in
def new_version(request: MemberRequest) -> HttpResponse:
    _of_the_team(request)
    form = NewVersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        version = register_version(product=given["product"], name=given["name"], by=request.user)
        change_version(version=version, released_at=form.released_at(), notes=given["notes"])
        messages.success(request, _("%(version)s is registered.") % {"version": version})
        return redirect("feedback:registry")
    context = {"form": form, "title": _("Register a version")}
    return render(request, "feedback/registry_form.html", context, status=422 if form.errors else 200)


@signed_in
def edit_version(request: MemberRequest, pk: int) -> HttpResponse:
    """When a version came out, and what is new in it."""
    _of_the_team(request)
    version = get_object_or_404(ModelVersion.objects.select_related("product"), pk=pk)
    begun = {"notes": version.notes, "released_on": version.released_at and timezone.localdate(version.released_at)}
    form = VersionForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        change_version(version=version, released_at=form.released_at(), notes=form.cleaned_data["notes"])
        messages.success(request, _("%(version)s is changed.") % {"version": version})
        return redirect("feedback:registry")
    context = {"form": form, "title": str(version)}
    return render(request, "feedback/registry_form.html", context, status=422 if form.errors else 200)
