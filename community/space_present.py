"""A space as a page's head says it: what it is for, who reads and who writes, and why nobody does."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from community.access import Viewer
from community.models import Member, Space
from community.space_rules import why_no_talk, why_read_only


@dataclass(frozen=True)
class SpaceHead:
    """`read_only` and `why_not` are sentences, or empty; `why_not` is empty for visitors too: they are asked to sign in."""

    space: Space
    readers: str
    writers: str
    read_only: str
    why_not: str
    is_closed: bool


def space_head(space: Space, viewer: Viewer) -> SpaceHead:
    read_only = why_read_only(space)
    return SpaceHead(
        space=space,
        readers=_readers(space),
        writers="" if read_only else _writers(space),
        read_only=read_only,
        why_not=why_no_talk(space, viewer) if isinstance(viewer, Member) else read_only,
        is_closed=space.who_reads != Space.Readers.EVERYONE,
    )


def _readers(space: Space) -> str:
    return {
        Space.Readers.EVERYONE: _("Everyone reads here."),
        Space.Readers.MEMBERS: _("Only members read here."),
        Space.Readers.GROUP: _("Only a group reads here."),
        Space.Readers.TEAM: _("Only the team reads here."),
    }[Space.Readers(space.who_reads)]


def _writers(space: Space) -> str:
    talks = {
        Space.Writers.MEMBERS: _("Members begin talks"),
        Space.Writers.GROUP: _("The group begins talks"),
        Space.Writers.TEAM: _("The team begins talks"),
    }[Space.Writers(space.who_writes)]
    if space.who_writes == Space.Writers.MEMBERS and space.level_needed:
        talks = _("Members begin talks from level %(level)s on") % {"level": space.level_needed}
    replies = {
        Space.Writers.MEMBERS: _("all members reply."),
        Space.Writers.GROUP: _("the group replies."),
        Space.Writers.TEAM: _("the team replies."),
    }[Space.Writers(space.who_replies)]
    return _("%(talks)s, %(replies)s") % {"talks": talks, "replies": replies}
