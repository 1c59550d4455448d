"""An indicator that turns from one side to the other, said as a noun."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.predicates.states import directional
from strategy_ai_worker.domain.reading.trees import call


def noun_flip(c: Cursor, i: int) -> Found:
    """Read "(Supertrend: long on) a bullish flip" of the indicator that was named before."""
    turns = c.skip(i + 1)
    topic = c.memory.topic
    sides = directional(topic) if topic is not None else None
    if sides is None or not c.at(i).has("STATE", "bullish", "bearish") or not c.at(turns).has("TURN"):
        return None
    return call("crosses_above" if c.at(i).has("STATE", "bullish") else "crosses_below", *sides), turns + 1
