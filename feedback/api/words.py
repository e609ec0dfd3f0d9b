"""What is wrong with a field of a report, in the reader's language. The schema names each error; the words are here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = {
    "extra_forbidden": _("unknown key"),
    "model_type": _("must be a JSON object"),
    "model_attributes_type": _("must be a JSON object"),
    "missing": _("is required"),
    "string_type": _("must be text"),
    "string_too_long": _("has more than {max_length} characters"),
    "string_too_short": _("must not be empty"),
    "list_type": _("must be a list"),
    "too_long": _("has more than {max_length} entries"),
    "int_type": _("must be a whole number"),
    "int_parsing": _("must be a whole number"),
    "int_parsing_size": _("is too large"),
    "int_from_float": _("must be a whole number"),
    "greater_than_equal": _("must be at least {ge}"),
    "less_than_equal": _("must be at most {le}"),
    "literal_error": _("must be one of: {expected}"),
    "datetime_type": _("must be a time, as in 2026-11-01T08:00:00Z"),
    "datetime_parsing": _("must be a time, as in 2026-11-01T08:00:00Z"),
    "datetime_from_date_parsing": _("must be a time, as in 2026-11-01T08:00:00Z"),
    "datetime_object_invalid": _("must be a time, as in 2026-11-01T08:00:00Z"),
    "time_without_zone": _("a time needs its zone, as in 2026-11-01T08:00:00Z"),
    "nothing_said": _("a title or a body is required"),
    "conversation_too_long": _("a conversation holds {most} characters at most"),
    "nul_character": _("a NUL character cannot be stored"),
    "no_such_target": _("target must be the index of an assistant message of the conversation"),
    "span_outside": _("span {start}-{end} lies outside the target message"),
}


def words_of(kind: str, context: Mapping[str, Any], otherwise: str) -> str:
    """The words for an error of that kind; `otherwise`, the schema's own English, for one that has none."""
    return str(WORDS[kind]).format(**context) if kind in WORDS else otherwise
