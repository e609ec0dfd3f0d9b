from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.requests import MemberRequest
from tuning.access import access_recipe, access_version, may_read_rows
from tuning.create_recipe import create_recipe
from tuning.forms import DownloadForm, RecipeForm
from tuning.models import Version
from tuning.package_version import package_version
from tuning.present import shown_row
from tuning.queries import recipes, sample_rows, versions_of
from tuning.request_version import request_version


def datasets(request: HttpRequest) -> HttpResponse:
    return render(request, "tuning/datasets.html", {"recipes": recipes(), "may_read": may_read_rows(request.user)})


@signed_in
def new_recipe(request: MemberRequest) -> HttpResponse:
    if not may_read_rows(request.user):
        raise Http404
    form = RecipeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("tuning:recipe", create_recipe(**form.cleaned_data).slug)
    return render(request, "tuning/new_recipe.html", {"form": form}, status=422 if form.errors else 200)


def recipe(request: HttpRequest, slug: str) -> HttpResponse:
    found = access_recipe(slug)
    context = {"recipe": found, "versions": versions_of(found)[:50], "may_read": may_read_rows(request.user)}
    return render(request, "tuning/recipe.html", context)


@signed_in
@require_POST
def build(request: MemberRequest, slug: str) -> HttpResponse:
    if not may_read_rows(request.user):
        raise Http404
    version = request_version(recipe=access_recipe(slug), by=request.user)
    messages.success(request, _("Version %(number)d is being built.") % {"number": version.number})
    return redirect("tuning:version", slug, version.number)


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return show(request, access_version(slug, number), DownloadForm())


def show(request: HttpRequest, found: Version, form: DownloadForm, status: int = 200) -> HttpResponse:
    may_read = may_read_rows(request.user)
    context = {
        "version": found,
        "recipe": found.recipe,
        "may_read": may_read,
        "rows": [shown_row(row) for row in sample_rows(found)] if may_read else [],
        "download": form,
        "tombstones": found.tombstones.count(),
        "is_building": found.state in {Version.State.WAITING, Version.State.WRITTEN},
    }
    return render(request, "tuning/version.html", context, status=status)


@signed_in
def download(request: MemberRequest, slug: str, number: int) -> HttpResponse | FileResponse:
    """A version in a trainer's format, as one ZIP with data, lineage, card and manifest."""
    found = access_version(slug, number)
    if not may_read_rows(request.user) or found.state != Version.State.READY:
        raise Http404
    form = DownloadForm(request.GET)
    if not form.is_valid():
        return show(request, found, form, status=422)
    fmt, container = form.cleaned_data["format"], form.cleaned_data["container"]
    file = package_version(version=found, fmt=fmt, container=container)
    return FileResponse(file, as_attachment=True, filename=f"{slug}-{number}-{fmt}.zip")
