"""Routes of the engine."""
