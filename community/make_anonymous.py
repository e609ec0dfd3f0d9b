from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import CASCADE, Func, JSONField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from community.models import AuditEntry, Follow, Invitation, Member, Notice, Vote
from community.names import name_of_left

# What goes with an account is what its foreign key says: rows that cascade are the account's, all others are words and
# records of the community. Votes cascade too, yet they are counted, so they stay.
STAY = {Vote}


@transaction.atomic
def make_anonymous(*, member: Member) -> bool:
    """Turn the member into "former member N": name, addresses, keys, sessions and settings go, words and votes stay.

    There is no way back. False where they had left before.
    """
    standing = Member.objects.select_for_update().filter(pk=member.pk, left_at=None).first()
    if standing is None:
        return False
    for session in UserSession.objects.filter(user=standing):
        session.end()
    for relation in Member._meta.related_objects:
        if not relation.many_to_many and relation.on_delete is CASCADE and relation.related_model not in STAY:
            relation.related_model._base_manager.filter(**{relation.field.name: standing}).delete()
    Follow.objects.filter(kind=Follow.Kind.PERSON, key=standing.pk).delete()  # there is nobody to follow any more
    # The tree of who came by whom stays; what could still let somebody in, or says who was meant, does not.
    Invitation.objects.filter(inviter=standing, revoked_at=None).update(revoked_at=timezone.now())
    Invitation.objects.filter(inviter=standing).update(note="")
    name = name_of_left(standing.pk)
    AuditEntry.objects.filter(subject="invitation", name=standing.username).update(name=name)
    _forget_name(standing.username, name)
    standing.set_unusable_password()
    Member.objects.filter(pk=standing.pk).update(
        username=name,
        password=standing.password,
        first_name="",
        last_name="",
        email="",
        about="",
        language="",
        time_zone="",
        reads=[],
        follows_own=True,
        source="",
        source_id="",
        role=Member.Role.MEMBER,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        last_login=None,
        draft_count=0,
        left_at=timezone.now(),
    )
    return True


def _forget_name(old: str, new: str) -> None:
    """Other members' notices say who did something; they keep what was done."""
    Notice.objects.filter(detail__by=old).update(
        detail=Func("detail", Value("{by}"), Cast(Value(f'"{new}"'), JSONField()), function="jsonb_set")
    )
