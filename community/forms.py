from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.draft_forms import Prose, SentOnce
from community.models import Follow, Member, Space
from community.queries import spaces
from community.space_rules import why_no_talk
from community.tag_names import BETWEEN, MAX_CHARACTERS, MAX_TAGS, clean_name, slug_of, split_names
from community.words_allowed import check_words

THREAD_CHARACTERS, REPLY_CHARACTERS = 100_000, 50_000


class TagsField(forms.CharField):
    """Tags with commas between, Latin or Chinese ones; `cleaned_data` has the names."""

    def __init__(self, **kwargs: Any) -> None:
        field = forms.TextInput(attrs={"autocomplete": "off", "data-tags": "", "list": "tag-suggestions"})
        help_text = format_lazy(_("At most {number}, with commas between. What others look for it by."), number=MAX_TAGS)
        given = {"label": _("Tags"), "required": False, "max_length": 400, "widget": field, "help_text": help_text}
        super().__init__(**{**given, **kwargs})

    def clean(self, value: Any) -> list[str]:
        names = split_names(str(super().clean(value)))
        written = [name for name in (clean_name(part) for part in BETWEEN.split(str(value or ""))) if name]
        for name in written:
            if not slug_of(name):
                raise forms.ValidationError(_("“%(name)s” is no tag: it has no letter or number."), params={"name": name})
            if len(name) > MAX_CHARACTERS:
                message = _("“%(name)s” is too long for a tag: %(most)d characters are the most.")
                raise forms.ValidationError(message, params={"name": name, "most": MAX_CHARACTERS})
        if len(names) > MAX_TAGS:
            message = _("These are %(have)d tags; %(most)d are the most.")
            raise forms.ValidationError(message, params={"have": len(names), "most": MAX_TAGS})
        return names


class Words(SentOnce):
    """Words of a member's, who may not put everything into them yet."""

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_title(self) -> str:
        return check_words(self.cleaned_data["title"], self.member)

    def clean_body(self) -> str:
        return check_words(self.cleaned_data["body"], self.member)


class WithImage(forms.Form):
    """Of a form whose text may show a picture; `components/image_field.html` draws these."""

    image = forms.FileField(
        label=_("Image"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG, JPEG, WebP or GIF, up to 8 MB. Where it was taken and with what is removed."),
    )
    image_alt = forms.CharField(
        label=_("What does it show?"),
        max_length=500,
        required=False,
        help_text=_("For whoever cannot see it, and for search: the words in it, or what one is to notice."),
    )


class ThreadForm(WithImage, Words):
    """What `member` says in a space that they may write in; only such spaces are offered, and closed ones are not known."""

    space = forms.ChoiceField(label=_("Space"))
    title = forms.CharField(label=_("Title"), max_length=200)
    body = Prose(label=_("What you want to say"), max_length=THREAD_CHARACTERS, rows=10, help_text=_("Markdown works."))
    tags = TagsField()

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


class ReplyForm(WithImage, Words):
    body = Prose(label=_("Your reply"), max_length=REPLY_CHARACTERS)


class EditReplyForm(WithImage, Words):
    """Carries the number of the text that the edit began from."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    body = Prose(label=_("Your reply"), max_length=REPLY_CHARACTERS, rows=8)

    def begin_anew_from(self, revision: int) -> None:
        """Keep what was typed, but let it be an edit of the text numbered `revision`."""
        self.data: Any = self.data.copy()
        self.data["revision"] = str(revision)


class EditThreadForm(EditReplyForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = Prose(label=_("What you want to say"), max_length=THREAD_CHARACTERS, rows=10)
    field_order = ["title", "body"]


class ReproductionForm(Words):
    """Somebody else had the same: with which version, and a line on it."""

    reproduced_on = forms.CharField(label=_("Model version"), max_length=120)
    body = Prose(label=_("What happened, in a line"), max_length=2_000, rows=2)


class TagsForm(forms.Form):
    tags = TagsField()


class NameTagForm(forms.Form):
    """For moderators: what a tag is called in each language, or which other tag it means."""

    name_en = forms.CharField(label=_("Name in English"), required=False, max_length=MAX_CHARACTERS)
    name_zh = forms.CharField(label=_("Name in Chinese"), required=False, max_length=MAX_CHARACTERS)
    alias_of = forms.CharField(
        label=_("It means the same as"),
        required=False,
        max_length=MAX_CHARACTERS,
        help_text=_("Another tag: its threads and followers go there. There is no way back."),
    )


class FollowForm(forms.Form):
    kind = forms.ChoiceField(choices=Follow.Kind)
    key = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    level = forms.ChoiceField(choices=[("", ""), *Follow.Level.choices], required=False)
    back = forms.CharField(required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("level") == Follow.Level.MUTED and given.get("kind") != Follow.Kind.THREAD:
            raise forms.ValidationError("only threads can be muted")
        return given
