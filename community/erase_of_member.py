from __future__ import annotations

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.attach_images import remove_images_of
from community.index_threads import index_threads
from community.models import AssistantRequest, Member, Notice, PendingEdit, Reply, Revision, Sketch, Thread, ThreadTag
from community.withdraw_thread import withdraw_thread


def erase_of_member(member: Member) -> int:
    """Withdraw and empty every thread and reply of the member's, and remove their images; says how many posts there were.

    A thread takes the talk below it along; where the member answered others, only their own words go.
    """
    threads = Thread.objects.filter(author=member)
    for pk in threads.exclude(state=Thread.State.WITHDRAWN).values_list("pk", flat=True):
        withdraw_thread(thread_id=pk)
    Notice.objects.filter(thread__author=member).delete()  # they quote titles, and lead to pages that are gone
    Sketch.objects.filter(author=member).delete()
    PendingEdit.objects.filter(hold__author=member).delete()
    answered = set(Reply.objects.filter(author=member).values_list("thread_id", flat=True))
    asked = AssistantRequest.objects.filter(asked_by=member)
    asked.filter(state__in=[AssistantRequest.State.WAITING, AssistantRequest.State.ASKING]).update(
        state=AssistantRequest.State.REFUSED, refusal=AssistantRequest.Refusal.CLOSED
    )
    answers = Reply.objects.filter(assistant_request__asked_by=member)  # they repeat what was asked
    answered |= set(answers.values_list("thread_id", flat=True))
    Reply.objects.filter(pk__in=answers.values("pk")).update(state=Thread.State.WITHDRAWN, body="")
    ThreadTag.objects.filter(thread__author=member).delete()
    emptied = threads.update(title="", body="", tags=[])
    emptied += Reply.objects.filter(author=member).update(state=Thread.State.WITHDRAWN, body="")
    Revision.objects.filter(editor=member, removed_at=None).update(title="", body="", removed_at=timezone.now())
    visible = Reply.objects.filter(thread=OuterRef("pk"), state=Thread.State.VISIBLE).values("thread").annotate(n=Count("pk"))
    Thread.objects.filter(Q(pk__in=answered)).update(reply_count=Coalesce(Subquery(visible.values("n")), 0))
    remove_images_of(member)
    index_threads(answered)
    return emptied
