"""Bars in Postgres."""
