from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.paging import read_number
from community.forms import TagsField, WithImage
from community.models import Member, Thread
from community.words_allowed import check_words
from feedback.models import ModelVersion, Product
from feedback.paste import ROLE_OF, SPEAKER, NotAConversation, parse_paste
from feedback.schema import MAX_CHARACTERS, BadReport, ReportIn, parse_report

CONSENT_VERSION = "1"
LICENCE = "CC-BY-4.0"


class WholeText(forms.CharField):
    """Text that is kept as it was pasted, but for what cannot be stored; its errors say where."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").replace("\r\n", "\n")
        if (at := text.find("\x00")) >= 0:
            message = _("There is a NUL character at position %(at)d, which cannot be stored. Remove it and send again.")
            raise ValidationError(message, params={"at": at + 1})
        if len(text) > MAX_CHARACTERS:
            message = _("This holds %(have)s characters; %(most)s are the most. Shorten it around the answer you mean.")
            raise ValidationError(message, params={"have": f"{len(text):,}", "most": f"{MAX_CHARACTERS:,}"})
        return text


class ComposeForm(WithImage):
    """One report by hand. `report` holds what it says once it is valid."""

    form_id = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            ("answer", _("An answer of the model")),
            ("product", _("The product: a bug or a wish")),
        ],
        widget=forms.RadioSelect,
        initial="answer",
    )
    version = forms.CharField(label=_("Model version"), max_length=60, widget=forms.Select)
    other_version = forms.CharField(
        label=_("Another version"),
        max_length=60,
        required=False,
        help_text=_("If it is not in the list: its name as you see it."),
    )
    conversation = WholeText(
        label=_("The conversation"),
        required=False,
        # The script says while one writes who said what; it knows speakers by the same pattern as we do.
        widget=forms.Textarea(
            attrs={
                "rows": 9,
                "data-turns": SPEAKER.pattern,
                "data-roles": json.dumps(ROLE_OF, ensure_ascii=False),
                "placeholder": _("User: What is 17 times 23?\n\nAssistant: 17 times 23 is 381."),
            }
        ),
        help_text=_("Paste it with who said what: “User: … Assistant: …”, or JSON with role and content."),
    )
    title = forms.CharField(
        label=_("In one line"),
        max_length=200,
        required=False,
        help_text=_("What others see in the list. Left empty, it is the beginning of your words."),
    )
    body = WholeText(
        label=_("What was wrong?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your words. Markdown works."),
    )
    correction = WholeText(
        label=_("What should it have said?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("This teaches the model most. Write the answer you would have wanted."),
    )
    tags = TagsField()
    consent = forms.ChoiceField(
        label=_("What may we do with it?"),
        choices=[
            ("training", _("Train models with it")),
            ("research", _("Study it, but train nothing")),
            ("none", _("Only fix the problem")),
        ],
        widget=forms.RadioSelect,
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it?"), choices=Thread.Visibility.choices, widget=forms.RadioSelect, initial="public"
    )

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.initial.setdefault("form_id", uuid.uuid4().hex)
        self.fields["version"].widget.choices = version_choices()
        self.report: ReportIn | None = None

    def clean_version(self) -> str:
        value = str(self.cleaned_data["version"])
        known = {choice for _group, choices in version_choices()[1:] for choice, _label in choices}
        if value != "other" and value not in known:
            message = _("“%(value)s” is no version that we know. Choose one from the list, or “another version”.")
            raise ValidationError(message, params={"value": value})
        return value

    def clean_title(self) -> str:
        return check_words(self.cleaned_data["title"], self.member)

    def clean_body(self) -> str:
        """What the member says; a conversation with the model may name any address, since nobody is led there."""
        return check_words(self.cleaned_data["body"], self.member)

    def clean_conversation(self) -> list[dict[str, str]]:
        text = self.cleaned_data["conversation"]
        try:
            return parse_paste(text)
        except NotAConversation as error:
            if error.problem and error.problem.code == "json":
                message = _("This looks like JSON, but it breaks at line %(line)d, column %(column)d.")
                raise ValidationError(message, params={"line": error.problem.line, "column": error.problem.column}) from None
            raise ValidationError(
                _("We could not see who said what. Begin each turn with “User:” or “Assistant:” on a line of its own.")
            ) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("version") == "other" and not given.get("other_version"):
            self.add_error("other_version", _("Say which version it was, as well as you can."))
        if "conversation" in given and given.get("about") == "answer":
            self._check_answer(given)
        if "body" in given and not (given.get("title") or given["body"].strip()):
            self.add_error("body", _("Say in a word or two what was wrong."))
        if not self.errors:
            self._make_report(given)
        return given

    def _check_answer(self, given: dict[str, Any]) -> None:
        roles = [turn["role"] for turn in given["conversation"]]
        if not roles:
            self.add_error("conversation", _("Paste the conversation: without the answer nobody can see what was wrong."))
        elif "assistant" not in roles:
            self.add_error("conversation", _("The model's answer is missing: begin it with “Assistant:”."))

    def _make_report(self, given: dict[str, Any]) -> None:
        product, _slash, version = given["version"].partition("/")
        is_answer = given["about"] == "answer"
        try:
            self.report = parse_report(
                {
                    "external_id": given["form_id"] or uuid.uuid4().hex,
                    "source": "site",
                    "title": given["title"],
                    "body": given["body"],
                    "model": "" if product == "other" else product,
                    "model_version": given["other_version"] if product == "other" else version,
                    "conversation": given["conversation"],
                    "rating": -1 if is_answer else None,
                    "correction": given["correction"] if is_answer else "",
                    "tags": given["tags"],
                    "consent": {"scope": given["consent"], "licence": LICENCE, "version": CONSENT_VERSION},
                }
            )
        except BadReport as error:
            self.add_error(None, str(error))


def version_choices() -> list[tuple[str, Any]]:
    """An empty choice, every product's versions, newest first, and "another version"."""
    groups: list[tuple[str, Any]] = [("", gettext("Choose …"))]
    for product in Product.objects.order_by("name").prefetch_related("versions"):
        versions = sorted(product.versions.all(), key=_newest, reverse=True)
        groups.append((product.name, [(f"{product.slug}/{version.name}", str(version)) for version in versions]))
    groups.append((gettext("Not in the list"), [("other", gettext("Another version"))]))
    return groups


def _newest(version: ModelVersion) -> tuple[float, str]:
    return (version.released_at.timestamp() if version.released_at else 0.0, version.name)


class ConsentForm(forms.Form):
    scope = forms.ChoiceField(choices=[("training", ""), ("research", ""), ("none", "")])


class ReleaseForm(forms.Form):
    """A version that is out, and the reports it answers."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.order_by("name"), to_field_name="slug", empty_label=_("Choose …")
    )
    name = forms.CharField(label=_("Version"), max_length=60)
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    fixes = forms.CharField(
        label=_("Reports it answers"),
        help_text=_("Their numbers, with spaces between."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_fixes(self) -> list[int]:
        numbers = [part.strip("#,;，；") for part in self.cleaned_data["fixes"].split()]
        if wrong := [number for number in numbers if read_number(number) is None]:
            raise ValidationError(_("“%(what)s” is no report number."), params={"what": wrong[0]})
        return [int(number) for number in numbers]
