"""The corpus: pastes as people make them (NAME.txt) and what each says (NAME.json), written by hand from the conversation.

Their words are invented, their shapes are those of the sources. NAME.json has source, messages, the codes of the notes, and
where there is one, `before`, `problem` (code, line, column) and the number of `conversations`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from feedback.paste import Part, Reading
from feedback.paste.shape import joined

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.txt"))


def pasted(name: str) -> bytes:
    return (CORPUS / f"{name}.txt").read_bytes()


def expected(name: str) -> dict[str, Any]:
    return orjson.loads((CORPUS / f"{name}.json").read_bytes())


def shown(reading: Reading) -> dict[str, Any]:
    """A reading in the form of NAME.json."""
    messages = []
    for message in reading.messages:
        others = {"alternatives": [joined(other) for other in message.alternatives]} if message.alternatives else {}
        messages.append({"role": message.role, "content": message.content, **others})
    problem = reading.problem
    return {
        "source": reading.source,
        "messages": messages,
        "notes": sorted({note.code for note in reading.notes}),
        **({"before": reading.before} if reading.before else {}),
        **({"problem": [problem.code, problem.line, problem.column]} if problem else {}),
        **({"conversations": len(reading.conversations)} if len(reading.conversations) > 1 else {}),
    }


def parts_of(reading: Reading) -> list[Part]:
    messages = [message for conversation in reading.conversations for message in conversation.messages]
    return [part for message in messages for parts in (message.parts, *message.alternatives) for part in parts]
