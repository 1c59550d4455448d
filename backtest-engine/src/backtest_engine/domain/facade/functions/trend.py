"""Lines that follow trends."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, shifted
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.from_talib import (
    average_true_range,
    call_talib,
    rolling_highest,
    rolling_lowest,
    rolling_sum,
)


def chandelier(bars: BarView, length: int, multiplier: float) -> tuple[FloatArray, ...]:
    """Return the chandelier exits of longs and of shorts."""
    distance = multiplier * average_true_range(bars, length)
    return rolling_highest(bars.high, length) - distance, rolling_lowest(bars.low, length) + distance


def ichimoku(bars: BarView, conversion: int, base: int, span: int) -> tuple[FloatArray, ...]:
    """Return conversion line, base line and the two leading spans that stand over each bar."""
    conversion_line, base_line = _middle(bars, conversion), _middle(bars, base)
    span_a = shifted((conversion_line + base_line) / 2, base)
    return conversion_line, base_line, span_a, shifted(_middle(bars, span), base)


def choppiness(bars: BarView, length: int) -> FloatArray:
    """Return the choppiness index."""
    ranges = rolling_sum(call_talib("TRANGE", bars.high, bars.low, bars.close), length)
    spread = rolling_highest(bars.high, length) - rolling_lowest(bars.low, length)
    index = 100 * np.log10(ranges / spread) / np.log10(length)
    return np.where(spread > 0, np.clip(index, 0, 100), np.nan)


def _middle(bars: BarView, length: int) -> FloatArray:
    return (rolling_highest(bars.high, length) + rolling_lowest(bars.low, length)) / 2


IMPLEMENTATIONS = {"chandelier": chandelier, "choppiness": choppiness, "ichimoku": ichimoku}
