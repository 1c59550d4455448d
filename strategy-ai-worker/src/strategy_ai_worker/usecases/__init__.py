"""What the worker does, one verb a module."""
