"""Implementations of the catalogue, one module for each group; each has IMPLEMENTATIONS, entry name -> function."""
