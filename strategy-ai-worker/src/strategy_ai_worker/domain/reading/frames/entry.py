"""Messages that are a whole of their own kind."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.frames.allocation import allocation, speaks_of_weights
from strategy_ai_worker.domain.reading.frames.kinds import count_symbols, speaks_of_pairs, speaks_of_rotation
from strategy_ai_worker.domain.reading.frames.pairs import pairs
from strategy_ai_worker.domain.reading.frames.rotation import rotation
from strategy_ai_worker.domain.reading.memory import Cursor


def read_frame(c: Cursor, draft: Draft) -> bool:
    """Read the message as a pairs trade, fixed weights or a rotation; return whether it is one."""
    symbols = count_symbols(c)
    if symbols == 2 and speaks_of_pairs(c):
        draft.pairs = pairs(c, draft)
        return True
    if speaks_of_weights(c):
        draft.allocation = allocation(c, draft)
        return True
    if symbols >= 2 and speaks_of_rotation(c):
        draft.rotation = rotation(c, draft, symbols)
        return draft.rotation is not None
    return False
