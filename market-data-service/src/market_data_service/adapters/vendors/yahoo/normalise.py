"""From yfinance's table to a series."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd

from market_data_service.adapters.vendors.yahoo.build_query import INTERVALS
from market_data_service.adapters.vendors.yahoo.extract import YahooAnswer
from market_data_service.adapters.vendors.yahoo.repair import YahooSeries, repair
from market_data_service.domain.adjustment import Basis
from market_data_service.domain.rows import series_of
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.problem import NoBars

_PRICES = ["Open", "High", "Low", "Close", "Volume"]


def normalise(answer: YahooAnswer, query: BarQuery, fetched_at: datetime) -> Fetched:
    """Return Yahoo's bars: prices are in today's shares, dividends too, and splits stand beside them.

    Raises:
        NoBars: The table is empty.
    """
    about = YahooSeries(
        answer.ticker, INTERVALS[query.timeframe], answer.zone, answer.currency or query.instrument.currency
    )
    mended = repair(answer.frame, about)
    frame = mended.frame.dropna(subset=["Close"]).sort_index()
    if not len(frame):
        raise NoBars(f"Yahoo has no bars of {query.instrument.symbol} in the range.", symbol=query.instrument.symbol)
    index = pd.DatetimeIndex(frame.index)
    instants = np.asarray(index.tz_convert("UTC").tz_localize(None).as_unit("ns").asi8, dtype=np.int64)
    if not query.timeframe.is_intraday:
        # The date as Yahoo writes it, in the zone of its exchange.
        local = np.asarray(index.tz_localize(None).as_unit("ns").asi8, dtype=np.int64)
        instants = local - local % 86_400_000_000_000
    rows = series_of(instants, frame[_PRICES].to_numpy(dtype=np.float64))
    at = np.searchsorted(instants, rows.series.timestamp)
    series = replace(
        rows.series,
        dividend=frame["Dividends"].to_numpy(dtype=np.float64)[at],
        split=frame["Stock Splits"].to_numpy(dtype=np.float64)[at],
    )
    notes = (*rows.notes, *mended.notes)
    if answer.currency and answer.currency != query.instrument.currency:
        notes = (*notes, f"Yahoo quotes in {answer.currency}.")
    return Fetched(series=series, basis=Basis.SPLITS, fetched_at=fetched_at, notes=notes, duplicates=rows.duplicates)
