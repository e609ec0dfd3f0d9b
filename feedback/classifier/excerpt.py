"""The parts of a report that are read, so that a report of two million characters costs what one of two thousand does."""

import re
from dataclasses import dataclass

from base.text.normalise import normalise
from feedback.classifier.evidence import Evidence

TITLE = 300
HEAD = 1400
TAIL = 500
TURN = 600

# Comments and boxes to tick belong to the form, not to what the person wrote.
_FORM = re.compile(r"<!--[^>]{0,2000}-->|[-*] \[[ xX]\][^\n]{0,300}")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is read of one report: as written (`title`, `body`) and folded for matching
    (`title_text`, and `text` of both), with its evidence."""

    title: str
    body: str
    title_text: str
    text: str
    prompt: str
    answer: str
    correction: str
    shortened: bool


def excerpt(evidence: Evidence) -> Excerpt:
    """Title, head and tail of the body, and of the conversation the prompt and the answer around what is marked."""
    title = evidence.title[:TITLE].strip()
    body = _FORM.sub(" ", _ends(evidence.body, HEAD, TAIL)).strip()
    return Excerpt(
        title=title,
        body=body,
        title_text=normalise(title),
        text=normalise(f"{title}\n{body}"),
        prompt=normalise(_ends(evidence.prompt, TURN // 2, TURN // 2)),
        answer=normalise(_around_marked(evidence)),
        correction=normalise(_ends(evidence.correction or "", TURN, 0)),
        shortened=len(evidence.body) > HEAD + TAIL,
    )


def _ends(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return text
    return f"{text[:head]}\n{text[len(text) - tail :]}"


def _around_marked(evidence: Evidence) -> str:
    answer = evidence.answer
    if not evidence.spans:
        return _ends(answer, TURN, 0)
    start = max(0, min(span.start for span in evidence.spans) - TURN // 2)
    return answer[start : start + TURN]
