"""A message that asks and changes at once: "why 50? and make it 60" is split into its question and its change."""

from __future__ import annotations

import re
from typing import Final

_PIECES: Final = re.compile(r"(?<=[?!])\s+|(?<=[.;])\s+(?=\D)|\n+")
_ASKS: Final = re.compile(
    r"^\W*(?:(?:ok|okay|and|but|so|hm+|wait|also|thanks|great|by the way|btw)\b[,. ]*)*"
    r"(?:why|what(?! if| about)|how(?! about)|which|is|are|does|do|did|was|were|when|where|who)\b.*\?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_MOST: Final = 4
_LEAD: Final = re.compile(r"^\W*(?:(?:and|but|ok|okay|then|also|anyway|so|thanks|great)\b[,. ]*)+", re.IGNORECASE)


def split(message: str) -> tuple[str, str, bool] | None:
    """Return the question of a message, what it tells beside it, and whether the question comes last; None for neither."""  # noqa: E501
    pieces = [piece for piece in _PIECES.split(message) if piece and piece.strip()]
    asked = [piece for piece in pieces if _ASKS.match(piece)]
    told = [_LEAD.sub("", piece) for piece in pieces if not _ASKS.match(piece)]
    told = [piece for piece in told if re.search(r"\w", piece)]
    if len(asked) != 1 or not told or len(pieces) > _MOST:
        return None
    return asked[0], " ".join(told), pieces[-1] == asked[0]
