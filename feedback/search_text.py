from __future__ import annotations

from community.search.document import BESIDE
from feedback.models import Evidence


def search_text(evidence: Evidence) -> str:
    """What of a report's evidence can be found: the correction, the answer that is meant, then the other turns, as far as
    `BESIDE` characters reach."""
    others = (str(turn["content"]) for index, turn in enumerate(evidence.conversation) if index != evidence.target)
    parts, left = [], BESIDE
    for part in (evidence.correction, evidence.answer(), *others):
        if part and left > 0:
            parts.append(part[:left])
            left -= len(parts[-1]) + 1
    return "\n".join(parts)
