"""Parts of lists."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted."""

    offset: int
    limit: int
    newest_first: bool = True
