from __future__ import annotations

import structlog
from django.core.exceptions import PermissionDenied

from community.models import Member
from community.sign_in_link import make_sign_in_link

log = structlog.get_logger(__name__)


def give_sign_in_link(*, member: Member, by: Member) -> str:
    """The path of a link that signs `member` in once, for whoever cannot sign in any more and gets no mail.

    Nobody signs in as a machine. An administrator may give one to anybody else, a moderator to members without a role:
    nobody rises by it. Raises PermissionDenied.
    """
    plain = member.role in {Member.Role.MEMBER, Member.Role.TRUSTED}
    if member.is_machine or not (by.role == Member.Role.ADMIN or (by.is_moderator and plain)):
        raise PermissionDenied
    log.info("sign_in_link.given", member_id=member.pk, by_id=by.pk)
    return make_sign_in_link(member=member)
