"""One file per source of JSON. Each has SOURCE, and a `read` that gives the conversation in one record, or None."""
