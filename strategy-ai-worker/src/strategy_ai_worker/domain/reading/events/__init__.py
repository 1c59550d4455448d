"""Conditions that have a name of their own: golden crosses, candles, streaks, gaps, new highs."""

from strategy_ai_worker.domain.reading.events.candles import candle, span_move, streak
from strategy_ai_worker.domain.reading.events.crosses import named_cross, pair_cross
from strategy_ai_worker.domain.reading.events.gaps import breakout, gap, new_extreme, squeeze

__all__ = ["breakout", "candle", "gap", "named_cross", "new_extreme", "pair_cross", "span_move", "squeeze", "streak"]
