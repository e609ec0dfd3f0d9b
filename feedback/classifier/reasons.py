"""Why a verdict came out as it did: stable codes, and what each says in English. The site translates the sentences."""

from feedback.classifier.evidence import Evidence
from feedback.classifier.excerpt import Excerpt
from feedback.classifier.features import Numbers, position

SENTENCES: dict[str, str] = {
    "has_prompt": "It shows what the model was asked.",
    "has_answer": "It shows what the model answered.",
    "has_correction": "It says what the model should have answered.",
    "says_expected": "The text says what would have been right.",
    "quotes_exchange": "The text quotes the question and the answer.",
    "names_error": "It says what is wrong with the answer.",
    "vague": "It complains without an example.",
    "no_evidence": "It shows neither a question nor an answer of the model.",
    "error_message": "It contains an error message or says that something fails.",
    "wish": "It asks for something new.",
    "question": "It asks how something is done.",
    "praise": "It is mostly thanks or praise.",
    "advertising": "It reads like advertising.",
    "very_short": "There is hardly any text.",
    "uncertain": "The likeliest label is too uncertain to act on.",
    "truncated": "Only the beginning, the end and the marked passage were read.",
}

_CUES = {
    "says_expected": "has_expected",
    "quotes_exchange": "asked_and_answered",
    "names_error": "answer_is_wrong",
    "vague": "vague_without_evidence",
}
_CUES_OF_LABEL = {
    "bug_report": {"error_message": "has_error"},
    "feature_request": {"wish": "has_wish"},
    "question": {"question": "has_question"},
    "praise": {"praise": "has_praise"},
    "noise": {"advertising": "has_spam"},
}


def reasons_for(evidence: Evidence, parts: Excerpt, numbers: Numbers, labels: tuple[str, ...]) -> list[str]:
    """Codes of what was found in the report and bears on its labels, the weightiest first."""
    fields = (("has_prompt", parts.prompt), ("has_answer", parts.answer), ("has_correction", parts.correction))
    codes = [code for code, field in fields if field]
    codes += [code for code, name in _CUES.items() if numbers[position(name)] > 0]
    for label in labels:
        codes += [code for code, name in _CUES_OF_LABEL.get(label, {}).items() if numbers[position(name)] > 0]
    if not {"has_answer", "quotes_exchange", "says_expected", "names_error"} & set(codes):
        codes.append("no_evidence")
    if len(parts.text) < 15:
        codes.append("very_short")
    if parts.shortened:
        codes.append("truncated")
    return codes


def sentences(codes: tuple[str, ...] | list[str]) -> list[str]:
    """The English sentence of each code."""
    return [SENTENCES[code] for code in codes]
