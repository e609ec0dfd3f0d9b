from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Member, Space
from community.queries import spaces
from community.space_rules import why_no_talk
from community.words_allowed import check_words


class Words(forms.Form):
    """Words of a member's, who may not put everything into them yet."""

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_title(self) -> str:
        return check_words(self.cleaned_data["title"], self.member)

    def clean_body(self) -> str:
        return check_words(self.cleaned_data["body"], self.member)


class ThreadForm(Words):
    """What `member` says in a space that they may write in; only such spaces are offered, and closed ones are not known."""

    space = forms.ChoiceField(label=_("Space"))
    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("What you want to say"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown works."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        self._spaces = {space.slug: space for space in spaces(member) if space.slug != "reports"}
        self._why = {slug: why_no_talk(space, member) for slug, space in self._spaces.items()}
        field = self.fields["space"]
        assert isinstance(field, forms.ChoiceField)
        open_ones = [(slug, space.name) for slug, space in self._spaces.items() if not self._why[slug]]
        field.choices = [("", _("Choose …")), *open_ones]
        field.error_messages["invalid_choice"] = _("You cannot begin a talk there. Choose another space.")

    def clean_space(self) -> Space:
        return self._spaces[self.cleaned_data["space"]]


class ReplyForm(Words):
    body = forms.CharField(label=_("Your reply"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 4}))
