"""The direction of an asset, from moving averages of its own closes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

LEAST_BARS = 60
_SIDEWAYS_BELOW = 0.4
_MOMENTUM_BARS = 126


@dataclass(frozen=True, slots=True)
class TrendReading:
    """A direction, how many of the votes agree on it (0 to 1), and what was asked."""

    label: Literal["up", "down", "sideways"]
    strength: float
    method: str


def read_trend(close: FloatArray) -> TrendReading | None:
    """Return the direction by vote, or None with fewer than 60 bars.

    The votes: the close against its 20-, 50- and 200-day average, the 50-day against the 200-day average, and the
    return over half a year. Votes that need more history than there is are not cast.

    Args:
        close: Daily closes, oldest first, shape (bars,).
    """
    if len(close) < LEAST_BARS:
        return None
    votes = [float(np.sign(close[-1] - close[-n:].mean())) for n in (20, 50, 200) if len(close) >= n]
    if len(close) >= 200:
        votes.append(float(np.sign(close[-50:].mean() - close[-200:].mean())))
    if len(close) > _MOMENTUM_BARS:
        votes.append(float(np.sign(close[-1] - close[-1 - _MOMENTUM_BARS])))
    mean = sum(votes) / len(votes)
    label: Literal["up", "down", "sideways"] = "sideways"
    if abs(mean) >= _SIDEWAYS_BELOW:
        label = "up" if mean > 0 else "down"
    return TrendReading(label, abs(mean), f"vote of {len(votes)}: averages of 20, 50, 200 days and half-year return")
