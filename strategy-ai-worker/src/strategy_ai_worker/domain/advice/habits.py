"""How an asset usually moves: its range, and how far it ran with and against a position in the past."""

import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, NamedTuple

ATR_LENGTH = 14
_FEWEST_STRETCHES = 60
Side = Literal["long", "short", "both"]


class Candle(NamedTuple):
    """Open, high, low and close of a bar."""

    open: float
    high: float
    low: float
    close: float


class Stretch(NamedTuple):
    """One holding in the past: how far it ran against and with a position, in percent of its first open.

    `atr_percent` is the average true range of the bar before, in percent of its close.
    """

    against: float
    ahead: float
    atr_percent: float


@dataclass(frozen=True, slots=True)
class Habits:
    """An asset's own history, measured. Everything is in percent of the price.

    Attributes:
        stretches: Every holding of `bars_held` bars, from the open of its first bar to the extreme of its last.
        atr_percent: Median of the average true range over 14 bars (Wilder).
        range_percent: Median distance from high to low of a bar.
        deepest_fall: Deepest fall of the close from a peak; positive.
        swing: Standard deviation of the bars' returns.
    """

    bars: int
    bars_held: int
    stretches: tuple[Stretch, ...]
    atr_percent: float
    range_percent: float
    deepest_fall: float
    swing: float

    def against(self, share: float) -> float:
        """Return the run against a position that only so large a share of the stretches exceeded."""
        return _quantile([one.against for one in self.stretches], 1 - share)

    def ahead(self, share: float) -> float:
        """Return the run ahead that so large a share of the stretches reached."""
        return _quantile([one.ahead for one in self.stretches], 1 - share)

    @property
    def worst(self) -> float:
        """Return the worst run against a position."""
        return max(one.against for one in self.stretches)

    @property
    def best(self) -> float:
        """Return the best run ahead."""
        return max(one.ahead for one in self.stretches)

    def stopped_share(self, multiple: float) -> float:
        """Return in which share of the stretches a stop of so many average true ranges would have been hit."""
        return sum(one.against >= multiple * one.atr_percent for one in self.stretches) / len(self.stretches)


def measure(candles: Sequence[Candle], bars_held: int, side: Side) -> Habits | None:
    """Return how an asset usually moves, or None where there are too few bars to say.

    Args:
        candles: Oldest first; bars without a positive price are left out.
        bars_held: How long a position is usually held.
        side: Of the position; for both, the worse of the two is taken against it, and the lesser one ahead.
    """
    sound = [one for one in candles if min(one) > 0]
    ranges = _average_true_range(sound)
    if len(sound) - ATR_LENGTH - bars_held < _FEWEST_STRETCHES:
        return None
    highs, lows = (
        _extremes([one.high for one in sound], bars_held, 1),
        _extremes([one.low for one in sound], bars_held, -1),
    )
    stretches = tuple(
        _stretch(sound[first].open, highs[first], lows[first], ranges[first - 1] / sound[first - 1].close * 100, side)
        for first in range(ATR_LENGTH + 1, len(sound) - bars_held + 1)
    )
    closes = [one.close for one in sound]
    return Habits(
        bars=len(sound),
        bars_held=bars_held,
        stretches=stretches,
        atr_percent=median(ranges[at] / closes[at] * 100 for at in range(ATR_LENGTH, len(sound))),
        range_percent=median((one.high - one.low) / one.close * 100 for one in sound),
        deepest_fall=_deepest_fall(closes),
        swing=_deviation([now / before - 1 for before, now in itertools.pairwise(closes)]) * 100,
    )


def _stretch(entry: float, high: float, low: float, atr_percent: float, side: Side) -> Stretch:
    up, down = (high / entry - 1) * 100, (1 - low / entry) * 100
    match side:
        case "long":
            return Stretch(down, up, atr_percent)
        case "short":
            return Stretch(up, down, atr_percent)
        case "both":
            return Stretch(max(up, down), min(up, down), atr_percent)


def _average_true_range(candles: Sequence[Candle]) -> list[float]:
    """Return Wilder's average of the true range; bars before the first whole window hold NaN."""
    true = [max(now.high, before.close) - min(now.low, before.close) for before, now in itertools.pairwise(candles)]
    if len(true) < ATR_LENGTH:
        return [float("nan")] * len(candles)
    average = sum(true[:ATR_LENGTH]) / ATR_LENGTH
    found = [*[float("nan")] * ATR_LENGTH, average]
    for each in true[ATR_LENGTH:]:
        average += (each - average) / ATR_LENGTH
        found.append(average)
    return found


def _extremes(values: Sequence[float], length: int, sign: int) -> list[float]:
    """Return the highest (sign 1) or lowest (-1) of each window of `length` values, by its first value."""
    window: deque[int] = deque()
    found: list[float] = []
    for at, value in enumerate(values):
        while window and sign * values[window[-1]] <= sign * value:
            window.pop()
        window.append(at)
        if window[0] <= at - length:
            window.popleft()
        if at >= length - 1:
            found.append(values[window[0]])
    return found


def _deepest_fall(closes: Sequence[float]) -> float:
    peak, deepest = closes[0], 0.0
    for close in closes:
        peak = max(peak, close)
        deepest = max(deepest, 1 - close / peak)
    return deepest * 100


def _deviation(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return float((sum((one - mean) ** 2 for one in values) / (len(values) - 1)) ** 0.5)


def _quantile(values: Sequence[float], share: float) -> float:
    """Return the quantile by linear interpolation between the two nearest values."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
