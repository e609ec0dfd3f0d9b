"""What kind of report this is, and what it can teach the model. Plain Python: evidence in, verdicts out."""
