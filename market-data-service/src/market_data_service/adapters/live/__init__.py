"""Trades as they happen."""
