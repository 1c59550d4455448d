"""What can be asked of the engine, one verb a file."""
