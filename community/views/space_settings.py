"""Administrators make, change and close spaces, and say who is in a group."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from community.access import open_spaces
from community.audit_present import shown_audit
from community.groups import add_to_group, make_group, take_from_group
from community.models import Group, Member
from community.opening_queries import audit_entries, groups, seats
from community.requests import MemberRequest
from community.save_space import save_space
from community.space_forms import GroupForm, SeatForm, SpaceForm
from community.space_present import space_head
from community.views.opening import administrators


@administrators
def spaces(request: MemberRequest) -> HttpResponse:
    heads = [space_head(space, AnonymousUser()) for space in open_spaces(request.user)]
    context = {"heads": heads, "groups": groups(), "entries": shown_audit(audit_entries("space", "group"))}
    return render(request, "community/settings_spaces.html", context)


@administrators
def space(request: MemberRequest, slug: str = "") -> HttpResponse:
    """One space; without `slug` a new one."""
    found = get_object_or_404(open_spaces(request.user), slug=slug) if slug else None
    form = SpaceForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        save_space(by=request.user, space=form.instance)
        messages.success(request, _("Saved."))
        return redirect("community:space", form.instance.slug)
    context = {"form": form, "slug": slug}
    return render(request, "community/settings_space.html", context, status=422 if form.errors else 200)


@administrators
def new_group(request: MemberRequest) -> HttpResponse:
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("community:settings_group", make_group(by=request.user, **form.cleaned_data).pk)
    return render(request, "community/settings_group.html", {"form": form}, status=422 if form.errors else 200)


@administrators
def group(request: MemberRequest, pk: int) -> HttpResponse:
    """Who is in a group: one is added by name, or taken out."""
    found = get_object_or_404(Group, pk=pk)
    out = request.POST.get("out", "")
    form = SeatForm(request.POST if request.method == "POST" and not out else None)
    if out.isascii() and out.isdecimal() and len(out) < 19:
        take_from_group(group=found, member_id=int(out), by=request.user)
        return redirect("community:settings_group", pk)
    if request.method == "POST" and form.is_valid():
        member = Member.objects.filter(username=form.cleaned_data["name"], is_active=True).first()
        if member is not None:
            add_to_group(group=found, member=member, by=request.user)
            return redirect("community:settings_group", pk)
        form.add_error("name", _("There is no member of this name."))
    context = {"group": found, "form": form, "seats": seats(found)}
    return render(request, "community/settings_group.html", context, status=422 if form.errors else 200)
