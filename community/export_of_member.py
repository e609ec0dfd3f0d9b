from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from community.export_parts import Part, part
from community.models import (
    Arrival,
    Assistant,
    AssistantRequest,
    AuditEntry,
    BadgeAward,
    ChannelChoice,
    Credit,
    CreditDue,
    DigestPlan,
    Draft,
    FeedKey,
    Follow,
    GroupMember,
    Hold,
    Image,
    Invitation,
    InvitationGrant,
    Member,
    Notice,
    PendingEdit,
    PushSubscription,
    Reply,
    ReplyVote,
    ReportCount,
    Revision,
    SignInLink,
    Sketch,
    Thread,
    TrustPin,
    Vote,
    WaitingEntry,
)


def export_of_member(member: Member) -> list[Part]:
    """The account and its settings, what the member wrote, voted for and was told, and how they sign in.

    Secrets stay: hashes of passwords and links, keys of sessions, what passkeys and one-time codes rest on.
    """
    return [
        part("account", Member.objects.filter(pk=member.pk), without=("password",)),
        part("email_addresses", EmailAddress.objects.filter(user=member), covers=("account.EmailAddress.user",)),
        part("sign_ons", SocialAccount.objects.filter(user=member), covers=("socialaccount.SocialAccount.user",)),
        part(
            "keys_and_codes",
            Authenticator.objects.filter(user=member),
            covers=("mfa.Authenticator.user",),
            without=("data",),
        ),
        part(
            "sessions",
            UserSession.objects.filter(user=member),
            covers=("usersessions.UserSession.user",),
            without=("session_key",),
        ),
        part(
            "sign_in_links",
            SignInLink.objects.filter(member=member),
            covers=("community.SignInLink.member",),
            without=("token_sha256",),
        ),
        part("threads", Thread.objects.filter(author=member), covers=("community.Thread.author",), without=("form_key",)),
        part("replies", Reply.objects.filter(author=member), covers=("community.Reply.author",), without=("form_key",)),
        part("earlier_texts", Revision.objects.filter(editor=member), covers=("community.Revision.editor",)),
        part("drafts", Draft.objects.filter(member=member), covers=("community.Draft.member",)),
        part("images", Image.objects.filter(owner=member), covers=("community.Image.owner",)),
        part("votes", Vote.objects.filter(member=member), covers=("community.Vote.member",)),
        part(
            "votes_for_replies",
            ReplyVote.objects.filter(member=member),
            covers=("community.ReplyVote.member",),
        ),
        part("assistant", Assistant.objects.filter(member=member), covers=("community.Assistant.member",)),
        part(
            "asked_of_the_assistant",
            AssistantRequest.objects.filter(asked_by=member),
            covers=("community.AssistantRequest.asked_by",),
            without=("last_error",),
        ),
        part("credit", Credit.objects.filter(member=member), covers=("community.Credit.member",)),
        part("report_counts", ReportCount.objects.filter(member=member), covers=("community.ReportCount.member",)),
        part("credit_due", CreditDue.objects.filter(member=member), covers=("community.CreditDue.member",)),
        part("badges", BadgeAward.objects.filter(member=member), covers=("community.BadgeAward.member",)),
        part("level_pinned", TrustPin.objects.filter(member=member), covers=("community.TrustPin.member",), without=("by",)),
        part("levels_i_pinned", TrustPin.objects.filter(by=member), covers=("community.TrustPin.by",), without=("member",)),
        part(
            "held_posts",
            Hold.objects.filter(author=member),
            covers=("community.Hold.author",),
            without=("decided_by", "settled_as"),
        ),
        part("held_edits", PendingEdit.objects.filter(hold__author=member)),
        part(
            "held_posts_i_settled",
            Hold.objects.filter(decided_by=member),
            covers=("community.Hold.decided_by",),
            without=("author",),
        ),
        part(
            "sketches",
            Sketch.objects.filter(author=member),
            covers=("community.Sketch.author",),
            without=("group", "hashes", "marks"),
        ),
        part("notices", Notice.objects.filter(member=member), covers=("community.Notice.member",)),
        part("channels", ChannelChoice.objects.filter(member=member), covers=("community.ChannelChoice.member",)),
        part(
            "groups", GroupMember.objects.filter(member=member), covers=("community.GroupMember.member",), without=("added_by",)
        ),
        part(
            "added_to_groups",
            GroupMember.objects.filter(added_by=member),
            covers=("community.GroupMember.added_by",),
            without=("member",),
        ),
        part(
            "invitations",
            Invitation.objects.filter(inviter=member),
            covers=("community.Invitation.inviter",),
            without=("token_sha256",),
        ),
        part("came_by", Arrival.objects.filter(member=member), covers=("community.Arrival.member",)),
        part(
            "invitations_granted",
            InvitationGrant.objects.filter(member=member),
            covers=("community.InvitationGrant.member",),
            without=("by",),
        ),
        part(
            "invitations_granted_to_others",
            InvitationGrant.objects.filter(by=member),
            covers=("community.InvitationGrant.by",),
            without=("member",),
        ),
        part("waiting_list", WaitingEntry.objects.filter(member=member), covers=("community.WaitingEntry.member",)),
        part(
            "settings_of_the_site_changed",
            AuditEntry.objects.filter(by=member),
            covers=("community.AuditEntry.by",),
            without=("name",),
        ),
        part("digests", DigestPlan.objects.filter(member=member), covers=("community.DigestPlan.member",)),
        part("feeds", FeedKey.objects.filter(member=member), covers=("community.FeedKey.member",)),
        part("follows", Follow.objects.filter(member=member), covers=("community.Follow.member",)),
        part(
            "browsers_told",
            PushSubscription.objects.filter(member=member),
            covers=("community.PushSubscription.member",),
            without=("endpoint", "p256dh", "auth"),
        ),
    ]
