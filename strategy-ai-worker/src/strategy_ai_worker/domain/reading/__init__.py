"""The offline interpreter: trading English (and Chinese) to a strategy document."""
