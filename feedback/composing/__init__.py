"""What the composer does with what is typed: turns put right, passages marked, what would help most. Pure."""
