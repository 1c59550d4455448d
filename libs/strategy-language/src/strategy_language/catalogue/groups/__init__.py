"""The table itself: one module for each group of functions."""
