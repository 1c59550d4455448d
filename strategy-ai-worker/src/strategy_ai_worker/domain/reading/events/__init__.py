"""Conditions that have a name of their own: golden crosses, candles, streaks, gaps, new highs."""

from strategy_ai_worker.domain.reading.events.candles import (
    all_green,
    candle,
    coloured,
    divergence,
    heikin,
    span_move,
    streak,
)
from strategy_ai_worker.domain.reading.events.counted import days_of_days
from strategy_ai_worker.domain.reading.events.cross_of import cross_of_both
from strategy_ai_worker.domain.reading.events.crosses import (
    aligned,
    cross_lies,
    named_cross,
    noun_cross,
    pair_cross,
    stacked,
)
from strategy_ai_worker.domain.reading.events.gaps import all_time, breakout, gap, gap_filled, new_extreme, squeeze
from strategy_ai_worker.domain.reading.events.stretches import (
    fallen,
    heavy_volume,
    off_high,
    on_volume,
    period_was,
    sloping,
    volume_moves,
    whole_period,
)
from strategy_ai_worker.domain.reading.events.turns import noun_flip

__all__ = [
    "aligned",
    "all_green",
    "all_time",
    "breakout",
    "candle",
    "coloured",
    "cross_lies",
    "cross_of_both",
    "days_of_days",
    "divergence",
    "fallen",
    "gap",
    "gap_filled",
    "heavy_volume",
    "heikin",
    "named_cross",
    "new_extreme",
    "noun_cross",
    "noun_flip",
    "off_high",
    "on_volume",
    "pair_cross",
    "period_was",
    "sloping",
    "span_move",
    "squeeze",
    "stacked",
    "streak",
    "volume_moves",
    "whole_period",
]
