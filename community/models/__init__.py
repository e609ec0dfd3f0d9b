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
from community.models.credit import BadgeAward, Credit, CreditDue, ReportCount, TrustPin
from community.models.draft import Draft
from community.models.follow import FanOut, Follow
from community.models.hold import Hold, Sketch
from community.models.image import Image, ImageUse
from community.models.member import Member, SignInLink
from community.models.notice import Notice
from community.models.opening import (
    Arrival,
    AuditEntry,
    Feature,
    Invitation,
    InvitationGrant,
    SiteMode,
    WaitingEntry,
)
from community.models.pending_edit import PendingEdit
from community.models.related import ThreadVector
from community.models.revision import Revision
from community.models.search import SearchDocument, SearchWord
from community.models.space import Group, GroupMember, Space
from community.models.tag import Tag, ThreadTag
from community.models.thread import Reply, ReplyVote, Thread, Vote

__all__ = [
    "Arrival",
    "Assistant",
    "AssistantRequest",
    "AuditEntry",
    "BadgeAward",
    "Channel",
    "ChannelChoice",
    "Credit",
    "CreditDue",
    "Delivery",
    "DigestPlan",
    "Draft",
    "Event",
    "FanOut",
    "Feature",
    "FeedKey",
    "Follow",
    "Group",
    "GroupMember",
    "Hold",
    "Image",
    "ImageUse",
    "Invitation",
    "InvitationGrant",
    "Member",
    "Notice",
    "PendingEdit",
    "PushSubscription",
    "Reply",
    "ReplyVote",
    "ReportCount",
    "Revision",
    "SearchDocument",
    "SearchWord",
    "SignInLink",
    "SiteMode",
    "Sketch",
    "Space",
    "Tag",
    "Thread",
    "ThreadTag",
    "ThreadVector",
    "TrustPin",
    "Vote",
    "WaitingEntry",
]
