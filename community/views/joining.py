"""The door for those who have no account: an invitation, the waiting list, and a place on it."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.admission import hold
from community.invitations import find_invitation
from community.models import SiteMode
from community.opening_forms import WaitingForm
from community.site_rules import site_rules
from community.views.too_many import too_many
from community.wait import wait, wait_no_more
from community.waiting_link import place_path, read_place


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation. Opening it uses nothing up, since programs look at links ahead of people; making an account does."""
    if not ratelimit.consume(request, action="join"):
        return too_many(request)
    invitation = find_invitation(token)
    if request.user.is_authenticated:
        messages.info(request, _("You have an account already; this invitation is for somebody else."))
        return redirect("community:discover")
    if invitation is not None and request.method == "POST":
        hold(request, kind="invitation", pk=invitation.pk)
        return redirect("account_signup")
    return render(request, "community/join.html", {"invitation": invitation}, status=200 if invitation else 410)


@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """The waiting list. Whether an address is known changes nothing of what is answered."""
    if request.user.is_authenticated or site_rules(request).joining == SiteMode.Joining.OPEN:
        return redirect("community:discover" if request.user.is_authenticated else "account_signup")
    form = WaitingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="wait"):
            return too_many(request)
        entry = wait(language=get_language() or "", **form.cleaned_data)
        return redirect(place_path(entry))
    return render(request, "community/waiting.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def place(request: HttpRequest, token: str) -> HttpResponse:
    """Where somebody stands who waits, the door once they are let in, and the way off the list."""
    found = read_place(token)
    if found is None or found[0].member_id is not None:
        raise Http404
    entry, opens = found
    if request.method == "POST" and request.POST.get("leave"):
        wait_no_more(entry=entry)
        messages.success(request, _("You are off the list, and what you wrote there is deleted."))
        return redirect("account_login")
    opens = opens and entry.let_in_at is not None
    if request.method == "POST" and opens:
        hold(request, kind="waiting", pk=entry.pk)
        return redirect("account_signup")
    context = {"entry": entry, "opens": opens, "by_mail": settings.HAS_MAIL and entry.address}
    context |= {"address": request.build_absolute_uri(request.path)}
    return render(request, "community/place.html", context)
