"""The `vibe` command."""
