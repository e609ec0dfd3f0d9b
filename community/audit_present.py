"""What administrators changed, as sentences for administrators: no names of columns, no numbers of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.models import AuditEntry, Feature, Group, Member, SiteMode, Space
from community.names import shown_name

# By the key that a verb notes: what it is called.
WORDS: dict[str, Promise] = {
    "joining": _("Who may join"),
    "percent": _("Share, in percent"),
    "reading": _("Who may read the site"),
    "who": _("Who sees it"),
    "level": _("From trust level"),
    "group": _("Group"),
    "team": _("The team sees it"),
    "name_en": _("Name in English"),
    "name_zh": _("Name in Chinese"),
    "about_en": _("What it is for, in English"),
    "about_zh": _("What it is for, in Chinese"),
    "position": _("Place in the list"),
    "who_reads": _("Who reads"),
    "who_writes": _("Who begins talks"),
    "who_replies": _("Who replies"),
    "level_needed": _("Trust level that a talk needs"),
    "group_id": _("Group"),
    "is_read_only": _("Read only"),
    "why_read_only_en": _("Why it is read only, in English"),
    "why_read_only_zh": _("Why it is read only, in Chinese"),
    "made": _("Made"),
    "added": _("Taken in"),
    "taken out": _("Taken out"),
    "granted": _("More invitations"),
    "revoked": _("Invitations ended"),
    "members": _("Members of the branch"),
    "let_in": _("Let in"),
    "scopes": _("What it opens"),
    "address": _("Address"),
    "events": _("Events"),
    "rotated": _("Exchanged for a new one"),
    "enabled": _("Enabled"),
    "ended": _("Ended"),
    "removed": _("Removed"),
}
CHOICES: dict[str, Any] = {
    "joining": SiteMode.Joining,
    "reading": SiteMode.Reading,
    "who": Feature.Who,
    "who_reads": Space.Readers,
    "who_writes": Space.Writers,
    "who_replies": Space.Writers,
}
GROUPS, MEMBERS = {"group", "group_id"}, {"added", "taken out"}


@dataclass(frozen=True)
class Change:
    """One thing that changed; `before` is empty where nothing was there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownEntry:
    at: datetime
    by: str
    name: str
    changes: list[Change]


def shown_audit(entries: Iterable[AuditEntry]) -> list[ShownEntry]:
    """In the reader's language; a query each for the groups, members and spaces that are named, where there are any."""
    rows = list(entries)
    values = [pair for row in rows for pair in (*row.before.items(), *row.after.items())]
    groups = {value for key, value in values if key in GROUPS and value}
    members = {value for key, value in values if key in MEMBERS}
    slugs = {row.name for row in rows if row.subject == "space"}
    names = {
        **{("group", pk): group.name for pk, group in (Group.objects.in_bulk(groups) if groups else {}).items()},
        **{
            ("member", pk): shown_name(one.username) for pk, one in (Member.objects.in_bulk(members) if members else {}).items()
        },
        **{("space", space.slug): space.name for space in (Space.objects.filter(slug__in=slugs) if slugs else ())},
    }
    return [ShownEntry(row.at, shown_name(row.by.username), _subject(row, names), _changes(row, names)) for row in rows]


def _subject(row: AuditEntry, names: dict[tuple[str, Any], str]) -> str:
    if row.subject == "feature":
        return str(settings.FEATURES.get(row.name, {}).get("label", row.name))
    if row.subject == "space":
        return names.get(("space", row.name), row.name)
    return shown_name(row.name)


def _changes(row: AuditEntry, names: dict[tuple[str, Any], str]) -> list[Change]:
    return [
        Change(
            str(WORDS.get(key, key)),
            _value(key, row.before[key], names) if key in row.before else "",
            _value(key, value, names),
        )
        for key, value in row.after.items()
    ]


def _value(key: str, value: Any, names: dict[tuple[str, Any], str]) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value is None or value == "":
        return gettext("none")
    if key in GROUPS or key in MEMBERS:
        return names.get(("group" if key in GROUPS else "member", value), gettext("gone since"))
    if key in CHOICES and value in CHOICES[key].values:
        return str(CHOICES[key](value).label)
    return str(value)
