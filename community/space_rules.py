"""Why somebody may not write in a space that they read. Empty means that they may; a view says it, and refuses by it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from community.access import Viewer, is_team
from community.models import Member, Space
from community.trust import level_of


def why_no_talk(space: Space, viewer: Viewer) -> str:
    """Why `viewer` may not begin a talk or report in `space`, which comes from `community.access` (`in_group`)."""
    if not isinstance(viewer, Member):
        return _("Sign in to write here.")
    if why := _why_not(space, viewer, space.who_writes):
        return why
    if space.who_writes == Space.Writers.MEMBERS and not is_team(viewer) and level_of(viewer) < space.level_needed:
        return _("Members begin talks here from level %(level)s on. You can reply.") % {"level": space.level_needed}
    return ""


def why_no_reply(space: Space, viewer: Viewer) -> str:
    """Why `viewer` may not reply, vote or choose an answer in `space`."""
    if not isinstance(viewer, Member):
        return _("Sign in to write here.")
    return _why_not(space, viewer, space.who_replies)


def why_read_only(space: Space) -> str:
    """The sentence of those who closed it, or ours; empty where it is not read-only."""
    if not space.is_read_only:
        return ""
    return space.why_read_only or _("This space is kept as it is: everything stays readable, nothing is added.")


def _why_not(space: Space, member: Member, writers: str) -> str:
    if space.is_read_only:
        return why_read_only(space)
    if is_team(member) or writers == Space.Writers.MEMBERS:
        return ""
    if writers == Space.Writers.TEAM:
        return _("Only the team writes here.")
    return "" if getattr(space, "in_group", False) else _("Only members of a group write here.")
