from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from base.view_decorators import signed_in
from community.follow_queries import level_of
from community.requests import MemberRequest
from feedback import queries
from feedback.forms import ReleaseForm
from feedback.models import ModelVersion, Report
from feedback.release import release


def releases(request: HttpRequest) -> HttpResponse:
    """What came out, newest first: what was fixed, and thanks to whom."""
    return render(request, "feedback/releases.html", {"versions": queries.releases()})


def version(request: HttpRequest, product: str, name: str) -> HttpResponse:
    """A version: when it came out, and what is reported on it."""
    found = ModelVersion.objects.filter(product__slug=product, name=name).select_related("product").first()
    if found is None:
        raise Http404
    page = queries.reports_on(found, request.user, after=request.GET.get("after"))
    context = {
        "version": found,
        "page": page,
        "older_url": f"?after={page.after}" if page.after else "",
        "level": level_of(request.user, "version", found.pk),
    }
    return render(request, "feedback/version.html", context)


@signed_in
def new_release(request: MemberRequest) -> HttpResponse:
    """For the team: a version is out, and answers these reports."""
    if not (request.user.is_moderator or request.user.is_data_team):
        raise Http404
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        fixes = list(Report.objects.filter(pk__in=words["fixes"], withdrawn_at=None).select_related("thread__author"))
        if missing := sorted(set(words["fixes"]) - {report.pk for report in fixes}):
            form.add_error("fixes", _("There is no report %(number)s.") % {"number": missing[0]})
        else:
            version = release(product=words["product"], name=words["name"], notes=words["notes"], by=request.user, fixes=fixes)
            messages.success(request, _("%(version)s is recorded; its reporters are told.") % {"version": version})
            return redirect("feedback:releases")
    return render(request, "feedback/new_release.html", {"form": form}, status=422 if form.errors else 200)
