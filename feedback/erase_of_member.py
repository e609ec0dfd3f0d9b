from __future__ import annotations

from community.models import Member
from feedback.models import Classification, Evidence, Report
from feedback.withdraw_report import withdraw_report


def erase_of_member(member: Member) -> int:
    """Withdraw each of the member's reports, which shreds what datasets hold of it, and empty its evidence.

    Evidence is never edited, but for this: who reported may have it gone. Hashes stay, so that nothing comes back by
    another import. Says how many reports there were.
    """
    reports = Report.objects.filter(thread__author=member)
    for report in reports.filter(withdrawn_at=None).order_by("pk"):
        withdraw_report(report=report, by=member)
    Evidence.objects.filter(report__thread__author=member).update(
        title="", body="", conversation=[], target=None, correction="", alternatives=[], spans=[], tags=[]
    )
    Classification.objects.filter(report__thread__author=member).update(reasons=[])
    return reports.count()
