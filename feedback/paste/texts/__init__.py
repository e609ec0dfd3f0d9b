"""Text that says in itself who speaks: one file per way of saying it."""
