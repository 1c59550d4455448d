"""Fear and greed: from 0 to 100, published or computed from an asset's own closes."""

from typing import Literal

import numpy as np

from market_research_service.domain.trend import FloatArray

Mood = Literal["extreme fear", "fear", "neutral", "greed", "extreme greed"]
LEAST_BARS = 252
METHOD = (
    "mean of four parts of the asset's own closes: distance from the 125-bar mean, place in the 252-bar range, "
    "calmness of the last 20 bars, share of gains in the last 14 bars"
)
_MEAN_BARS, _CALM_BARS, _GAIN_BARS = 125, 20, 14


def mood_of(value: float) -> Mood:
    """Return the name of a level, by the bounds that the published index uses."""
    bounds: tuple[tuple[float, Mood], ...] = ((25, "extreme fear"), (46, "fear"), (55, "neutral"), (76, "greed"))
    return next((mood for bound, mood in bounds if value < bound), "extreme greed")


def computed_mood(close: FloatArray) -> float | None:
    """Return a level from 0 to 100, or None with fewer than 252 bars.

    Args:
        close: Daily closes, oldest first, shape (bars,).
    """
    if len(close) < LEAST_BARS:
        return None
    parts = (_distance(close), _place(close), _calmness(close), _gains(close))
    return float(np.mean(parts))


def _distance(close: FloatArray) -> float:
    window = np.lib.stride_tricks.sliding_window_view(close, _MEAN_BARS)
    away = close[_MEAN_BARS - 1 :] / window.mean(axis=1) - 1
    return float((away <= away[-1]).mean() * 100)


def _place(close: FloatArray) -> float:
    year = close[-LEAST_BARS:]
    low, high = float(year.min()), float(year.max())
    return 50.0 if high == low else (float(close[-1]) - low) / (high - low) * 100


def _calmness(close: FloatArray) -> float:
    returns = np.diff(np.log(close))
    rolling = np.lib.stride_tricks.sliding_window_view(returns, _CALM_BARS).std(axis=1)
    return float((rolling >= rolling[-1]).mean() * 100)


def _gains(close: FloatArray) -> float:
    moves = np.diff(close[-_GAIN_BARS - 1 :])
    total = float(np.abs(moves).sum())
    return 50.0 if total == 0 else float(moves[moves > 0].sum()) / total * 100
