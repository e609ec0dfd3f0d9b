"""What those who run the site settle: does mail work, and who cannot get in."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from base.view_decorators import signed_in
from community.give_sign_in_link import give_sign_in_link
from community.models import Member
from community.requests import MemberRequest
from community.send_test_mail import send_test_mail
from community.settings_forms import LinkForm, TestMailForm
from community.views.too_many import too_many


@signed_in
def mail(request: MemberRequest) -> HttpResponse:
    """For administrators: sends a mail, and shows the mail server's own answers."""
    if request.user.role != Member.Role.ADMIN:
        raise Http404
    form, came_of_it = TestMailForm(request.POST or None, initial={"to": request.user.email}), None
    if request.method == "POST" and settings.HAS_MAIL and form.is_valid():
        if not ratelimit.consume(request, action="send_test_mail"):
            return too_many(request)
        came_of_it = send_test_mail(to=form.cleaned_data["to"])
    context = {
        "form": form,
        "has_mail": settings.HAS_MAIL,
        "result": came_of_it,
        "server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "sender": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "community/settings_mail.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
def links(request: MemberRequest) -> HttpResponse:
    """For moderators: a link for a member who cannot sign in any more. Shown once."""
    if not request.user.is_moderator:
        raise Http404
    form, link = LinkForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        member = Member.objects.filter(username=form.cleaned_data["name"], is_active=True).first()
        if member is None:
            form.add_error("name", _("There is no member of this name."))
        else:
            link = request.build_absolute_uri(give_sign_in_link(member=member, by=request.user))
    context = {"form": form, "link": link}
    return render(request, "community/settings_links.html", context, status=422 if form.errors else 200)
