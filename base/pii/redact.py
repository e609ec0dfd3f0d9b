"""Black out what `scan` found."""

from collections.abc import Iterable

from base.pii.span import Span


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by its type in brackets, such as [cn_mobile]. Where spans overlap, the later
    one covers only what the earlier has not. Raises ValueError for a span outside the text.
    """
    pieces: list[str] = []
    done = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if not 0 <= span.start <= span.end <= len(text):
            raise ValueError(f"span {span.start}..{span.end} is outside a text of {len(text)} characters")
        if span.end <= done:
            continue
        pieces += [text[done : max(span.start, done)], f"[{span.type}]"]
        done = span.end
    return "".join((*pieces, text[done:]))
