"""What members send: each through the form that stands on the page, and noted as it was answered."""

from __future__ import annotations

import re
import uuid
from random import Random
from typing import TYPE_CHECKING, ClassVar

import gevent

from bench.crowd.crowd import Crowd
from bench.crowd.page import Fields, Form, forms
from bench.crowd.told import ANSWERED, REFUSED, UNKNOWN

if TYPE_CHECKING:
    from bench.crowd.person import Answer

PRESSED_TWICE = 0.2  # of all buttons: a form that is sent twice must be one
TAGS = ("翻译", "code", "maths", "提示词", "safety", "writing")


class Writing:
    """The writing half of `Person`."""

    name: str
    rng: Random
    crowd: ClassVar[Crowd]
    voted: dict[tuple[str, int], bool | None]
    voted_on: dict[tuple[str, int], str]
    followed: dict[tuple[str, int], str | None]
    talks: list[str]  # that they began

    if TYPE_CHECKING:  # of the reading half

        def ask(
            self, kind: str, path: str, fields: Fields | None = None, *, is_multipart: bool = False, expects: int = 200
        ) -> Answer: ...

        def read(self, kind: str, path: str) -> str: ...

        def choose(self, pattern: str) -> str: ...

    def press(self, kind: str, path: str, fields: Fields, *, is_multipart: bool = False, expects: int = 200) -> list[Answer]:
        """Send a form, now and then twice at the same moment."""
        is_twice = self.rng.random() < PRESSED_TWICE
        self.crowd.said.sent_twice += is_twice
        sent = [
            gevent.spawn(self.ask, kind, path, fields, is_multipart=is_multipart, expects=expects) for _ in range(1 + is_twice)
        ]
        gevent.joinall(sent, raise_error=True)
        return [one.value for one in sent]

    def post(self, kind: str, page: str, form: Form, said: dict[str, str]) -> str:
        """Publish words with a nonce in their body, after their draft was kept as the script does; then read the page.
        Says what became of it, as `told.Said.posts` does."""
        nonce = f"zq{uuid.uuid4().hex[:16]}"
        said = {**said, "body": f"{said['body']}\n\n{nonce}"}
        fields = form.filled(said)
        if form.keep:
            self.ask("draft", form.keep, [*fields, ("place", form.place)])
        self.crowd.said.posts[nonce] = UNKNOWN
        answers = self.press(kind, form.action or page, fields, is_multipart=form.is_multipart, expects=302)
        states = {answer.status for answer in answers}
        if 302 in states:
            self.crowd.said.posts[nonce] = ANSWERED
            location = next(answer.location for answer in answers if answer.location).partition("#")[0]
            self.read("report" if location.startswith("/r/") else "thread", location)
            if kind == "post: talk":
                self.talks.append(location)
        else:
            is_open = any(state == 0 or state >= 500 for state in states)
            self.crowd.said.posts[nonce] = UNKNOWN if is_open else REFUSED
        return self.crowd.said.posts[nonce]

    def form(self, kind: str, page: str, action: str, field: str) -> Form | None:
        """The form on `page` that has this field; a page without it is an error, or nothing would be posted and nobody knew."""
        found = next((form for form in forms(self.read(kind, page), action) if form.has(field)), None)
        if found is None:
            self.crowd.said.errors[f"{kind}: no form"] += 1
        return found

    def text(self) -> dict[str, str]:
        return self.rng.choice(self.crowd.orders.texts)

    def reply(self) -> None:
        """To the talk, or to one who answered in it."""
        page = self.choose(r"/t/\d+/")
        text = self.read("thread", page)
        if self.rng.random() < 0.5 and (answers := re.findall(r'href="(/reply/\d+/answer/)"', text)):
            page = self.rng.choice(answers)
            form = self.form("answer form", page, rf"|{page}", "body")
        else:
            form = next(iter(forms(text, r"/t/\d+/reply/")), None)
        if form is not None:
            self.post("post: reply", page, form, {"body": self.text()["body"]})

    def start_talk(self) -> None:
        page = "/t/new/"
        text = self.text()
        form = self.form("talk form", page, "", "title")
        if form is None:
            return
        space = self.rng.choice([slug for slug in form.choices["space"] if slug])
        tags = ", ".join(self.rng.sample(TAGS, 2))
        self.post("post: talk", page, form, {"space": space, "title": text["title"], "body": text["body"], "tags": tags})

    def send_report(self) -> None:
        page = "/report/"
        text = self.text()
        form = self.form("report form", page, "", "conversation")
        if form is None:
            return
        version = self.rng.choice([value for value in form.choices["version"] if value.startswith("load/")])
        said = {name: text[name] for name in ("title", "body", "conversation", "correction")}
        said |= {"about": "answer", "version": version, "consent": self.rng.choice(form.choices["consent"])}
        self.post("post: report", page, form, said | {"visibility": "public"})

    def reproduce(self) -> None:
        """Say below a report that it does the same to oneself: a voice and a reply."""
        page = self.choose(r"/r/\d+/")
        number = page.split("/")[2]
        address = f"/t/{number}/reproduce/"
        form = self.form("reproduction form", address, rf"|{address}", "reproduced_on")
        if form is not None:
            said = {"body": self.text()["body"][:1500], "reproduced_on": "Load 2"}
            state = self.post("post: reproduction", address, form, said)
            if state != REFUSED:
                subject = ("thread", int(number))
                self.voted[subject], self.voted_on[subject] = True if state == ANSWERED else None, page

    def accept_answer(self) -> None:
        """To a talk of one's own; read only, where there is none yet or nobody answered."""
        page = self.rng.choice(self.talks) if self.talks else self.choose(r"/t/\d+/")
        if found := forms(self.read("thread", page), r"/reply/\d+/accept/"):
            form = self.rng.choice(found)
            self.press("accept", form.action, form.fields, expects=302)

    def vote(self) -> None:
        page = self.choose(r"/r/\d+/" if self.rng.random() < 0.3 else r"/t/\d+/")
        self._vote("thread", page, r"/t/\d+/vote/", takes_back=False)

    def vote_for_reply(self) -> None:
        self._vote("reply", self.choose(r"/t/\d+/"), r"/reply/\d+/vote/", takes_back=False)

    def take_vote_back(self) -> None:
        self._take_back("thread", self.vote)

    def take_reply_vote_back(self) -> None:
        self._take_back("reply", self.vote_for_reply)

    def _take_back(self, what: str, otherwise: object) -> None:
        """A voice of one's own; where there is none yet, one is given."""
        given = [subject for subject, how in self.voted.items() if how and subject[0] == what]
        if not given:
            assert callable(otherwise)
            otherwise()
            return
        subject = self.rng.choice(given)
        address = f"/t/{subject[1]}/vote/" if what == "thread" else f"/reply/{subject[1]}/vote/"
        self._vote(what, self.voted_on[subject], address, takes_back=True)

    def _vote(self, what: str, page: str, action: str, *, takes_back: bool) -> None:
        text = self.read("report" if page.startswith("/r/") else "thread", page)
        found = [form for form in forms(text, action) if form.has("take_back") == takes_back]
        if not found:
            return
        form = self.rng.choice(found)
        number = re.search(r"\d+", form.action)
        assert number
        subject = (what, int(number[0]))
        kind = "take a vote back" if takes_back else "vote"
        answers = self.press(kind, form.action, form.fields)
        if all(answer.status == 200 for answer in answers):
            self.voted[subject], self.voted_on[subject] = not takes_back, page
        elif any(answer.status == 0 or answer.status >= 500 for answer in answers):
            self.voted[subject] = None  # nobody knows

    def follow(self) -> None:
        """Another member: follow them, hear of them at once, or stop."""
        pages = [self.choose(r"/m/[^\"?#]+/") for _ in range(10)]
        found = forms(self.read("member", next((page for page in pages if page != f"/m/{self.name}/"), pages[0])), "/follow/")
        if not found:
            return
        form = found[0]
        given = dict(form.fields)
        subject = (given["kind"], int(given["key"]))
        name, level = self.rng.choice(form.buttons)
        answers = self.press("follow", form.action, form.filled({name: level}))
        if all(answer.status == 200 for answer in answers):
            self.followed[subject] = level
        elif any(answer.status == 0 or answer.status >= 500 for answer in answers):
            self.followed[subject] = None
