"""The canonical row: what a dataset version stores, before any trainer's format.

A row is one of four kinds. Its content is

- `sft`: `messages`, a conversation that ends in the assistant's reply;
- `preference`: `prompt` (messages), `chosen` and `rejected` (the text of one assistant reply each);
- `kto`: `prompt`, `completion` (text) and `label`, an absolute judgement: True is good, False is bad;
- `eval`: `prompt`, and `completion` as the reference answer where there is one; it never trains.

Everything else on the row says where the content comes from and why it may be used.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import orjson

from tuning.formats.messages import Message, RowError, check_messages, check_text

KINDS = ("sft", "preference", "kto", "eval")
CONTENT_FIELDS = ("messages", "prompt", "chosen", "rejected", "completion", "label")
_QUALITY_KEYS = frozenset({"score", "method", "version"})
_LABEL_KEYS = frozenset({"n", "agreement"})
_CONTENT_OF: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sft": (("messages",), ()),
    "preference": (("prompt", "chosen", "rejected"), ()),
    "kto": (("prompt", "completion", "label"), ()),
    "eval": (("prompt",), ("completion",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalRow:
    """One row of a dataset version.

    `version` is a whole number from 1; `lang` a BCP 47 tag; `split` a lower-case name such as `train`; `created_at` an
    RFC 3339 time as text; `quality` has `score` (0..1), `method` and `version`; `labels` has `n` (how many people
    judged) and `agreement` (-1..1, or None for one judge); `classifier` is `name@version`, `threshold` the probability
    it took.
    """

    row_id: str
    dataset: str
    version: int
    split: str
    lang: str
    kind: str
    messages: Sequence[Message] | None = None
    prompt: Sequence[Message] | None = None
    chosen: str | None = None
    rejected: str | None = None
    completion: str | None = None
    label: bool | None = None
    model: str = ""
    model_version: str = ""
    report_ids: Sequence[str] = ()
    contributor_pseudonym: str = ""
    consent_scope: str = "none"
    consent_version: str = ""
    licence: str = ""
    pii_status: str = ""
    quality: Mapping[str, Any] | None = None
    labels: Mapping[str, Any] | None = None
    classifier: str = ""
    threshold: float | None = None
    dedup_cluster: str = ""
    content_sha256: str = ""
    created_at: str = ""

    def content(self) -> dict[str, Any]:
        """The kind and the content fields that are set: what `content_sha256` is taken over."""
        content: dict[str, Any] = {"kind": self.kind}
        for name in CONTENT_FIELDS:
            value = getattr(self, name)
            if value is not None:
                content[name] = value
        return content

    def to_dict(self) -> dict[str, Any]:
        """Every field by name, as plain values that JSON can hold; unset content fields are None. Nothing is copied."""
        row = {name: getattr(self, name) for name in FIELDS}
        row["report_ids"] = list(self.report_ids)
        return row

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, check: bool = True) -> Self:
        """The row that `to_dict` wrote. Raises RowError for an unknown or missing field and, unless `check` is False,
        for anything that `validate` refuses."""
        unknown = data.keys() - _FIELD_SET
        if unknown:
            raise RowError(min(unknown), "no such field")
        try:
            row = cls(**data)
        except TypeError:
            missing = next(name for name in _REQUIRED if name not in data)
            raise RowError(missing, "is missing") from None
        if check:
            row.validate()
        return row

    def validate(self) -> None:
        """Raises RowError with the first field that a trainer, a file or an auditor would stumble over."""
        self._validate_identity()
        required, optional = _CONTENT_OF[self.kind]
        for name in CONTENT_FIELDS:
            value = getattr(self, name)
            if name in required and value is None:
                raise RowError(name, f"is missing in a row of kind {self.kind}")
            if value is not None and name not in required and name not in optional:
                raise RowError(name, f"has no place in a row of kind {self.kind}")
        self._validate_content()
        if self.content_sha256 and self.content_sha256 != content_sha256(self.content()):
            raise RowError("content_sha256", "is not the hash of the content")

    def _validate_identity(self) -> None:
        if self.kind not in KINDS:
            raise RowError("kind", f"is not one of {', '.join(KINDS)}")
        for name in ("row_id", "dataset", "split", "lang"):
            check_text(getattr(self, name), name)
        if not (self.split.isascii() and self.split.replace("_", "").isalnum() and self.split.islower()):
            raise RowError("split", "is not a lower-case name of letters, digits and _")
        if type(self.version) is not int or self.version < 1:
            raise RowError("version", "is not a whole number from 1")
        for name, keys in (("quality", _QUALITY_KEYS), ("labels", _LABEL_KEYS)):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, Mapping) and value.keys() <= keys):
                raise RowError(name, f"has other keys than {', '.join(sorted(keys))}")
        for name in _PROVENANCE:
            try:
                orjson.dumps(getattr(self, name))
            except TypeError as error:
                raise RowError(name, f"cannot be written as JSON: {error}") from None

    def _validate_content(self) -> None:
        if self.messages is not None:
            check_messages(self.messages, "messages", last=("assistant",))
        if self.prompt is not None:
            check_messages(self.prompt, "prompt", last=("user", "tool"))
        for name in ("chosen", "rejected", "completion"):
            text = getattr(self, name)
            if text is not None:
                check_text(text, name)
        if self.label is not None and type(self.label) is not bool:
            raise RowError("label", "is not a bool")
        if self.chosen is not None and self.rejected is not None and same_text(self.chosen, self.rejected):
            raise RowError("rejected", "says the same as chosen")


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ at most in white space."""
    return one == other or one.split() == other.split()


def content_sha256(content: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of content such as `CanonicalRow.content()`: over UTF-8 JSON with sorted keys and no spaces.

    Raises RowError where the content is no JSON, for example for a lone surrogate.
    """
    try:
        data = orjson.dumps(dict(content), option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise RowError("content", f"cannot be written as JSON: {error}") from None
    return hashlib.sha256(data).hexdigest()


FIELDS = tuple(field.name for field in fields(CanonicalRow))
_FIELD_SET = frozenset(FIELDS)
_REQUIRED = FIELDS[:6]
_PROVENANCE = FIELDS[FIELDS.index("model") :]
