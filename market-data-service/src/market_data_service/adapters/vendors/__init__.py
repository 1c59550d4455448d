"""Vendors of market data: one folder each, in three steps (build query, extract, normalise)."""
