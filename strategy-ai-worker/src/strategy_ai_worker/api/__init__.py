"""Routes of the worker."""
