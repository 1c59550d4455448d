"""Two sources side by side: do they agree where both have bars?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from market_data_service.domain.series import BarSeries, FloatArray, moment

_TOLERANCE = 0.005
_ENOUGH = 0.02


@dataclass(frozen=True, slots=True)
class Overlap:
    """How the closes and volumes of two sources compare on common bars.

    Attributes:
        verdict: What the difference looks like; `agree` within 0.5 % on 98 % of the bars.
        median_ratio: Closes of the right source over those of the left.
        worst: The bar at which they differ most, and by what fraction.
    """

    left: str
    right: str
    bars: int
    verdict: Literal["agree", "no_overlap", "differ", "units", "adjustment"]
    median_ratio: float | None
    disagreeing: int
    worst: datetime | None
    worst_difference: float | None
    volume_ratio: float | None
    detail: str


def compare(left: BarSeries, right: BarSeries, names: tuple[str, str]) -> Overlap:
    """Return how two series of one instrument compare where both have bars."""
    common, at_left, at_right = np.intersect1d(left.timestamp, right.timestamp, assume_unique=True, return_indices=True)
    if not len(common):
        return Overlap(*names, 0, "no_overlap", None, 0, None, None, None, "The sources have no bar in common.")
    ratio = right.close[at_right] / left.close[at_left]
    off = np.abs(ratio - 1.0)
    worst = int(np.argmax(off))
    disagreeing = int((off > _TOLERANCE).sum())
    verdict = _verdict(ratio, disagreeing)
    return Overlap(
        left=names[0],
        right=names[1],
        bars=len(common),
        verdict=verdict,
        median_ratio=float(np.median(ratio)),
        disagreeing=disagreeing,
        worst=moment(int(common[worst])),
        worst_difference=float(off[worst]),
        volume_ratio=_volume_ratio(left.volume[at_left], right.volume[at_right]),
        detail=_DETAILS[verdict].format(*names, disagreeing=disagreeing, bars=len(common)),
    )


_DETAILS = {
    "agree": "{0} and {1} agree on {bars} bars.",
    "no_overlap": "{0} and {1} have no bar in common.",
    "units": "{1} quotes in another unit than {0} (a constant factor).",
    "adjustment": "{0} and {1} are adjusted differently: their ratio moves in steps.",
    "differ": "{0} and {1} differ by more than 0.5 % on {disagreeing} of {bars} bars.",
}


def _verdict(ratio: FloatArray, disagreeing: int) -> Literal["agree", "differ", "units", "adjustment"]:
    if disagreeing <= _ENOUGH * len(ratio):
        return "agree"
    median = float(np.median(ratio))
    if float(np.mean(np.abs(ratio / median - 1.0) > _TOLERANCE)) <= _ENOUGH:
        return "units"
    # Between corporate actions the ratio of two adjustments stands still.
    still = np.abs(np.diff(np.log(ratio))) < 1e-4
    return "adjustment" if float(np.mean(still)) > 0.9 else "differ"


def _volume_ratio(left: FloatArray, right: FloatArray) -> float | None:
    both = (left > 0) & (right > 0)
    return float(np.median(right[both] / left[both])) if both.any() else None
