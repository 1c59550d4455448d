"""How lively an asset is, against its own past."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from market_research_service.domain.trend import FloatArray

LEAST_BARS = 120
_WINDOW = 20
_CALM_BELOW, _TURBULENT_ABOVE = 0.30, 0.80


@dataclass(frozen=True, slots=True)
class VolatilityReading:
    """The present volatility (a fraction a year) and where it lies among the past (0 to 1)."""

    label: Literal["calm", "normal", "turbulent"]
    annualised: float
    percentile: float
    method: str


def read_volatility(close: FloatArray, bars_a_year: float) -> VolatilityReading | None:
    """Return the standard deviation of the last 20 daily log returns and its rank, or None with fewer than 120 bars.

    Args:
        close: Daily closes, oldest first, shape (bars,).
        bars_a_year: Trading days of the asset's calendar.
    """
    if len(close) < LEAST_BARS or bool((close <= 0).any()):
        return None
    returns = np.diff(np.log(close))
    windows = np.lib.stride_tricks.sliding_window_view(returns, _WINDOW)
    rolling = windows.std(axis=1, ddof=1) * np.sqrt(bars_a_year)
    now = float(rolling[-1])
    percentile = float((rolling <= now).mean())
    label: Literal["calm", "normal", "turbulent"] = "normal"
    if percentile < _CALM_BELOW:
        label = "calm"
    elif percentile > _TURBULENT_ABOVE:
        label = "turbulent"
    method = f"standard deviation of {_WINDOW} daily log returns, ranked among {len(rolling)} such windows"
    return VolatilityReading(label, now, percentile, method)
