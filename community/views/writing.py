"""While one writes: how it will look, and what is kept of it until it is sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.draft_forms import kept_fields
from community.draft_present import shown_draft
from community.drafts import drafts_of, forget_draft
from community.mentions import called_in
from community.models import Member
from community.present import prose
from community.queries import taken_back_by
from community.requests import MemberRequest
from community.save_draft import MAX_BYTES, MOST, DraftTooLong, NoSuchPlace, TooManyDrafts, save_draft
from community.views.limited import limited


@signed_in
@require_POST
@limited("preview")
def preview(request: MemberRequest) -> HttpResponse:
    """A fragment: the words of a form as others will see them."""
    words = request.POST.get("body", "")
    return render(request, "community/preview.html", {"preview": prose(words, called_in([words])) if words.strip() else ""})


@require_POST
@limited("draft")
def save(request: HttpRequest) -> HttpResponse:
    """A fragment that says what became of it; a trouble is said there too, since the form around it goes on."""
    if not isinstance(request.user, Member):
        return render(
            request, "community/draft_state.html", {"trouble": _("You are signed out. Your words stay in this browser.")}
        )
    trouble = ""
    try:
        save_draft(
            member=request.user,
            place=request.POST.get("place", ""),
            fields=kept_fields(request.POST),
            form_id=request.POST.get("form_id", "")[:64],
        )
    except NoSuchPlace:
        return HttpResponse(status=404)
    except DraftTooLong:
        most = f"{MAX_BYTES // 1000}"
        trouble = _("This is longer than the %(most)s kB that a draft may hold. It stays in this browser only.") % {
            "most": most
        }
    except TooManyDrafts:
        trouble = _("You have %(most)s drafts, the most there can be. Discard one, and this one is kept too.") % {"most": MOST}
    return render(request, "community/draft_state.html", {"trouble": trouble, "at": timezone.now()})


@signed_in
@never_cache
def drafts(request: MemberRequest) -> HttpResponse:
    """What waits to be sent, and the talks that were taken back."""
    context = {
        "drafts": [shown_draft(draft) for draft in drafts_of(request.user)],
        "taken_back": taken_back_by(request.user),
        "most": MOST,
    }
    return render(request, "community/drafts.html", context)


@signed_in
@require_POST
def discard(request: MemberRequest) -> HttpResponse:
    """Forget what was typed, and begin afresh where it was."""
    place = request.POST.get("place", "")
    if forget_draft(member=request.user, place=place):
        messages.success(request, _("The draft is discarded."))
    return redirect("community:drafts")
