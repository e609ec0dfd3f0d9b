"""The shape of a report, checked once for the API, the imports, the form and the offline filters.

Unknown keys are an error that names them; see docs/api.md for every field.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

MAX_CHARACTERS = 2_000_000
MAX_MESSAGES = 5_000
CONSENT_VERSION, LICENCE = "1", "CC-BY-4.0"  # of what is asked on our own forms
SCOPES = ("none", "research", "training")  # of consent, each allowing more than the one before

Words = Annotated[str, StringConstraints(max_length=MAX_CHARACTERS)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MessageIn(Strict):
    role: Literal["system", "user", "assistant", "tool"]
    content: Words


class AlternativeIn(Strict):
    content: Words
    rank: Annotated[int, Field(ge=1, le=1000)]


class SpanIn(Strict):
    """Offsets in code points into the target message, end exclusive."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    comment: Annotated[str, StringConstraints(max_length=2000)] = ""


class ConsentIn(Strict):
    scope: Literal["none", "research", "training"] = "none"
    licence: Annotated[str, StringConstraints(max_length=40)] = ""
    version: Annotated[str, StringConstraints(max_length=20)] = ""


class AuthorIn(Strict):
    external_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    name: Annotated[str, StringConstraints(max_length=80)] = ""


class ReportIn(Strict):
    """One report as it comes in. Only a title or a body is required."""

    external_id: Annotated[str, StringConstraints(max_length=200)] = ""
    source: Annotated[str, StringConstraints(max_length=60)] = ""
    title: Annotated[str, StringConstraints(max_length=2000)] = ""
    body: Words = ""
    language: Annotated[str, StringConstraints(max_length=10)] = ""
    model: Annotated[str, StringConstraints(max_length=60)] = ""
    model_version: Annotated[str, StringConstraints(max_length=60)] = ""
    conversation: Annotated[list[MessageIn], Field(max_length=MAX_MESSAGES)] = []
    target: Annotated[int, Field(ge=0)] | None = None
    rating: Literal[-1, 0, 1] | None = None
    correction: Words = ""
    alternatives: Annotated[list[AlternativeIn], Field(max_length=20)] = []
    spans: Annotated[list[SpanIn], Field(max_length=500)] = []
    tags: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], Field(max_length=20)] = []
    consent: ConsentIn = ConsentIn()
    author: AuthorIn | None = None
    created_at: datetime | None = None

    @field_validator("created_at")
    @classmethod
    def has_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise PydanticCustomError("time_without_zone", "a time needs its zone, as in 2026-11-01T08:00:00Z")
        return value

    @model_validator(mode="after")
    def hangs_together(self) -> ReportIn:
        if not self.title.strip() and not self.body.strip():
            raise PydanticCustomError("nothing_said", "a title or a body is required")
        if sum(len(message.content) for message in self.conversation) > MAX_CHARACTERS:
            raise PydanticCustomError(
                "conversation_too_long", "a conversation holds {most} characters at most", {"most": f"{MAX_CHARACTERS:,}"}
            )
        if any("\x00" in text for text in self._texts()):
            raise PydanticCustomError("nul_character", "a NUL character cannot be stored")
        answer = self.answer()
        if self.target is not None and answer is None:
            raise PydanticCustomError("no_such_target", "target must be the index of an assistant message of the conversation")
        for span in self.spans:
            if answer is None or not span.start < span.end <= len(answer):
                where: dict[str, Any] = {"start": span.start, "end": span.end}
                raise PydanticCustomError("span_outside", "span {start}-{end} lies outside the target message", where)
        return self

    def _texts(self) -> list[str]:
        return [
            self.external_id,
            self.source,
            self.title,
            self.body,
            self.language,
            self.model,
            self.model_version,
            self.consent.licence,
            self.consent.version,
            self.correction,
            *self.tags,
            *(message.content for message in self.conversation),
            *(alternative.content for alternative in self.alternatives),
            *(span.comment for span in self.spans),
            *([self.author.external_id, self.author.name] if self.author else []),
        ]

    def target_index(self) -> int | None:
        """The index of the assistant message that is meant: the one named, else the last; None where there is none."""
        if self.target is not None:
            named = self.target < len(self.conversation) and self.conversation[self.target].role == "assistant"
            return self.target if named else None
        return max((i for i, message in enumerate(self.conversation) if message.role == "assistant"), default=None)

    def answer(self) -> str | None:
        """The text of the target message."""
        index = self.target_index()
        return None if index is None else self.conversation[index].content

    def sha256(self) -> str:
        """A hash of all that was reported, so that what is stored can be proved to be what came in."""
        return hashlib.sha256(orjson.dumps(self.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)).hexdigest()


class BadReport(ValueError):
    """A report that does not have the shape; `problems` are (field, what is wrong), `kinds` for each of them the name of
    the error and the values that belong to it, for whoever says it in another language."""

    def __init__(self, problems: list[tuple[str, str]], kinds: list[tuple[str, dict[str, Any]]] | None = None) -> None:
        self.problems = problems
        self.kinds = kinds if kinds is not None else [("", {}) for _problem in problems]
        super().__init__("; ".join(f"{field}: {what}" if field else what for field, what in problems))


def parse_report(value: Any) -> ReportIn:
    """Check one decoded JSON value; raises `BadReport` that names every field that is wrong."""
    try:
        return ReportIn.model_validate(value)
    except ValidationError as error:
        raise bad_report(error) from None


def bad_report(error: ValidationError) -> BadReport:
    """What is wrong, by field."""
    items = error.errors(include_url=False)
    problems = [(_path(item["loc"]), _words(item)) for item in items]
    return BadReport(problems, [(item["type"], item.get("ctx", {})) for item in items])


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


def _words(item: Any) -> str:
    if item["type"] == "extra_forbidden":
        return "unknown key"
    if item["type"] in {"model_type", "model_attributes_type"}:
        return "must be a JSON object"
    return str(item["msg"])
