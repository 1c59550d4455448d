"""Made-up prices under symbols that say so: the same symbol always gives the same series."""

import zlib

import numpy as np

from market_data_service.domain.series import BarSeries, IntArray
from trading_contracts.bars import Timeframe

_YEAR_MINUTES = 365 * 24 * 60
_DRIFT, _VOLATILITY, _START = 0.06, 0.25, 100.0


def simulate(symbol: str, timeframe: Timeframe, stamps: IntArray) -> BarSeries:
    """Return a geometric random walk (drift 6 %, volatility 25 % a year) on the given bar opens.

    A bar depends on symbol, timeframe and the number of bars before it alone: a longer range repeats the shorter.
    """
    seed = zlib.crc32(f"{symbol}/{timeframe}".encode())
    rng = np.random.default_rng(seed)
    years = timeframe.duration.total_seconds() / 60 / _YEAR_MINUTES
    noise = rng.standard_normal((len(stamps), 4))
    step = (_DRIFT - _VOLATILITY**2 / 2) * years + _VOLATILITY * np.sqrt(years) * noise[:, 0]
    close = _START * np.exp(np.cumsum(step))
    before = np.concatenate([[_START], close[:-1]])
    open_ = before * np.exp(0.1 * _VOLATILITY * np.sqrt(years) * noise[:, 1])
    reach = np.exp(0.5 * _VOLATILITY * np.sqrt(years) * np.abs(noise[:, 2]))
    return BarSeries(
        timestamp=stamps,
        open=open_,
        high=np.maximum(open_, close) * reach,
        low=np.minimum(open_, close) / reach,
        close=close,
        volume=np.round(1e5 * np.exp(0.5 * noise[:, 3])),
    )
