"""What the worker knows without asking anybody: how words are read."""
