"""All figures of an equity curve in one pass."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled

Array = NDArray[np.float64]
Sums = tuple[float, float, float, float, float, float, float]

NEARLY: Final = 1.0 + 1e-12
"""A margin for rounding."""


@dataclass(frozen=True, slots=True)
class CurveFigures:
    """Figures a period (a bar), from which the annual ones follow. NaN where undefined.

    Attributes:
        periods: Returns, the one of the first bar (from the initial cash) included.
        mean: Mean simple return.
        deviation: Standard deviation (ddof 1).
        downside: Root mean square of the negative returns, all periods in the mean.
        skew: Third standardised moment (ddof 0).
        kurtosis: Excess kurtosis (ddof 0).
        max_drawdown: Deepest fall from a running peak, in [-1, 0].
        mean_equity: Mean account value.
        ruined: Whether the account reached zero; returns end there.
    """

    periods: int
    mean: float
    deviation: float
    downside: float
    skew: float
    kurtosis: float
    max_drawdown: float
    mean_equity: float
    ruined: bool


@compiled
def one_pass(equity: Array, start: float) -> Sums:
    """Return sums of powers 1 to 4 of the returns, of squared losses, the deepest drawdown and the sum of equity.

    Args:
        equity: Shape (bars,).
        start: Value before the first bar.
    """
    one, two, three, four, losses, deepest, total = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    peak, before, bottom = start, start, start * NEARLY
    for i in range(equity.shape[0]):
        value = equity[i]
        total += value
        if value == before:
            continue  # most bars of most accounts; what follows would add nothing
        change = value / before - 1.0 if before > 0 else 0.0
        square = change * change
        one += change
        two += square
        three += square * change
        four += square * square
        loss = min(change, 0.0)
        losses += loss * loss
        # One question of both ends, seldom yes: asked one after the other they take as long as all the rest.
        if value > peak or value < bottom:
            peak = max(peak, value)
            deepest = min(deepest, value / peak - 1.0)
            bottom = peak * (1.0 + deepest) * NEARLY
        before = value
    return one, two, three, four, losses, deepest, total


@compiled
def _write_drawdowns(equity: Array, start: float, falls: Array) -> None:
    peak = start
    for i in range(equity.shape[0]):
        peak = max(peak, equity[i])
        falls[i] = equity[i] / peak - 1.0 if equity[i] < peak else 0.0


@compiled
def _write_returns(equity: Array, start: float, returns: Array) -> None:
    before = start
    for i in range(equity.shape[0]):
        value = equity[i]
        returns[i] = 0.0 if value == before or before <= 0 else value / before - 1.0
        before = value


def returns_of(equity: Array, start: float) -> Array:
    """Return the simple returns of a curve, shape (bars,); 0 once the account is not above zero."""
    returns = np.empty(len(equity))
    _write_returns(np.ascontiguousarray(equity), start, returns)
    return returns


def drawdowns_of(equity: Array, start: float) -> Array:
    """Return the distance from the running peak, of which `start` is the first; fractions in [-1, 0], shape (bars,)."""
    falls = np.empty(len(equity))
    _write_drawdowns(np.ascontiguousarray(equity), start, falls)
    return falls


@compiled
def moments(n: int, sums: Sums) -> Sums:
    """Return the figures of a curve of n bars, in the order of CurveFigures from `mean` to `mean_equity`."""
    one, two, three, four, losses, deepest, total = sums
    if n == 0:
        return math.nan, math.nan, math.nan, math.nan, math.nan, 0.0, math.nan
    mean, skew, kurtosis = one / n, math.nan, math.nan
    central = max(two / n - mean * mean, 0.0)
    deviation = 0.0 if n > 1 else math.nan
    # Rounding leaves a trace of variance in a constant series.
    if central > 1e-28:
        deviation = math.sqrt(central * n / (n - 1)) if n > 1 else math.nan
        third = three / n - 3 * mean * two / n + 2 * mean * mean * mean
        fourth = four / n - 4 * mean * three / n + 6 * mean * mean * two / n - 3 * mean * mean * mean * mean
        skew, kurtosis = third / central**1.5, fourth / (central * central) - 3.0
    return mean, deviation, math.sqrt(losses / n), skew, kurtosis, max(deepest, -1.0), total / n


def figures_of(n: int, sums: Sums, *, ruined: bool = False) -> CurveFigures:
    """Return the figures of a curve of n bars from the sums of `one_pass`."""
    return CurveFigures(n, *moments(n, sums), ruined=ruined)


def figures_alone(equity: Array, start: float) -> CurveFigures:
    """Return the figures of a curve; its returns are written nowhere.

    Args:
        equity: Account value at each bar's close, shape (bars,).
        start: Account value before the first bar.
    """
    return figures_of(len(equity), one_pass(equity, start), ruined=bool(len(equity) and np.min(equity) <= 0))


def curve_figures(equity: Array, start: float) -> tuple[CurveFigures, Array]:
    """Return the figures of a curve and its simple returns, shape (bars,); see `figures_alone`."""
    return figures_alone(equity, start), returns_of(equity, start)
