"""The only door to cases; whoever is no moderator finds none."""

from __future__ import annotations

from django.http import Http404

from community.access import Viewer
from community.models import Member
from moderation.models import Case


def access_case(viewer: Viewer, pk: int) -> Case:
    """The case with its report, thread and author; raises Http404 for everyone who does not moderate."""
    if not (isinstance(viewer, Member) and viewer.is_moderator):
        raise Http404
    found = Case.objects.filter(pk=pk, report__withdrawn_at=None)
    case = found.select_related("report__thread__author", "report__model_version__product", "decision__by").first()
    if case is None:
        raise Http404
    return case
