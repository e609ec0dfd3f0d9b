from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from community.access import Viewer, open_spaces
from community.models import Member
from community.search.parse import MAX_QUERY
from community.search_match import Filters
from community.tag_names import MAX_TAGS, slug_of, split_names
from community.tag_queries import words_for

KINDS = [
    ("", _("Any")),
    ("bug_report", _("Bug")),
    ("feature_request", _("Wish")),
    ("training_signal", _("Signal")),
    ("question", _("Question")),
    ("praise", _("Praise")),
]
STATIONS = [
    ("", _("Any")),
    ("1", _("reported")),
    ("2", _("classified")),
    ("3", _("accepted")),
    ("4", _("in a dataset")),
    ("5", _("released")),
    ("6", _("confirmed")),
]
LANGUAGES = [("", _("Any")), ("zh", _("Chinese")), ("en", _("English"))]
WHAT = [("", _("Both")), ("reports", _("Reports")), ("talks", _("Talks"))]
ORDERS = [("best", _("Best first")), ("newest", _("Newest first"))]
NOBODY = 0
SELECTED = mark_safe(" selected")


class Choices(forms.Select):
    """A select that is drawn at once: Django's own includes two templates for each option."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        of_html = flatatt(self.build_attrs(self.attrs, attrs))
        chosen = "" if value is None else str(value)
        options = ((one, SELECTED if str(one) == chosen else "", words) for one, words in self.choices)
        drawn = format_html_join("\n", '<option value="{}"{}>{}</option>', options)
        return format_html('<select name="{}"{}>\n{}\n</select>', name, of_html, drawn)


class SearchForm(forms.Form):
    """The words and the filters of a search, all of which may be left out. What cannot be read is not heeded, and says so."""

    q = forms.CharField(
        label=_("Search for"), required=False, max_length=MAX_QUERY, widget=forms.TextInput(attrs={"type": "search"})
    )
    order = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False, widget=Choices)
    what = forms.ChoiceField(label=_("Reports or talks"), choices=WHAT, required=False, widget=Choices)
    space = forms.ChoiceField(label=_("Space"), required=False, widget=Choices)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=KINDS,
        required=False,
        widget=Choices,
        help_text=_("Kind and station are looked for among the newest 5,000 reports that match the rest."),
    )
    station = forms.TypedChoiceField(
        label=_("How far it has come"), choices=STATIONS, coerce=int, empty_value=None, required=False, widget=Choices
    )
    model = forms.CharField(label=_("Model and version"), required=False, max_length=120)
    tag = forms.CharField(label=_("Tags"), required=False, max_length=200, help_text=_("With commas between."))
    author = forms.CharField(label=_("Author"), required=False, max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False, widget=Choices)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read at once: a ModelChoiceField opens a cursor of the database for each time that its choices are drawn.
        self.spaces = list(open_spaces(viewer))
        field = self.fields["space"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any")), *((space.slug, str(space)) for space in self.spaces)]
        if not self["q"].value():  # nothing is asked yet, so one begins to write at once
            self.fields["q"].widget.attrs["data-focus"] = ""
            self.fields["q"].widget.attrs["data-key"] = "/"

    def filters(self) -> Filters:
        """What was understood of the filters; call after `is_valid`."""
        given = self.cleaned_data
        return Filters(
            space_id=next((space.pk for space in self.spaces if space.slug == given.get("space")), None),
            author_id=_author_id(given.get("author", "")),
            model=given.get("model", ""),
            kind=given.get("kind", ""),
            station=given.get("station"),
            language=given.get("language", ""),
            is_report={"reports": True, "talks": False}.get(given.get("what", "")),
            since=given.get("since"),
            until=given.get("until"),
            tags=tuple(tuple(words_for(slug_of(name))) for name in split_names(given.get("tag", ""))[:MAX_TAGS]),
        )


def _author_id(name: str) -> int | None:
    if not name:
        return None
    return Member.objects.filter(username__iexact=name.removeprefix("@")).values_list("pk", flat=True).first() or NOBODY
