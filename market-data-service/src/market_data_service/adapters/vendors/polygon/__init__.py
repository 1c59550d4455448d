"""Polygon.io (now Massive) through its own client."""
