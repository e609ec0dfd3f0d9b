"""Which features somebody is shown: `feature("web_push", request)`, and `{% feature "web_push" as on %}` in a template."""

from __future__ import annotations

from django.http import HttpRequest

from community.access import is_team
from community.models import Feature, GroupMember, Member
from community.site_rules import FeatureRule, bucket_of, site_rules
from community.trust import level_of


def feature(name: str, request: HttpRequest) -> bool:
    """Whether who asks is shown the feature; KeyError where there is no such feature.

    No query, but for one per request where a feature is for a group. A share of the members is always the same members:
    raising it adds some and takes it from nobody. Visitors are shown what everyone is shown.
    """
    rule, member = site_rules(request).features[name], request.user
    if not isinstance(member, Member):
        return rule.who == Feature.Who.EVERYONE
    return _is_for(rule, name, member) or (_asks_group(rule) and rule.group_id in _groups_of(request, member))


def feature_of(name: str, member: Member) -> bool:
    """As `feature`, for verbs and forms, which know the member alone; asks for their groups only where one decides."""
    rule = site_rules().features[name]
    return _is_for(rule, name, member) or (
        _asks_group(rule) and GroupMember.objects.filter(member=member, group=rule.group_id).exists()
    )


def _is_for(rule: FeatureRule, name: str, member: Member) -> bool:
    """All of a rule but its group."""
    if rule.who != Feature.Who.SOME:
        return rule.who == Feature.Who.EVERYONE
    return (
        (rule.team and is_team(member))
        or (rule.level is not None and level_of(member) >= rule.level)
        or bucket_of("feature", name, str(member.pk)) < rule.percent
    )


def _asks_group(rule: FeatureRule) -> bool:
    return rule.who == Feature.Who.SOME and rule.group_id is not None


def _groups_of(request: HttpRequest, member: Member) -> frozenset[int]:
    known: frozenset[int] | None = getattr(request, "groups_of_member", None)
    if known is None:
        known = frozenset(GroupMember.objects.filter(member=member).values_list("group_id", flat=True))
        request.groups_of_member = known  # type: ignore[attr-defined]  # kept for this request
    return known
