"""From the exchange's chart to a series."""

from datetime import datetime
from typing import Any

import numpy as np

from market_data_service.domain.adjustment import Basis
from market_data_service.domain.rows import MILLISECOND, matrix, series_of, stamped
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.problem import NoBars

_NOTE = "Charts of the exchange are adjusted for splits, not for dividends, and carry no events."


def normalise(payload: dict[str, Any], query: BarQuery, fetched_at: datetime) -> Fetched:
    """Return the chart's bars: rows of `[milliseconds, open, high, low, close, volume, turnover]`.

    Raises:
        NoBars: The chart is empty.
    """
    symbol = query.instrument.symbol
    # The first and the last row may be empty frames of the chart.
    rows = [row for row in payload["datalist"] if row[1] is not None]
    if not rows:
        raise NoBars(f"{symbol} has no daily bars in the exchange's chart.", symbol=symbol)
    instants = np.array([int(row[0]) for row in rows], dtype=np.int64) * MILLISECOND
    clean = series_of(stamped(instants, query.instrument, query.timeframe), matrix(tuple(row[1:6]) for row in rows))
    return Fetched(
        series=clean.series,
        basis=Basis.SPLITS,
        fetched_at=fetched_at,
        notes=(*clean.notes, _NOTE),
        duplicates=clean.duplicates,
    )
