"""Features for some: by share, level, group and team, without a query on every page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from community import site_rules
from community.change_feature import change_feature
from community.create_member import create_member
from community.features import feature, feature_of
from community.models import AssistantRequest, AuditEntry, Group, GroupMember, Member, Space
from tests.community.asking import ask, begin
from tests.community.test_reencode import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(house):
    return create_member(name="ada", role="admin")


def asked_by(member):
    request = RequestFactory().get("/")
    request.user = member
    return request


def is_shown(member) -> bool:
    return feature("web_push", asked_by(member))


def show(ada: Member, **rule) -> None:
    change_feature(by=ada, name="web_push", **rule)
    site_rules.keep(None)


def test_until_somebody_says_otherwise_the_default_holds(alice):
    assert is_shown(alice)
    assert is_shown(AnonymousUser())


def test_nobody_means_nobody(ada, alice):
    show(ada, who="nobody", percent=100, team=True)
    assert not is_shown(alice)
    assert not is_shown(ada)


def test_a_level_a_group_and_the_team_add_up(ada, alice, bob, mona):
    group = Group.objects.create(name_en="Pilots", name_zh="先行者")
    show(ada, who="some", level=2, group=group)
    assert not is_shown(alice)
    assert not is_shown(AnonymousUser())
    Member.objects.filter(pk=alice.pk).update(trust=2)
    alice.refresh_from_db()
    assert is_shown(alice)
    assert not is_shown(bob)
    GroupMember.objects.create(group=group, member=bob)
    assert is_shown(bob)
    show(ada, who="some", team=True)
    assert is_shown(mona)
    assert not is_shown(alice)


def test_a_share_is_always_the_same_members_and_only_grows(ada):
    members = [Member(pk=number, role="member") for number in range(1, 400)]
    shares = []
    for percent in (0, 20, 60, 100):
        show(ada, who="some", percent=percent)
        shares.append({member.pk for member in members if is_shown(member)})
    assert shares[0] == set()
    assert shares[1] < shares[2] < shares[3] == {member.pk for member in members}
    assert 0.1 < len(shares[1]) / len(members) < 0.3


def test_it_costs_no_query_and_with_a_group_one_per_page(ada, alice, django_assert_num_queries):
    show(ada, who="some", percent=0)
    site_rules.site_rules()
    with django_assert_num_queries(0):
        is_shown(alice)
    show(ada, who="some", group=Group.objects.create(name_en="P", name_zh="先"))
    site_rules.site_rules()
    request = asked_by(alice)
    with django_assert_num_queries(1):
        for _time in range(3):
            feature("web_push", request)


def test_there_is_no_other_feature(alice):
    with pytest.raises(KeyError):
        feature("never-heard-of", asked_by(alice))


def test_a_template_asks_too(ada, alice):
    template = Template('{% load community %}{% feature "web_push" as on %}{{ on }}')
    assert template.render(Context({"request": asked_by(alice)})) == "True"
    show(ada, who="nobody")
    assert template.render(Context({"request": asked_by(alice)})) == "False"


def open_to(ada: Member, name: str, **rule) -> None:
    change_feature(by=ada, name=name, **rule)
    site_rules.keep(None)


RULES = [("level", {"level": 2}), ("group", {}), ("share", {"percent": 100})]


@pytest.mark.parametrize(("by", "rule"), RULES)
@pytest.mark.parametrize("name", ["images", "assistant"])
def test_a_verb_knows_the_same_of_a_member_as_a_page(ada, alice, name, by, rule):
    group = Group.objects.create(name_en="Pilots", name_zh="先行者") if by == "group" else None
    open_to(ada, name, who="some", level=3, percent=0)
    assert (feature_of(name, alice), feature(name, asked_by(alice))) == (False, False)
    if by == "level":
        Member.objects.filter(pk=alice.pk).update(trust=2)
        alice.refresh_from_db()
    elif group:
        GroupMember.objects.create(group=group, member=alice)
    open_to(ada, name, who="some", **rule, group=group)
    assert (feature_of(name, alice), feature(name, asked_by(alice))) == (True, True)


def test_images_are_taken_only_from_whom_they_are_open_to(ada, alice, mona, signed_in, settings, tmp_path):
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": location}
    Member.objects.filter(pk=alice.pk).update(trust=1)
    open_to(ada, "images", who="some", team=True)
    said = {"space": "tips", "title": "See", "body": "![It](/i/abc-1x1)"}
    form, into = reverse("community:new_thread"), reverse("community:upload_image")
    for member, status, offered in ((alice, 422, False), (mona, 201, True)):
        browser = signed_in(member)
        assert ("data-images" in browser.get(form).content.decode()) is offered
        sent = browser.post(into, {"image": SimpleUploadedFile("a.png", picture(), "image/png")})
        assert sent.status_code == status
        assert (browser.post(form, said).status_code == 302) is offered
    refused = signed_in(alice).post(form, said | {"image": SimpleUploadedFile("a.png", picture(), "image/png")})
    assert refused.status_code == 422
    assert "not to you yet" in refused.content.decode()
    open_to(ada, "images", who="everyone")
    assert "data-images" in signed_in(alice).get(form).content.decode()


def test_the_assistant_answers_whom_it_is_open_to_and_says_so_to_others(ada, talk, bob, mona, signed_in):
    open_to(ada, "assistant", who="some", team=True)
    assert ask(talk, mona).state == "waiting"
    assert ask(talk, bob).refusal == "feature"
    assert "not to you yet" in signed_in(bob).get(talk.get_absolute_url()).content.decode()
    Space.objects.filter(slug="tips").update(assistant_answers=True)
    assert not AssistantRequest.objects.filter(thread=begin(bob, space="tips")).exists()
    assert AssistantRequest.objects.filter(thread=begin(mona, space="tips")).exists()
    open_to(ada, "assistant", who="everyone")
    assert ask(talk, bob).state == "waiting"


def test_an_administrator_changes_it_on_a_page_and_sees_it_at_once(ada, alice, signed_in):
    page, browser = reverse("community:settings_features"), signed_in(ada)
    given = {"feature": "web_push", "web_push-who": "some", "web_push-percent": "101"}
    assert browser.post(page, given).status_code == 422
    assert browser.post(page, given | {"web_push-percent": "0", "web_push-team": "on"}).status_code == 302
    assert "push-here" in browser.get(reverse("community:channels")).content.decode()
    site_rules.keep(None)
    others = signed_in(alice)
    assert "push-here" not in others.get(reverse("community:channels")).content.decode()
    assert others.post(reverse("community:push_here"), {}).status_code == 404
    assert AuditEntry.objects.get().name == "web_push"
    assert browser.post(page, {"feature": "never-heard-of"}).status_code == 404
