from community.models.member import Member, SignInLink
from community.models.notice import Notice
from community.models.thread import Reply, Space, Thread, Vote

__all__ = ["Member", "Notice", "Reply", "SignInLink", "Space", "Thread", "Vote"]
