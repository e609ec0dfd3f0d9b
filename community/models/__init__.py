from community.models.channel import (
    Channel,
    ChannelChoice,
    Delivery,
    DigestPlan,
    Event,
    FeedKey,
    PushSubscription,
)
from community.models.member import Member, SignInLink
from community.models.notice import Notice
from community.models.search import SearchDocument, SearchWord
from community.models.space import Group, GroupMember, Space
from community.models.thread import Reply, ReplyVote, Thread, Vote

__all__ = [
    "Channel",
    "ChannelChoice",
    "Delivery",
    "DigestPlan",
    "Event",
    "FeedKey",
    "Group",
    "GroupMember",
    "Member",
    "Notice",
    "PushSubscription",
    "Reply",
    "ReplyVote",
    "SearchDocument",
    "SearchWord",
    "SignInLink",
    "Space",
    "Thread",
    "Vote",
]
