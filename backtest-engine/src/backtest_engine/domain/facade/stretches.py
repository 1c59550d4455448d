"""Where sessions and longer periods begin, and what their bars came to."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, WholeArray, shifted, taken
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.scans import place_in_stretch
from backtest_engine.domain.facade.sessions import period_of
from trading_contracts.bars import Timeframe


def session_begins(bars: BarView) -> TruthArray:
    """Return where a bar's session is not that of the bar before it; the first bar begins one, shape (bars,)."""
    return _begins(bars.sessions.session)


def place_in_session(bars: BarView) -> WholeArray:
    """Return the number of each bar in its session, 0 for the first, shape (bars,)."""
    return place_in_stretch(session_begins(bars))


def period_before(bars: BarView, timeframe: Timeframe) -> tuple[FloatArray, ...]:
    """Return open, high, low and close of the whole day, week or month before that of each bar."""
    begins = _begins(period_of(bars.sessions.session, timeframe))
    starts = np.flatnonzero(begins)
    if len(starts) == 0:
        return bars.open, bars.high, bars.low, bars.close
    before = np.cumsum(begins) - 2
    last = np.append(starts[1:], len(begins)) - 1
    values = (
        bars.open[starts],
        np.maximum.reduceat(bars.high, starts),
        np.minimum.reduceat(bars.low, starts),
        bars.close[last],
    )
    return tuple(taken(each, before) for each in values)


def last_of_sessions_before(values: FloatArray, bars: BarView, back: int) -> FloatArray:
    """Return the last value that a series had in the session `back` sessions earlier, shape (bars,)."""
    begins = session_begins(bars)
    at_begin = shifted(values, 1)[begins]
    if back > len(at_begin):
        return np.full(len(values), np.nan)
    return taken(at_begin, np.cumsum(begins) - back)


def _begins(labels: WholeArray) -> TruthArray:
    begins = np.ones(len(labels), dtype=bool)
    begins[1:] = labels[1:] != labels[:-1]
    return begins
