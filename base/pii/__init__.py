"""Personal data and secrets in text, Chinese and English: found by rules, in linear time, and blacked out."""

from base.pii.redact import redact
from base.pii.scan import scan
from base.pii.span import TYPES, Span

__all__ = ["TYPES", "Span", "redact", "scan"]
