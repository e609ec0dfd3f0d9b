from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base.paging import read_number
from community.forms import TagsField, WithImage
from community.models import Member, Thread
from community.words_allowed import check_words
from feedback.compose_fields import FILES, MarksField, Reasons, WholeText, begun_title, version_choices
from feedback.composing.as_report import answer_part, comparison_part
from feedback.composing.marks import settle
from feedback.composing.turns import target_in
from feedback.models import Product
from feedback.paste import NotAConversation, parse_paste
from feedback.schema import CONSENT_VERSION, LICENCE, BadReport, ReportIn, parse_report
from feedback.wrong_words import WRONG


class ComposeForm(WithImage):
    """One report by hand. `report` holds what it says once it is valid."""

    form_id = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            ("answer", _("An answer of the model")),
            ("compare", _("Two answers side by side")),
            ("product", _("The product: a bug or a wish")),
        ],
        widget=forms.RadioSelect,
        initial="answer",
    )
    version = forms.ChoiceField(
        label=_("Model version"),
        error_messages={
            "invalid_choice": _("“%(value)s” is no version that we know. Choose one from the list, or “another version”.")
        },
    )
    other_version = forms.CharField(
        label=_("Another version"),
        max_length=60,
        required=False,
        help_text=_("If it is not in the list: its name as you see it."),
    )
    conversation = WholeText(
        label=_("The conversation"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 7, "placeholder": _("User: What is 17 times 23?\n\nAssistant: 17 times 23 is 381.")}
        ),
        help_text=_("Paste it as you have it: copied from a chat, an export, JSON, a saved page."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": FILES}),
        help_text=_("Text, Markdown, JSON or a saved page, up to 8 MB."),
    )
    target = forms.CharField(label=_("The answer that is meant"), max_length=6, required=False, widget=forms.HiddenInput)
    pasted = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)  # before it was put right
    passage = forms.CharField(
        label=_("Wrong words"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text=_("Select them in the answer, or write them here as they stand there."),
    )
    passage_at = forms.CharField(required=False, widget=forms.HiddenInput)
    marks = MarksField(label=_("Wrong passages"), required=False)
    reasons = Reasons(label=_("What is wrong with it?"), required=False, choices=WRONG)
    question = WholeText(label=_("What was asked"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    answer_a = WholeText(label=_("Answer A"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    answer_b = WholeText(label=_("Answer B"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    better = forms.ChoiceField(
        label=_("Which is better?"),
        required=False,
        choices=[("a", _("A")), ("b", _("B")), ("both_good", _("Both are good")), ("both_bad", _("Both are bad"))],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("In one line"),
        max_length=200,
        required=False,
        help_text=_("What others see in the list. Left empty, it is the beginning of your words."),
    )
    body = WholeText(
        label=_("In your words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong, or why one is better. Markdown works."),
    )
    correction = WholeText(
        label=_("What should it have said?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("This teaches the model most. A few changed words are enough."),
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
        self.fields["version"].choices = version_choices()  # type: ignore[attr-defined]
        self.report: ReportIn | None = None

    def clean_title(self) -> str:
        return check_words(self.cleaned_data["title"], self.member)

    def clean_body(self) -> str:
        """What the member says; a conversation with the model may name any address, since nobody is led there."""
        return check_words(self.cleaned_data["body"], self.member)

    def clean_conversation(self) -> list[dict[str, str]]:
        text = self.cleaned_data["conversation"]
        if self.cleaned_data.get("about") == "compare":
            return []
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
        about = given.get("about")
        if about == "answer" and "conversation" in given:
            self._check_answer(given)
        if about == "compare":
            self._check_comparison(given)
        if "body" in given and "title" in given and not (given["title"] or given["body"].strip()):
            self._check_words(given)
        if not self.errors:
            self._make_report(given)
        return given

    def _check_answer(self, given: dict[str, Any]) -> None:
        turns = given["conversation"]
        target = target_in(turns, given.get("target", ""))
        if not turns:
            self.add_error("conversation", _("Paste the conversation: without the answer nobody can see what was wrong."))
        elif target is None:
            self.add_error("conversation", _("The model's answer is missing: begin it with “Assistant:”."))
        else:
            given["marks"], lost = settle(turns[target]["content"], given.get("marks") or [])
            if lost:
                message = _("“%(quote)s” is not in the answer you picked. Remove the mark, or pick the other answer.")
                self.add_error("marks", ValidationError(message, params={"quote": lost[0].quote[:60]}))

    def _check_comparison(self, given: dict[str, Any]) -> None:
        for name in ("question", "answer_a", "answer_b"):
            if name in given and not given[name].strip():
                self.add_error(name, _("This is still empty: the two can only be compared with it."))
        if "better" in given and not given["better"]:
            self.add_error("better", _("Say which one is better."))

    def _check_words(self, given: dict[str, Any]) -> None:
        """What is ticked says enough: then the list shows that, and what was asked."""
        said = begun_title(given)
        if said:
            given["title"] = said
        else:
            self.add_error("body", _("Say in a word or two what was wrong."))

    def _make_report(self, given: dict[str, Any]) -> None:
        product, _slash, version = given["version"].partition("/")
        try:
            self.report = parse_report(
                {
                    "external_id": given["form_id"] or uuid.uuid4().hex,
                    "source": "site",
                    "title": given["title"],
                    "body": given["body"],
                    "model": "" if product == "other" else product,
                    "model_version": given["other_version"] if product == "other" else version,
                    "consent": {"scope": given["consent"], "licence": LICENCE, "version": CONSENT_VERSION},
                    **self._evidence(given),
                }
            )
        except BadReport as error:
            self.add_error(None, str(error))

    def _evidence(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["about"] == "compare":
            return comparison_part(given)
        if given["about"] == "product":
            return {"conversation": given["conversation"], "tags": given["tags"]}
        return answer_part(turns=given["conversation"], target=given["target"], marks=given["marks"], given=given)


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
