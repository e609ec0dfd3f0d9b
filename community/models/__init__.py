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
from community.models.thread import Reply, ReplyVote, Space, Thread, Vote

__all__ = [
    "Channel",
    "ChannelChoice",
    "Delivery",
    "DigestPlan",
    "Event",
    "FeedKey",
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
