"""Messages that are a whole of their own kind."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.frames.accumulation import accumulation
from strategy_ai_worker.domain.reading.frames.allocation import allocation, speaks_of_weights
from strategy_ai_worker.domain.reading.frames.kinds import count_symbols, speaks_of_pairs, speaks_of_rotation
from strategy_ai_worker.domain.reading.frames.long_short import long_short
from strategy_ai_worker.domain.reading.frames.pairs import pairs
from strategy_ai_worker.domain.reading.frames.rotation import named_hold, rotation
from strategy_ai_worker.domain.reading.frames.standing import standing
from strategy_ai_worker.domain.reading.frames.switch import refuged, switch
from strategy_ai_worker.domain.reading.frames.tilt import tilt
from strategy_ai_worker.domain.reading.memory import Cursor


def read_frame(c: Cursor, draft: Draft) -> bool:
    """Read the message as a pairs trade, target weights or a rotation; return whether it is one."""
    symbols = count_symbols(c)
    if symbols == 2 and speaks_of_pairs(c):
        draft.pairs = pairs(c, draft)
        return True
    if speaks_of_weights(c):
        draft.allocation = allocation(c, draft)
        return True
    if accumulation(c, draft) or standing(c, draft):
        return True
    draft.allocation = tilt(c, draft)
    if draft.allocation is not None:
        return True
    if symbols < 2:
        return False
    if not speaks_of_rotation(c):
        draft.allocation = switch(c, draft)
        return draft.allocation is not None
    draft.allocation = long_short(c, draft) or refuged(c, draft, named_hold(c, symbols) or 1)
    if draft.allocation is None:
        draft.rotation = rotation(c, draft, symbols)
    return True
