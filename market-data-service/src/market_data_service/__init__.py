"""Bars: sources, cleaning, storage, cache."""
