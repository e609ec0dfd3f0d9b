from __future__ import annotations

from django.db import transaction

from community.models import Member, PushSubscription

MAX_BROWSERS = 10


@transaction.atomic
def subscribe_push(*, member: Member, endpoint: str, p256dh: str, auth: str, browser: str) -> PushSubscription:
    """Tell `member` in this browser as well; whoever used the browser before is told there no more. Ten at most."""
    subscription, _ = PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults={"member": member, "p256dh": p256dh, "auth": auth, "browser": browser[:120]}
    )
    kept = PushSubscription.objects.filter(member=member).order_by("-pk").values_list("pk", flat=True)[:MAX_BROWSERS]
    PushSubscription.objects.filter(member=member).exclude(pk__in=list(kept)).delete()
    return subscription


def unsubscribe_push(*, member: Member, pk: int) -> None:
    """Tell `member` no more in one of their browsers."""
    PushSubscription.objects.filter(member=member, pk=pk).delete()
