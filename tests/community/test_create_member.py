"""Members made by an operator, and those who stand for authors of other sites."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from community.create_member import create_member, member_from_elsewhere
from community.erase_member import leave
from community.members_from_elsewhere import Elsewhere, members_from_elsewhere
from community.models import Member
from community.names import name_of_left
from community.submit_thread import submit_thread
from tests.at_once import at_once


def elsewhere(name: str, source_id: str = "u-17") -> Member:
    return member_from_elsewhere(source="github", source_id=source_id, name=name)


@pytest.mark.django_db
def test_the_command_prints_a_link_that_signs_in_once(client, capsys):
    call_command("create_member", "nora", "--role", "moderator")
    path = capsys.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")

    client.post(path)
    assert client.get(reverse("moderation:desk")).status_code == 200
    assert client.post(path).status_code == 410


@pytest.mark.django_db
def test_a_member_who_is_made_again_gets_the_new_role():
    first = create_member(name="nora")
    again = create_member(name="nora", role="data", email="nora@example.org")
    assert again.pk == first.pk
    again.refresh_from_db()
    assert (again.role, again.email, again.has_usable_password()) == ("data", "nora@example.org", False)


@pytest.mark.django_db
def test_an_author_of_another_site_is_one_member_whatever_their_name_becomes():
    assert elsewhere("octocat").pk == elsewhere("octo-the-cat").pk


@pytest.mark.django_db
def test_a_name_that_is_taken_here_takes_nobodys_place(alice):
    other = elsewhere("alice")
    assert other.pk != alice.pk
    assert other.username == "alice (github u-17)"


@pytest.mark.django_db
def test_nobody_comes_with_the_name_that_somebody_will_have_who_leaves(alice):
    """Else nobody could make `alice` anonymous, and the other would be shown as one who left."""
    name = name_of_left(alice.pk)
    assert elsewhere(name).username == f"{name} (github u-17)"
    several = members_from_elsewhere([Elsewhere("github", number, name) for number in ("u-18", "u-19")])
    assert {member.username for member in several.values()} == {f"{name} (github u-18)", f"{name} (github u-19)"}
    leave(member=alice, erase=False)
    alice.refresh_from_db()
    assert alice.username == name


@pytest.mark.django_db
def test_the_longest_name_and_id_are_told_apart():
    long = "n" * 80
    ids = ["i" * 190 + end for end in ("0", "1", "2")]
    assert len({elsewhere(long, source_id).pk for source_id in ids}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["line\nbreak", " ", "\u2028", "a/b", "..", "50% off?#x"])
def test_whatever_a_site_calls_its_members_the_front_page_links_to_them(client, house, name):
    from community.models import Space

    member = elsewhere(name, source_id="\n")
    submit_thread(author=member, space=Space.objects.get(slug="reports"), title="t", body="b")
    front = client.get("/")
    assert front.status_code == 200
    address = reverse("community:profile", args=[member.username])
    assert address in front.content.decode()
    assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_see_an_author_first_all_get_the_same_member(house):
    answers = at_once(lambda _n: elsewhere("octocat"))
    assert len(set(answers)) == 1
    assert answers[0] == Member.objects.get(source="github")


@pytest.mark.django_db(transaction=True)
def test_eight_authors_of_one_name_at_once_are_eight_members(house):
    answers = at_once(lambda n: elsewhere("octocat", source_id=f"u-{n}"))
    assert len({member.username for member in answers}) == 8
