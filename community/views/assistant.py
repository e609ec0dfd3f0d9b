"""What administrators settle about the machine that answers."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from base.view_decorators import signed_in
from community.ask_test_question import ask_test_question
from community.assistant_form import AssistantForm, TestQuestionForm
from community.assistant_queries import usage_today
from community.change_assistant import NameTaken, change_assistant
from community.find_assistant import find_assistant
from community.models import Assistant, Member, Space, Thread
from community.requests import MemberRequest
from community.views.too_many import too_many


@signed_in
@never_cache
def assistant(request: MemberRequest) -> HttpResponse:
    """Whether it is configured, its name and limits, what was used today, and a question to try it with."""
    if request.user.role != Member.Role.ADMIN:
        raise Http404
    found = find_assistant()
    if found is None:
        return render(request, "community/settings_assistant.html", {"assistant": None})
    is_test = request.method == "POST" and "question" in request.POST
    sent = request.POST if request.method == "POST" and not is_test else None
    form = AssistantForm(sent, initial=_settled(found))
    test = TestQuestionForm(request.POST if is_test else None, initial={"question": _("What is 17 times 23?")})
    came_of_it = None
    if is_test and test.is_valid():
        if not ratelimit.consume(request, action="ask_test_question"):
            return too_many(request)
        came_of_it = ask_test_question(name=found.member.username, question=test.cleaned_data["question"])
    elif sent is not None and form.is_valid() and _change(found, form):
        messages.success(request, _("Saved."))
        return redirect("community:settings_assistant")
    context = {
        "assistant": found,
        "form": form,
        "test": test,
        "result": came_of_it,
        "server": urlsplit(str(settings.LLM["base_url"])).netloc.rpartition("@")[2],
        "model": settings.LLM["model"],
        "has_key": bool(settings.LLM["api_key"]),
        "usage": usage_today(),
    }
    has_errors = form.errors or test.errors
    return render(request, "community/settings_assistant.html", context, status=422 if has_errors else 200)


def _settled(found: Assistant) -> dict[str, object]:
    reads = {Thread.Visibility.MEMBERS: found.reads_members_only, Thread.Visibility.TEAM: found.reads_team_only}
    return {
        "is_on": found.is_on,
        "name": found.member.username,
        "questions_per_hour": found.questions_per_hour,
        "questions_per_day": found.questions_per_day,
        "tokens_per_day": found.tokens_per_day,
        "spaces": list(Space.objects.filter(assistant_answers=True).values_list("slug", flat=True)),
        "reads": [visibility.value for visibility, is_read in reads.items() if is_read],
    }


def _change(found: Assistant, form: AssistantForm) -> bool:
    try:
        change_assistant(assistant=found, **form.cleaned_data)
    except NameTaken:
        form.add_error("name", _("Somebody else has this name."))
        return False
    return True
