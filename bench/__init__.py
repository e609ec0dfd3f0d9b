"""Ours and a yardstick in one run, thresholds set beforehand, failures counted and shown: see docs/benchmarks.md."""
