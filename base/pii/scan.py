"""Find personal data and secrets in a text."""

import bisect
from collections.abc import Iterable, Iterator

from base.pii.accounts import ACCOUNTS
from base.pii.fold import fold
from base.pii.places import PLACES, beginning
from base.pii.rules import CHINESE_NUMBERS, NUMBERS, Rule
from base.pii.secrets import SECRETS
from base.pii.span import Span

_RULES: tuple[Rule, ...] = (*SECRETS, *ACCOUNTS, *CHINESE_NUMBERS, *NUMBERS, *PLACES)
_KEY_BEGINS, _KEY_ENDS, _DASHES = "-----BEGIN ", "-----END ", "-----"


def scan(text: str) -> list[Span]:
    """Spans in code points, sorted, not overlapping; where two rules claim a place the surer one has it, then the
    longer. Takes time linear in the text: two million characters are read in about a second at worst.
    """
    plain, places = fold(text)
    small = plain.lower()
    applying = [rule for rule in _RULES if not rule.needs or any(needed in small for needed in rule.needs)]
    found = [*_private_keys(plain), *(span for rule in applying for span in _matches(rule, plain))]
    chosen = _without_overlap(found)
    if places is None:
        return chosen
    return [Span(places[span.start], places[span.end - 1] + 1, span.type, span.score) for span in chosen]


def _matches(rule: Rule, plain: str) -> Iterator[Span]:
    for match in rule.pattern.finditer(plain):
        if rule.check is None or rule.check(match.group(rule.group)):
            start, end = match.span(rule.group)
            if rule.type == "street_address":
                start = beginning(plain, start)
            yield Span(start, end, rule.type, rule.score)


def _private_keys(plain: str) -> Iterator[Span]:
    """PEM blocks, found by hand: a pattern would look for the missing end of each beginning again and again."""
    start = plain.find(_KEY_BEGINS)
    while start >= 0:
        head = plain[start : start + 60]
        end = plain.find(_KEY_ENDS, start)
        if end < 0:
            return
        if "PRIVATE KEY-----" in head:
            close = plain.find(_DASHES, end + len(_KEY_ENDS), end + 80)
            yield Span(start, close + len(_DASHES) if close >= 0 else end + len(_KEY_ENDS), "api_key", 0.99)
        start = plain.find(_KEY_BEGINS, end)


def _without_overlap(found: Iterable[Span]) -> list[Span]:
    chosen: list[Span] = []
    starts: list[int] = []
    for span in sorted(found, key=lambda span: (-span.score, span.start - span.end, span.start)):
        place = bisect.bisect(starts, span.start)
        before_is_free = place == 0 or chosen[place - 1].end <= span.start
        if before_is_free and (place == len(chosen) or span.end <= chosen[place].start):
            chosen.insert(place, span)
            starts.insert(place, span.start)
    return chosen
