from __future__ import annotations

from django.db.models import Q

from community.export_parts import Part, part
from community.models import Member
from feedback.models import Classification, ConsentGiven, Evidence, Report, Step, VersionAlias


def export_of_member(member: Member) -> list[Part]:
    """The member's reports with all that they rest on, what was said of them, their way, and the consents given."""
    mine = Q(report__thread__author=member)
    return [
        part("reports", Report.objects.filter(thread__author=member)),
        part("evidence", Evidence.objects.filter(mine)),
        part("classifications", Classification.objects.filter(mine)),
        part("timeline", Step.objects.filter(mine), without=("actor",)),
        part("steps_i_took", Step.objects.filter(actor=member), covers=("feedback.Step.actor",)),
        part(
            "consents",
            ConsentGiven.objects.filter(mine | Q(given_by=member)),
            covers=("feedback.ConsentGiven.given_by",),
        ),
        part(
            "version_names_i_settled",
            VersionAlias.objects.filter(made_by=member),
            covers=("feedback.VersionAlias.made_by",),
        ),
    ]
