"""Measurements: ratios within one run, never asserted in tests. `make bench` runs them all."""
