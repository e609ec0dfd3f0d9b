from moderation.models.case import Case, Decision

__all__ = ["Case", "Decision"]
