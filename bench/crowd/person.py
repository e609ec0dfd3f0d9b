from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import ClassVar
from urllib.parse import quote

import gevent
from locust import FastHttpUser, task

from bench.crowd.crowd import Crowd
from bench.crowd.page import Fields, encode, forms, links
from bench.crowd.writing import Writing

THREAD, REPORT, MEMBER = r"/t/\d+/", r"/r/\d+/", r"/m/[^\"?#]+/"
FEEDS = ("/", "/", "/", "/?order=new", "/?order=hot", "/?order=top&of=month", "/?kind=question", "/?order=followed")


@dataclass(frozen=True)
class Answer:
    """`status` is 0 where none came."""

    status: int
    text: str
    location: str


class Person(Writing, FastHttpUser):
    """A member at a browser: goes where the links of the last pages lead, and sends the forms that stand there."""

    crowd: ClassVar[Crowd]
    connection_timeout = network_timeout = 60.0

    def on_start(self) -> None:
        # Answers of 302 are looked at, not followed. Set once and not for each request: two that this member sends at the
        # same moment would undo it for each other.
        self.client.client.redirect_response_codes = frozenset()  # type: ignore[misc]
        self.name, link = next(self.crowd.newcomers)
        self.rng = Random(f"{self.crowd.orders.seed} {self.name}")  # noqa: S311 -- the same ways for the same seed
        self.due: float | None = None
        self.seen: dict[str, list[str]] = {THREAD: [], REPORT: [], MEMBER: []}
        self.voted: dict[tuple[str, int], bool | None] = {}
        self.voted_on: dict[tuple[str, int], str] = {}
        self.followed: dict[tuple[str, int], str | None] = {}
        self.talks: list[str] = []
        self.sign_in(link)
        self.crowd.signed_in()
        if self.crowd.orders.rate is None:
            gevent.sleep(self.rng.uniform(0, self.crowd.orders.think_s))

    def on_stop(self) -> None:
        self.crowd.said.votes += [(self.name, kind, key, how) for (kind, key), how in self.voted.items()]
        self.crowd.said.follows += [(self.name, kind, key, how) for (kind, key), how in self.followed.items()]
        self.crowd.leave()

    def wait_time(self) -> float:
        """Think times are exponential, as arrivals of people are, with the longest cut."""
        if self.crowd.orders.rate is not None:
            return 0.0
        return min(self.rng.expovariate(1 / self.crowd.orders.think_s), 5 * self.crowd.orders.think_s)

    @task
    def act(self) -> None:
        kind, self.due = self.crowd.next_action()
        getattr(self, kind)()

    def ask(
        self, kind: str, path: str, fields: Fields | None = None, *, is_multipart: bool = False, expects: int = 200
    ) -> Answer:
        """GET `path`, or POST the fields to it; a form that is answered with 200 is one that htmx sends."""
        context, self.due = {"due": self.due, "expects": expects}, None
        if fields is None:
            answer = self.client.get(path, name=kind, context=context)
        else:
            body, content_type = encode(fields, is_multipart=is_multipart)
            headers = {"Content-Type": content_type} | ({"HX-Request": "true"} if expects == 200 else {})
            # Bytes, which locust takes as it says in words, though not in its types.
            answer = self.client.post(path, data=body, name=kind, context=context, headers=headers)  # type: ignore[arg-type]
        location = str(answer.headers["location"]) if answer.status_code == 302 and answer.headers else ""
        return Answer(answer.status_code, answer.text or "", location)

    def read(self, kind: str, path: str) -> str:
        """The page at `path`; what its links lead to may be read next."""
        text = self.ask(kind, path).text
        for pattern, kept in self.seen.items():
            if found := links(text, pattern):
                kept[:] = [*found, *kept][:60]
        return text

    def choose(self, pattern: str) -> str:
        """Somewhere that was linked, more likely what stood further up; the feed is looked at first where nothing was."""
        if not self.seen[pattern]:
            self.feed()
        kept = self.seen[pattern]
        return kept[int(len(kept) * self.rng.random() ** 2)] if kept else "/"

    def sign_in(self, link: str) -> None:
        for form in forms(self.ask("sign in", link).text, "")[:1]:
            self.ask("sign in", link, form.fields, expects=302)

    def feed(self) -> None:
        text = self.read("feed", self.rng.choice(FEEDS))
        if self.rng.random() < 0.2 and (older := links(text, r"\?[^\"]*after=[^\"]+")):
            self.read("feed", f"/{older[0]}")

    def space(self) -> None:
        self.read("space", f"/s/{self.rng.choice(('tips', 'questions', 'reports'))}/")

    def thread(self) -> None:
        self.read("thread", self.choose(THREAD))

    def report(self) -> None:
        self.read("report", self.choose(REPORT))

    def member(self) -> None:
        self.read("member", self.choose(MEMBER))

    def search(self) -> None:
        self.read("search", f"/search/?q={quote(self.rng.choice(self.crowd.orders.searches))}")

    def notices(self) -> None:
        self.read("notices", "/notifications/")
