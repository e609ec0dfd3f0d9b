"""What somebody typed, as what PostgreSQL is asked. Whatever they type is a query; nothing is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from base.text.normalise import normalise
from community.search.pieces import Piece, lexemes, pieces
from community.search.stem import stem

MAX_QUERY = 400
MAX_LEXEMES = 40
STEM, TITLE, CHARACTER = "~", "^", "+"  # before a lexeme: it is a stem; it stands in the title; it is one character of Han

_OPEN, _CLOSE = '"“”„«「『', '"“”»」』'
_CHUNK = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:[{_OPEN}](?P<phrase>[^{_OPEN}{_CLOSE}]*)[{_CLOSE}]?|(?P<bare>[^\s{_OPEN}{_CLOSE}]+))"
)


@dataclass(frozen=True)
class Lexeme:
    """`how`: "exact" is the word as it is written, "stem" any form of it, "prefix" whatever begins with it, "character"
    a character wherever it stands."""

    text: str
    how: str = "exact"

    def sql(self, before: str = "") -> str:
        word = (before + self.text).replace("\\", "\\\\").replace("'", "''")
        if self.how == "prefix":
            return f"'{word}':*"
        if self.how == "character":
            return f"'{before}{CHARACTER}{self.text}'"
        if self.how == "stem":
            return f"('{word}' | '{before}{STEM}{self.text}')"
        return f"'{word}'"

    def sought(self, before: str = "", known: Mapping[str, Sequence[str]] | None = None) -> str:
        """The same for the index, which reads all that begins so: of Han the character is enough, and of a word's beginning
        what `known` says of it, which need not be all."""
        if self.how == "prefix" and not self.text.isascii() and len(self.text) == 1:
            return Lexeme(self.text, "character").sql(before)
        if self.how == "prefix" and known and known.get(self.text):
            return f"({' | '.join(Lexeme(word).sql(before) for word in known[self.text])})"
        return self.sql(before)


@dataclass(frozen=True)
class Term:
    """Lexemes that must all be there; one after the other where it `is_phrase`. `shown` is what was typed for it,
    `marks` what a snippet marks of it: runs of Han as strings."""

    lexemes: tuple[Lexeme, ...]
    is_phrase: bool
    shown: str
    marks: tuple[Lexeme, ...]

    def sql(self, before: str = "") -> str:
        between = " <-> " if self.is_phrase else " & "
        return f"({between.join(lexeme.sql(before) for lexeme in self.lexemes)})"

    def sought(self, before: str = "", known: Mapping[str, Sequence[str]] | None = None) -> str:
        """What the index can say of it: all lexemes, in whatever order."""
        return f"({' & '.join(dict.fromkeys(lexeme.sought(before, known) for lexeme in self.lexemes))})"

    @property
    def is_ordered(self) -> bool:
        """Whether the index alone cannot tell."""
        return self.is_phrase and len(self.lexemes) > 1


@dataclass(frozen=True)
class Query:
    terms: tuple[Term, ...]
    excluded: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms or self.excluded)

    def sql(self, before: str = "") -> str:
        """A tsquery's text; with `before`=TITLE what must be there must stand in the title."""
        return " & ".join([term.sql(before) for term in self.terms] + [f"!{term.sql()}" for term in self.excluded])

    def sought(self, before: str = "", known: Mapping[str, Sequence[str]] | None = None) -> str:
        """What the index is asked: as `sql`, but for the order of words, and perhaps for less of a word's beginning."""
        excluded = [f"!{term.sql()}" for term in self.excluded if not term.is_ordered]
        return " & ".join([*(term.sought(before, known) for term in self.terms), *excluded])

    @property
    def is_ordered(self) -> bool:
        return any(term.is_ordered for term in (*self.terms, *self.excluded))

    @property
    def beginnings(self) -> list[str]:
        """Beginnings of words that are asked for."""
        found = (lexeme.text for term in self.terms for lexeme in term.lexemes if lexeme.how == "prefix")
        return [text for text in dict.fromkeys(found) if len(text) > 1]

    def marks(self) -> tuple[Lexeme, ...]:
        return tuple(mark for term in self.terms for mark in term.marks)


def parse(text: str) -> Query:
    """AND of all words; `"a phrase"`; `-without`; `begin*`. At most `MAX_LEXEMES` are heeded, of `MAX_QUERY` characters."""
    terms: list[Term] = []
    excluded: list[Term] = []
    left = MAX_LEXEMES
    for match in _CHUNK.finditer(normalise(text[:MAX_QUERY])):
        found = _phrase(match["phrase"]) if match["phrase"] is not None else _words(match["bare"])
        for term in found:
            left -= len(term.lexemes)
            if left >= 0:
                (excluded if match["minus"] else terms).append(term)
    return Query(tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(excluded)))


def _phrase(text: str) -> list[Term]:
    cut = list(pieces(text))
    if not cut:
        return []
    in_order: list[Lexeme] = []
    for piece in cut[:-1]:
        in_order += [Lexeme(one) for one in lexemes(piece)]
    in_order += _last(cut[-1])
    marks = tuple(Lexeme(piece.text) for piece in cut)
    return [Term(tuple(in_order), is_phrase=True, shown=f'"{text.strip()}"', marks=marks)]


def _last(piece: Piece) -> list[Lexeme]:
    """The end of a run need not be the end of the document's run: no lone character there, but whatever it begins."""
    if not piece.is_script:
        return [Lexeme(piece.text)]
    if len(piece.text) == 1:
        return [Lexeme(piece.text, "prefix")]
    return [Lexeme(one) for one in lexemes(piece)[:-1]]


def _words(text: str) -> list[Term]:
    """The terms of a chunk without spaces: names whose parts are glued, words, runs."""
    terms: list[Term] = []
    name: list[Piece] = []
    for piece in pieces(text):
        if not piece.is_glued and name:
            terms.append(_name(name, text, is_begun=False))
            name = []
        if piece.is_script:
            terms.append(_run(piece))
        else:
            name.append(piece)
    if name:
        terms.append(_name(name, text, is_begun=text.endswith("*")))
    return terms


def _run(piece: Piece) -> Term:
    cut = (Lexeme(piece.text, "character"),) if len(piece.text) == 1 else tuple(_last(piece))
    return Term(cut, is_phrase=False, shown=piece.text, marks=tuple(Lexeme(lexeme.text) for lexeme in cut))


def _name(parts: list[Piece], text: str, *, is_begun: bool) -> Term:
    if len(parts) == 1 and not is_begun:
        root = stem(parts[0].text)
        found: tuple[Lexeme, ...] = (Lexeme(root, "stem" if root.isalpha() else "exact"),)
    else:
        end = Lexeme(parts[-1].text, "prefix" if is_begun else "exact")
        found = (*(Lexeme(part.text) for part in parts[:-1]), end)
    shown = text[parts[0].start : parts[-1].end] + ("*" if is_begun else "")
    return Term(found, is_phrase=len(found) > 1, shown=shown, marks=found)
