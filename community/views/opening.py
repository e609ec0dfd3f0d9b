"""What administrators settle about who comes in and what is shown to whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from base.view_decorators import signed_in
from community.audit_present import shown_audit
from community.change_feature import change_feature
from community.change_site import change_site
from community.let_in import let_in
from community.models import Member
from community.opening_forms import FeatureForm, SiteForm
from community.opening_queries import audit_entries, entry_to_let_in, waiting_counts, waiting_entries
from community.requests import MemberRequest
from community.site_rules import SESSION_KEY, site_rules


def administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for administrators; to everyone else the page is not there."""

    @signed_in
    @never_cache
    @wraps(view)
    def checked(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.role != Member.Role.ADMIN:
            raise Http404
        return view(request, *args, **kwargs)

    return checked  # type: ignore[return-value]


@administrators
def site(request: MemberRequest) -> HttpResponse:
    rules = site_rules(request)
    initial = {"joining": rules.joining, "percent": rules.percent, "reading": rules.reading}
    form = SiteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        request.session[SESSION_KEY] = change_site(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. It holds everywhere within a few seconds."))
        return redirect("community:settings_site")
    context = {"form": form, "entries": shown_audit(audit_entries("site")), "counts": waiting_counts()}
    return render(request, "community/settings_site.html", context, status=422 if form.errors else 200)


@administrators
def waiting_list(request: MemberRequest) -> HttpResponse:
    """Who waits, newest first; lets one in, and shows the links to hand on where no mail does."""
    if request.method == "POST":
        entry = entry_to_let_in(request.POST.get("entry", ""))
        if entry is None:
            raise Http404
        let_in(entry=entry, by=request.user)
        messages.success(request, _("%(name)s is let in.") % {"name": entry.name})
        return redirect("community:settings_waiting")
    before = request.GET.get("before", "")
    shown, older = waiting_entries(before=int(before) if before.isdecimal() and len(before) < 19 else None)
    context = {
        "entries": shown,
        "older_url": f"?before={older}" if older else "",
        "has_mail": settings.HAS_MAIL,
        "counts": waiting_counts(),
        "site": settings.SITE_ADDRESS,
    }
    return render(request, "community/settings_waiting.html", context)


@administrators
def features(request: MemberRequest) -> HttpResponse:
    """One form for each feature, of which one is sent at a time."""
    rules, sent = site_rules(request).features, request.POST.get("feature", "")
    forms: dict[str, FeatureForm] = {}
    for name, rule in rules.items():
        if name not in settings.FEATURES:
            continue
        initial = {"who": rule.who, "percent": rule.percent, "level": rule.level, "group": rule.group_id, "team": rule.team}
        forms[name] = FeatureForm(request.POST if sent == name else None, initial=initial, prefix=name)
    if request.method == "POST" and sent not in forms:
        raise Http404
    if sent and forms[sent].is_valid():
        number = change_feature(by=request.user, name=sent, **forms[sent].cleaned_data)
        request.session[SESSION_KEY] = number
        messages.success(request, _("Saved. It holds everywhere within a few seconds."))
        return redirect("community:settings_features")
    shown = [(name, settings.FEATURES[name]["label"], settings.FEATURES[name]["about"], form) for name, form in forms.items()]
    context = {"features": shown, "entries": shown_audit(audit_entries("feature"))}
    return render(request, "community/settings_features.html", context, status=422 if sent else 200)
