"""Parts of lists."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of a list is wanted."""

    offset: int
    limit: int
    newest_first: bool = True
    as_of: datetime | None = None
    """Leaves out what was made later."""
