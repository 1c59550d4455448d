"""From ccxt's candles to a series."""

from datetime import datetime

import numpy as np

from market_data_service.adapters.vendors.ccxt_exchange.extract import Candle
from market_data_service.domain.adjustment import Basis
from market_data_service.domain.rows import MILLISECOND, matrix, series_of
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.problem import NoBars


def normalise(candles: list[Candle], query: BarQuery, fetched_at: datetime) -> Fetched:
    """Return an exchange's candles as bars; crypto has no splits and no dividends.

    Raises:
        NoBars: There is no candle in the range.
    """
    symbol = query.instrument.symbol
    if not candles:
        raise NoBars(f"There are no {query.timeframe} candles of {symbol} in the range.", symbol=symbol)
    instants = np.array([int(candle[0]) for candle in candles], dtype=np.int64) * MILLISECOND
    clean = series_of(instants, matrix(tuple(candle[1:6]) for candle in candles))
    return Fetched(
        series=clean.series,
        basis=Basis.RAW,
        fetched_at=fetched_at,
        notes=clean.notes,
        duplicates=clean.duplicates,
    )
