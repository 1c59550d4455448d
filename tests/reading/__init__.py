"""Trades next to the bars that they were made on, to be looked at: `python -m tests.reading FOLDER [name ...]`."""
