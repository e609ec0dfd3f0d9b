from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models.space import Space

# Reddit's "hot" order (reddit-archive/reddit, r2/r2/lib/db/_sorts.pyx): ten times the voices weigh as much as 12.5 hours, so
# the figure never has to be counted anew as time goes by. Half a voice for a reply is ours: nobody here votes against.
HEAT = (
    "log(greatest(1, vote_count + reply_count / 2.0))::float8"
    " + extract(epoch FROM created_at - timestamptz '2005-12-08 07:46:43+00')::float8 / 45000"
)

# Whether the counts of its space and tags do not yet say what the thread is now. It follows from the thread's own columns, so
# that no verb that hides, moves or tags a thread has to think of counts: `count_threads` finds it by the index alone.
MISCOUNTED = (
    "CASE WHEN state = 'visible' AND visibility = 'public'"
    " THEN counted_space IS DISTINCT FROM space_id OR counted_tags <> tags AND NOT counted_closed"
    " ELSE counted_space IS NOT NULL END"
)


class Thread(models.Model):
    """What somebody said, and what was answered. A report is a thread with evidence beside it (`feedback.Report`).

    `kind` … `model_key` are what a card shows of a report. They are copies, written only by `label_thread`, so that a
    feed of any length is one query on one table. `tags` is such a copy too, the names as `tag_thread` chose them.
    """

    class State(models.TextChoices):
        VISIBLE = "visible", _("Visible")
        HELD = "held", _("Held")  # until a person has looked: see `Hold`
        HIDDEN = "hidden", _("Hidden")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        MEMBERS = "members", _("Members only")
        TEAM = "team", _("Only the team")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="und")
    state = models.CharField(max_length=10, choices=State, default=State.VISIBLE)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    is_report = models.BooleanField(default=False)
    is_first = models.BooleanField(default=False)  # the first that a new member wrote, so that somebody can greet them
    created_at = models.DateTimeField()
    active_at = models.DateTimeField()
    reply_count = models.PositiveIntegerField(default=0)
    vote_count = models.PositiveIntegerField(default=0)
    accepted = models.ForeignKey("Reply", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)  # how often its author has edited it; what they said before: `Revision`
    edited_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=64, blank=True)  # which form was sent, and what it said: sent twice is said once
    # Follows from the counts by itself, so that no verb can forget it; the source of the formula stands in `HEAT`.
    heat = models.GeneratedField(
        expression=Func(F("vote_count"), F("reply_count"), F("created_at"), template=HEAT, function=""),
        output_field=models.FloatField(),
        db_persist=True,
    )

    station = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, blank=True)
    kind_by = models.CharField(max_length=10, blank=True)
    kind_probability = models.FloatField(null=True, blank=True)
    model_label = models.CharField(max_length=120, blank=True)
    model_key = models.BigIntegerField(default=0)  # which version of a model that is, as `feedback` counts them; 0: none

    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    counted_space = models.BigIntegerField(null=True, blank=True)  # where it is counted now, and under which tags
    counted_tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    counted_closed = models.BooleanField(default=False)  # its space is not open to everyone: it counts for no tag
    is_miscounted = models.GeneratedField(
        expression=Func(
            F("state"),
            F("visibility"),
            F("space"),
            F("tags"),
            F("counted_space"),
            F("counted_tags"),
            F("counted_closed"),
            template=MISCOUNTED,
            function="",
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            # the feed, newest first: one index for each order, read by key
            models.Index(F("active_at").desc(), F("id").desc(), condition=Q(state="visible"), name="thread_feed_active"),
            models.Index(F("created_at").desc(), F("id").desc(), condition=Q(state="visible"), name="thread_feed_new"),
            models.Index("space", F("active_at").desc(), F("id").desc(), name="thread_feed_space"),
            models.Index(F("heat").desc(), F("id").desc(), condition=Q(state="visible"), name="thread_feed_hot"),
            models.Index(
                F("vote_count").desc(), F("id").desc(), condition=Q(state="visible", vote_count__gt=0), name="thread_feed_top"
            ),
            # the best of a day or a month: only what has a voice at all is in it
            models.Index(
                "created_at",
                condition=Q(state="visible", vote_count__gt=0),
                include=["vote_count", "visibility"],
                name="thread_feed_top_of",
            ),
            models.Index(
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(state="visible", reply_count=0),
                name="thread_feed_unanswered",
            ),
            models.Index("author", F("created_at").desc(), name="thread_by_author"),
            # a kind or a language that few have, or nobody, must not be looked for by walking the feed
            models.Index(
                "kind",
                F("active_at").desc(),
                F("id").desc(),
                condition=Q(state="visible") & ~Q(kind=""),
                name="thread_feed_kind",
            ),
            models.Index(
                "language", F("active_at").desc(), F("id").desc(), condition=Q(state="visible"), name="thread_feed_language"
            ),
            # what members follow: the newest of a person and of a model's version
            models.Index(
                "author", F("active_at").desc(), F("id").desc(), condition=Q(state="visible"), name="thread_feed_author"
            ),
            models.Index(
                "model_key",
                F("active_at").desc(),
                F("id").desc(),
                condition=Q(state="visible", model_key__gt=0),
                name="thread_feed_model",
            ),
            models.Index("id", condition=Q(is_miscounted=True), name="thread_to_count"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], condition=~Q(form_key=""), name="thread_sent_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return thread_url(self.pk, is_report=self.is_report)


def thread_url(pk: int, *, is_report: bool) -> str:
    return reverse("feedback:report" if is_report else "community:thread", args=[pk])


# From this depth on a tree is no longer told by indenting: who answers there stands beside the one who is answered.
MAX_DEPTH = 3


class Reply(models.Model):
    """An answer, in a tree. `path` is its place in reading order: the answers above it, `MAX_DEPTH` at most, and itself."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="replies")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    ancestors = ArrayField(models.BigIntegerField(), default=list, blank=True)
    path = models.GeneratedField(
        expression=Func(F("ancestors"), F("id"), function="array_append"),
        output_field=ArrayField(models.BigIntegerField()),
        db_persist=True,
    )
    body = models.TextField()
    is_first = models.BooleanField(default=False)  # as of a thread
    language = models.CharField(max_length=10, default="und")
    state = models.CharField(max_length=10, choices=Thread.State, default=Thread.State.VISIBLE)
    created_at = models.DateTimeField()
    vote_count = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)  # as a thread's
    edited_at = models.DateTimeField(null=True, blank=True)
    form_key = models.CharField(max_length=64, blank=True)
    reproduced_on = models.CharField(max_length=120, blank=True)  # below a report: the model version that did the same

    class Meta:
        indexes = [
            models.Index("thread", "id", name="reply_in_thread"),
            models.Index("thread", "path", name="reply_in_tree"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], condition=~Q(form_key=""), name="reply_sent_once"),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk} in {self.thread_id}"

    @property
    def depth(self) -> int:
        """How far it is indented: 0 for an answer to the thread itself, `MAX_DEPTH` at most."""
        return len(self.ancestors)


class Vote(models.Model):
    """One member, one voice for a thread. On a report it says "I have this too"."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="votes")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "thread"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} for {self.thread_id}"


class ReplyVote(models.Model):
    """One member, one voice for a reply. It is counted, so it stays when its member leaves."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reply_votes")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="votes")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "reply"], name="reply_vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} for reply {self.reply_id}"
