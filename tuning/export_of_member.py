from __future__ import annotations

from community.export_parts import Part, part
from community.models import Member
from tuning.models import Row, Version


def export_of_member(member: Member) -> list[Part]:
    """The rows that the member's reports became, in which dataset version, and the versions they asked for."""
    return [
        part("dataset_rows", Row.objects.filter(report__thread__author=member)),
        part(
            "versions_i_requested",
            Version.objects.filter(requested_by=member),
            covers=("tuning.Version.requested_by",),
        ),
    ]
