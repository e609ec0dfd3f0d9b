from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from django.db import transaction
from django.db.models import Model

from community.count_reports import count_reports
from community.index_threads import document, note_words
from community.models import Member, Reply, ReportCount, SearchDocument, SearchWord, Space, Thread, Vote
from community.search.document import spelt_words
from config.load.copy_in import analyze, copy_in, reserve, search_index_built_last
from config.load.members import load_members
from config.load.plan import SPAN, Planned, member_count, plan, zipf
from config.load.report_rows import ReportRows, report_keys
from config.load.words import Writer
from feedback.models import Classification, ConsentGiven, Evidence, ModelVersion, Product, Report, Step
from feedback.schema import parse_report
from feedback.search_text import search_text
from moderation.models import Case, Decision

CHUNK = 1000  # threads stored at once, with all that belongs to them
FILLED: list[type[Model]] = [
    Member,
    Thread,
    Reply,
    Vote,
    Report,
    Evidence,
    ConsentGiven,
    Classification,
    Case,
    Decision,
    Step,
    SearchDocument,
    SearchWord,
    ReportCount,
]


def fill(
    *,
    threads: int,
    replies: int,
    reports: int,
    seed: int = 1,
    until: datetime | None = None,
    waiting: bool = False,
    progress: Callable[[int], object] = lambda _threads: None,
) -> int:
    """Fill the database with an invented community's threads, replies, votes and reports; says how many rows that were.

    The same seed and `until` (default: today's beginning, UTC) write the same words, times and numbers; a second call adds
    more of them. Reports are classified and have a case, some decided, unless they shall be `waiting` for a classifier.
    `progress` is told how many threads each chunk had.
    """
    rng = Random(seed)  # noqa: S311 -- the same rows for the same seed
    until = until or datetime.now(tz=UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    loader = _Loader(rng, until, waiting=waiting, subjects=threads + reports)
    planned = plan(threads=threads, replies=replies, reports=reports, until=until, rng=rng)
    with search_index_built_last(threads + reports):
        while chunk := list(islice(planned, CHUNK)):
            loader.rows += loader.store(chunk)
            progress(len(chunk))
    note_words(loader.words)
    for at in range(0, len(loader.members), CHUNK):
        count_reports(members=[member.pk for member in loader.members[at : at + CHUNK]])
    analyze(*FILLED)
    return loader.rows


class _Loader:
    def __init__(self, rng: Random, until: datetime, *, waiting: bool, subjects: int) -> None:
        self.rng, self.until, self.waiting = rng, until, waiting
        self.writer = Writer(rng)
        self.members, self.rows = load_members(member_count(subjects), self.writer, until - SPAN)
        self.activity = zipf(len(self.members))
        spaces = {space.slug: space.pk for space in Space.objects.all()}
        self.reports_space = spaces.pop("reports")
        self.spaces = sorted(spaces.values())
        self.versions = _versions(until)
        self.words: set[str] = set()  # of all threads, for "did you mean"

    @transaction.atomic
    def store(self, chunk: list[Planned]) -> int:
        """Write a chunk's threads with all that belongs to them; says how many rows."""
        keys = reserve(Thread, len(chunk))
        of_reports = iter(report_keys(sum(one.is_report for one in chunk), waiting=self.waiting))
        beside = ReportRows(self.members[0], self.versions, self.rng)
        threads: list[Thread] = []
        replies: list[Reply] = []
        votes: list[Model] = []
        for key, planned in zip(keys, chunk, strict=True):
            thread = self._thread(key, planned)
            if planned.is_report:
                given = parse_report(self.writer.report())
                thread.title, thread.body, thread.language = given.title, given.body, given.language
                beside.add(thread, given, next(of_reports), waiting=self.waiting)
            threads.append(thread)
            replies += self._replies(thread)
            votes += self._votes(thread)
        documents = self._documents(threads, replies, {one.report_id: search_text(one) for one in beside.evidences})
        stored: list[Sequence[Model]] = [threads, replies, votes, *beside.all(), documents]
        return sum(copy_in(rows) for rows in stored)

    def _documents(self, threads: list[Thread], replies: list[Reply], beside: dict[int, str]) -> list[SearchDocument]:
        """What the threads are found by, and the words of them, which wait for the end."""
        said: dict[int, list[str]] = {}
        for reply in replies:
            said.setdefault(reply.thread_id, []).append(reply.body)
        for thread in threads:
            self.words.update(spelt_words(thread.title, thread.body))
        return [document(one, beside=beside.get(one.pk, ""), answers=said.get(one.pk, [])) for one in threads]

    def _author(self) -> int:
        return self.rng.choices(self.members, cum_weights=self.activity)[0].pk

    def _thread(self, key: int, planned: Planned) -> Thread:
        language = self.writer.language()
        return Thread(
            pk=key,
            space_id=self.reports_space if planned.is_report else self.rng.choice(self.spaces),
            author_id=self._author(),
            title="" if planned.is_report else self.writer.title(language),
            body="" if planned.is_report else self.writer.body(language),
            language=language,
            is_report=planned.is_report,
            created_at=planned.at,
            active_at=planned.at,
            reply_count=planned.replies,
            vote_count=planned.votes,
        )

    def _replies(self, thread: Thread) -> list[Reply]:
        """Its replies, oldest first; most come soon after it."""
        left = (self.until - thread.created_at).total_seconds()
        times = sorted(left * self.rng.random() ** 4 for _ in range(thread.reply_count))
        said: list[Reply] = []
        for seconds in times:
            thread.active_at = thread.created_at + timedelta(seconds=seconds)
            said.append(
                Reply(
                    thread_id=thread.pk,
                    author_id=self._author(),
                    body=self.writer.paragraph(thread.language, sentences=self.rng.randint(1, 4)),
                    language=thread.language,
                    created_at=thread.active_at,
                )
            )
        return said

    def _votes(self, thread: Thread) -> list[Model]:
        voters = self.rng.sample(range(len(self.members)), thread.vote_count)
        return [Vote(member_id=self.members[v].pk, thread_id=thread.pk, created_at=thread.created_at) for v in voters]


def _versions(until: datetime) -> dict[str, ModelVersion]:
    """The product that the reports are about, with two versions that are out."""
    product, _ = Product.objects.get_or_create(slug="load", defaults={"name": "Load"})
    found = {}
    for name, days in (("1", 300), ("2", 60)):
        at = until - timedelta(days=days)
        found[name], _ = ModelVersion.objects.get_or_create(product=product, name=name, defaults={"released_at": at})
    return found
