"""When weights are decided anew."""

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.market import NANOSECONDS_A_DAY
from strategy_language.document.portfolio import Rebalance

_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def _periods(times: NDArray[np.int64], rebalance: str) -> NDArray[np.int64]:
    days = times // NANOSECONDS_A_DAY
    if rebalance == "daily":
        return np.asarray(days)
    if rebalance == "weekly":
        return np.asarray((days + 3) // 7)  # 1970-01-01 was a Thursday: weeks begin on Monday
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months // _MONTHS[rebalance])


def rebalance_ticks(times: NDArray[np.int64], rebalance: Rebalance) -> NDArray[np.bool_]:
    """Return at which ticks weights are decided, at their close, shape (ticks,).

    The first tick decides the first weights; after it the last tick of every period, so that the trades fall on the
    first open of the next one; or every N ticks. The last tick of all decides nothing: no bar follows it.
    """
    decides = np.zeros(len(times), np.bool_)
    if isinstance(rebalance, int):
        decides[::rebalance] = True
    else:
        periods = _periods(times, rebalance)
        decides[:-1] = periods[1:] != periods[:-1]
        decides[0] = True
    decides[-1] = False
    return decides
