"""Who changed what about the site, in words that an administrator reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from community.audit_present import WORDS, shown_audit
from community.change_feature import change_feature
from community.change_site import change_site
from community.create_member import create_member
from community.grant_invitations import grant_invitations
from community.groups import add_to_group, make_group, take_from_group
from community.make_anonymous import make_anonymous
from community.models import AuditEntry, Space
from community.opening_queries import audit_entries
from community.save_space import RULES, save_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(house):
    return create_member(name="ada", role="admin")


@pytest.fixture
def changed(ada, bob):
    """Something of each subject."""
    pilots = make_group(by=ada, name_en="Pilots", name_zh="先行者")
    add_to_group(group=pilots, member=bob, by=ada)
    take_from_group(group=pilots, member_id=bob.pk, by=ada)
    space = Space.objects.get(slug="tips")
    space.who_reads, space.group, space.is_read_only = "group", pilots, True
    save_space(by=ada, space=space)
    change_site(by=ada, joining="invited", percent=0, reading="members")
    change_feature(by=ada, name="web_push", who="some", level=2, group=pilots, team=True)
    grant_invitations(member=bob, count=3, by=ada)


def said(*subjects: str) -> str:
    rows = shown_audit(audit_entries(*subjects))
    return "\n".join(f"{row.by} {row.name}: {one.what}: {one.before} → {one.after}" for row in rows for one in row.changes)


def test_spaces_and_groups_are_said_by_name(changed, ada, signed_in):
    words = said("space", "group")
    assert "ada Tips" in words
    assert "Who reads: Everyone → A group" in words
    assert "Group: none → Pilots" in words
    assert "Read only: no → yes" in words
    assert "Taken in:  → bob" in words
    page = signed_in(ada).get(reverse("community:settings_spaces")).content.decode()
    assert "Who reads: <del>Everyone</del>" in page
    assert not re.search(r"who_reads|group_id|is_read_only", page)


def test_the_site_and_its_features_are_said_in_words(changed, ada, bob, signed_in):
    assert "Who may read the site: Everyone → Members only" in said("site")
    words = said("feature")
    assert "ada Notices in the browser: Who sees it: Everyone → Some, as chosen below" in words
    assert "Group: none → Pilots" in words
    assert "bob: More invitations:  → 3" in said("invitation")
    for page in ("settings_site", "settings_features"):
        assert signed_in(ada).get(reverse(f"community:{page}")).status_code == 200
    make_anonymous(member=bob)
    assert f"Taken out:  → former member {bob.pk}" in said("group")


def test_in_another_language_it_is_that_language(changed):
    with translation.override("zh-hans"):
        assert "先行者" in said("space")
        assert "→ 所有人" in said("feature") or "所有人 →" in said("feature")


def test_every_key_that_a_verb_notes_has_a_word():
    noted = {key for row in re.findall(r"audit\(.*", sources()) for key in re.findall(r'[{ ]"([a-z_ ]+)":', row)}
    assert {"let_in", "granted", "revoked", "added", "taken out"} <= noted
    assert noted | set(RULES) | {"joining", "percent", "reading", "who", "level", "group", "team"} <= WORDS.keys()


def sources() -> str:
    folder = Path(AuditEntry.__module__.split(".")[0])
    return "\n".join(path.read_text() for path in sorted(folder.glob("*.py")))


def test_traditional_names_use_the_terms_of_the_site(house):
    with translation.override("zh-hant"):
        assert Space.objects.get(slug="reports").name == "回報"
