from tuning.models.dataset import Recipe, Row, Tombstone, Version

__all__ = ["Recipe", "Row", "Tombstone", "Version"]
