"""Volume measures that TA-Lib has not."""

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, WholeArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.functions.from_talib import call_talib, rolling_mean
from backtest_engine.domain.facade.scans import place_since, running
from backtest_engine.domain.facade.stretches import place_in_session


def obv_slope(bars: BarView, length: int) -> FloatArray:
    """Return the slope of the regression line through the on-balance volume."""
    return call_talib("LINEARREG_SLOPE", call_talib("OBV", bars.close, bars.volume), settings=(length,))


def relative_volume(bars: BarView, length: int) -> FloatArray:
    """Return volume over its mean, the current bar included."""
    mean = rolling_mean(bars.volume, length)
    return np.where(mean > 0, bars.volume / mean, np.nan)


def vwap(bars: BarView) -> FloatArray:
    """Return the volume-weighted typical price since the session began; NaN while no volume has traded."""
    return _weighted_price(bars, place_in_session(bars))


def anchored_vwap(bars: BarView, condition: TruthArray) -> FloatArray:
    """Return the volume-weighted typical price since the condition was last true."""
    return _weighted_price(bars, place_since(condition))


def vwap_bands(bars: BarView) -> tuple[FloatArray, ...]:
    """Return the session's VWAP and one volume-weighted standard deviation on both sides."""
    place = place_in_session(bars)
    typical = (bars.high + bars.low + bars.close) / 3
    # Distances from the session's first price: squares of whole prices would lose the digits that matter.
    first = typical[np.arange(len(typical)) - place]
    distance = typical - first
    volume = running(np.add, bars.volume, place)
    mean = running(np.add, distance * bars.volume, place) / volume
    square = running(np.add, distance**2 * bars.volume, place) / volume
    deviation = np.sqrt(np.maximum(square - mean**2, 0))
    middle = np.where(volume > 0, first + mean, np.nan)
    return middle + deviation, middle, middle - deviation


def _weighted_price(bars: BarView, place: WholeArray) -> FloatArray:
    typical = (bars.high + bars.low + bars.close) / 3
    volume = running(np.add, bars.volume, place)
    return np.where(volume > 0, running(np.add, typical * bars.volume, place) / volume, np.nan)


IMPLEMENTATIONS = {
    "anchored_vwap": anchored_vwap,
    "obv_slope": obv_slope,
    "relative_volume": relative_volume,
    "vwap": vwap,
    "vwap_bands": vwap_bands,
}
