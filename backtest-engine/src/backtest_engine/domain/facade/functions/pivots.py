"""Pivot levels of the period before."""

from backtest_engine.domain.facade.arrays import FloatArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.stretches import period_before
from trading_contracts.bars import Timeframe


def pivot(bars: BarView, period: str) -> tuple[FloatArray, ...]:
    """Return the classic pivot, and three resistances and supports."""
    _, high, low, close = period_before(bars, Timeframe(period))
    middle, spread = (high + low + close) / 3, high - low
    return (
        middle,
        2 * middle - low,
        2 * middle - high,
        middle + spread,
        middle - spread,
        high + 2 * (middle - low),
        low - 2 * (high - middle),
    )


def fibonacci_pivot(bars: BarView, period: str) -> tuple[FloatArray, ...]:
    """Return the pivot, and levels at 38.2, 61.8 and 100 % of the range around it."""
    _, high, low, close = period_before(bars, Timeframe(period))
    middle, spread = (high + low + close) / 3, high - low
    levels = [middle]
    for ratio in (0.382, 0.618, 1.0):
        levels += [middle + ratio * spread, middle - ratio * spread]
    return tuple(levels)


def camarilla_pivot(bars: BarView, period: str) -> tuple[FloatArray, ...]:
    """Return the Camarilla levels from the fourth resistance down to the fourth support."""
    _, high, low, close = period_before(bars, Timeframe(period))
    steps = [1.1 * (high - low) / divisor for divisor in (2, 4, 6, 12)]
    return (*(close + step for step in steps), *(close - step for step in reversed(steps)))


IMPLEMENTATIONS = {"camarilla_pivot": camarilla_pivot, "fibonacci_pivot": fibonacci_pivot, "pivot": pivot}
