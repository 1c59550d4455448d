"""The catalogue: one table of functions, from which parser, code, read-back, prompt and reference are made."""
