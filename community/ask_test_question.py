from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from community.assistant.client import Completion, Endpoint, EndpointError, complete
from community.assistant.conversation import Said, compose

SECONDS = 30  # a person waits for it


@dataclass(frozen=True)
class TestQuestion:
    """What came of it: an answer, or in plain words what to do and the endpoint's own words."""

    answer: Completion | None
    problem: str = ""
    detail: str = ""


def ask_test_question(*, name: str, question: str) -> TestQuestion:
    """Ask the endpoint as the assistant would. Raises nothing: a failure is an answer, too."""
    endpoint = replace(Endpoint(**settings.LLM), total_seconds=SECONDS, max_tokens=300)
    try:
        return TestQuestion(complete(endpoint, compose(name=name, title="", question=Said("", question))))
    except EndpointError as error:
        return TestQuestion(None, _in_plain_words(error.code), str(error))


def _in_plain_words(code: str) -> str:
    words = {
        "unreachable": _("Nothing answers at HUILIU_LLM_BASE_URL, or the encryption with it failed."),
        "too_slow": _("The endpoint did not answer within %(seconds)s seconds.") % {"seconds": SECONDS},
        "busy": _("The endpoint is busy or broken at the moment. Try again later."),
        "refused": _("The endpoint does not take our question: see whether HUILIU_LLM_API_KEY and HUILIU_LLM_MODEL are right."),
        "redirected": _("The endpoint sends us elsewhere. Give the address it names as HUILIU_LLM_BASE_URL, if you trust it."),
        "too_large": _("The endpoint answered far more than an answer can be."),
        "not_understood": _("What answers there does not speak OpenAI's chat completions. Does the address end with /v1?"),
        "empty": _("The endpoint answered without a word."),
    }
    return words[code]
