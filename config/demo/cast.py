"""Members of the demo, by name."""

from __future__ import annotations

from community.create_member import create_member, member_from_elsewhere
from community.models import Member
from config.demo.files import SOURCE, community


def member(name: str) -> Member:
    """The team's member or the visitor of that name, made at the first call; none of them has a password."""
    for one in community()["team"]:
        if one["name"] == name:
            return create_member(name=name, role=one["role"])
    return member_from_elsewhere(source=SOURCE, source_id=f"demo-{name}", name=name)
