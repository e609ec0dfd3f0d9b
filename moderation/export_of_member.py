from __future__ import annotations

from community.export_parts import Part, part
from community.models import Member
from moderation.models import Case, Decision


def export_of_member(member: Member) -> list[Part]:
    """What was decided of the member's reports, with the reasons (not by whom), and what they decided themselves."""
    return [
        part("cases", Case.objects.filter(report__thread__author=member)),
        part("decisions_about_me", Decision.objects.filter(case__report__thread__author=member), without=("by",)),
        part("decisions_i_made", Decision.objects.filter(by=member), covers=("moderation.Decision.by",)),
    ]
