"""Rules about bars: values and pure functions, no I/O."""
