"""The few figures by which runs are compared, compiled: a sweep asks for them ten thousand times."""

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.statistics.curve import Sums, moments

Headlines = tuple[float, float, float, float, float, float]
"""Total return, Sharpe, Sortino and Calmar ratio, deepest drawdown, Sharpe ratio of one bar."""


@compiled
def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


@compiled
def headlines(bars: int, sums: Sums, account: tuple[float, float], periods: float) -> Headlines:
    """Return the headline figures of a curve; no finite number where one is undefined.

    Args:
        bars: Of the curve.
        sums: Those of `one_pass`.
        account: What the curve began and ended with.
        periods: Bars a year.
    """
    (start, final), root = account, math.sqrt(periods)
    mean, deviation, downside, _, _, fall, _ = moments(bars, sums)
    growth = (final / start) ** (1.0 / (bars / periods)) - 1.0 if final > 0 else math.nan
    ratio = _over(mean, deviation)
    return final / start - 1.0, ratio * root, _over(mean, downside) * root, _over(growth, -fall), fall, ratio
