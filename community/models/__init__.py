from community.models.assistant import Assistant, AssistantRequest
from community.models.channel import (
    Channel,
    ChannelChoice,
    Delivery,
    DigestPlan,
    Event,
    FeedKey,
    PushSubscription,
)
from community.models.follow import FanOut, Follow
from community.models.member import Member, SignInLink
from community.models.notice import Notice
from community.models.search import SearchDocument, SearchWord
from community.models.space import Group, GroupMember, Space
from community.models.tag import Tag, ThreadTag
from community.models.thread import Reply, ReplyVote, Thread, Vote

__all__ = [
    "Assistant",
    "AssistantRequest",
    "Channel",
    "ChannelChoice",
    "Delivery",
    "DigestPlan",
    "Event",
    "FanOut",
    "FeedKey",
    "Follow",
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
    "Tag",
    "Thread",
    "ThreadTag",
    "Vote",
]
