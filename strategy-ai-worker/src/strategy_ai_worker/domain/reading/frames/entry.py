"""Messages that are a whole of their own kind."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.frames.accumulation import accumulation
from strategy_ai_worker.domain.reading.frames.allocation import allocation, speaks_of_weights
from strategy_ai_worker.domain.reading.frames.kinds import chooses, count_symbols, speaks_of_pairs, speaks_of_rotation
from strategy_ai_worker.domain.reading.frames.long_short import long_short
from strategy_ai_worker.domain.reading.frames.mixes import mixes
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
    draft.allocation = mixes(c, draft) or tilt(c, draft)
    if draft.allocation is not None:
        return True
    return symbols > 1 and _several(c, draft, symbols)


def _several(c: Cursor, draft: Draft, symbols: int) -> bool:
    """Read several assets of which some are held by rank, or one by a rule; return whether the message says so."""
    ranked = speaks_of_rotation(c)
    if ranked:
        draft.allocation = long_short(c, draft) or refuged(c, draft, named_hold(c, symbols) or 1)
    if draft.allocation is None and not (ranked and chooses(c)):
        draft.allocation = switch(c, draft)
    if draft.allocation is None and ranked:
        draft.rotation = rotation(c, draft, symbols)
    return draft.is_portfolio
