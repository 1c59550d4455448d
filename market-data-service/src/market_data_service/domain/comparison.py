"""Two sources side by side: do they agree where both have bars?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from market_data_service.domain.series import BarSeries, FloatArray, moment

_TOLERANCE = 0.005
_ENOUGH = 0.02
_LEAST_VOLUME = 0.5


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


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One source's bars for a comparison.

    Attributes:
        quoted: Prices as they were quoted on the day, as far as the source tells.
        adjusted: The same bars adjusted for splits and dividends.
    """

    name: str
    quoted: BarSeries
    adjusted: BarSeries


def disagreements(before: Side, now: Side) -> tuple[str, ...]:
    """Return in what one source's bars differ from another's where both have them; nothing when they agree.

    Prices are compared as quoted, so that a unit or an adjustment shows; then what splits and dividends make of them;
    then volumes, which are told when they differ by half or more.
    """
    overlap = compare(before.quoted, now.quoted, (before.name, now.name))
    if not overlap.bars:
        return ()
    found = []
    if overlap.verdict != "agree":
        found.append(_said(overlap))
    elif (apart := _growth_apart(before.adjusted, now.adjusted)) > _TOLERANCE:
        found.append(
            f"{now.name} and {before.name} count splits and dividends differently: over {overlap.bars} common bars "
            f"their adjusted returns differ by {apart:.1%}."
        )
    volume = overlap.volume_ratio
    if volume is not None and not _LEAST_VOLUME <= volume <= 1 / _LEAST_VOLUME:
        found.append(f"The volume of {now.name} is {volume:.3g} times that of {before.name}.")
    return tuple(found)


def _said(overlap: Overlap) -> str:
    if overlap.verdict != "units":
        worst = f"{overlap.worst_difference:.1%} on {overlap.worst:%Y-%m-%d}" if overlap.worst else "not known"
        return f"{overlap.detail} The worst difference is {worst}."
    return f"{overlap.detail} {overlap.right} is {overlap.median_ratio:.4g} times {overlap.left}."


def _growth_apart(before: BarSeries, now: BarSeries) -> float:
    """Return by what fraction two series' growth differs from their first to their last common bar."""
    _, at_before, at_now = np.intersect1d(before.timestamp, now.timestamp, assume_unique=True, return_indices=True)
    first, last = before.close[at_before[[0, -1]]]
    first_now, last_now = now.close[at_now[[0, -1]]]
    if min(first, last, first_now, last_now) <= 0:
        return 0.0
    return float(abs((last_now / first_now) / (last / first) - 1.0))


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
