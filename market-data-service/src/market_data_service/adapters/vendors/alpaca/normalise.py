"""From Alpaca's bars to a series."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from market_data_service.adapters.vendors.alpaca.extract import AlpacaAnswer
from market_data_service.domain.adjustment import Basis, CorporateAction, with_actions
from market_data_service.domain.calendars import calendar
from market_data_service.domain.rows import matrix, regular_hours, series_of, stamped
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.problem import NoBars

_NO_ACTIONS = "Alpaca gave no splits or dividends for this key; prices are not adjusted for them."


def normalise(answer: AlpacaAnswer, query: BarQuery, fetched_at: datetime) -> Fetched:
    """Return Alpaca's bars with the symbol's events written into them.

    Raises:
        NoBars: There is no bar in the range.
    """
    symbol = query.instrument.symbol
    # `bars` is there even when it is empty: a page without it has another shape.
    rows = [row for page in answer.pages for row in (page["bars"] or {}).get(symbol, ())]
    if not rows:
        raise NoBars(f"Alpaca has no {query.timeframe} bars of {symbol} in the range.", symbol=symbol)
    moments = pd.DatetimeIndex(pd.to_datetime([row["t"] for row in rows], utc=True, format="ISO8601"))
    instants = np.asarray(moments.as_unit("ns").asi8, dtype=np.int64)
    clean = series_of(
        stamped(instants, query.instrument, query.timeframe),
        matrix((row["o"], row["h"], row["l"], row["c"], row["v"]) for row in rows),
    )
    hours = calendar(query.instrument.calendar)
    regular = regular_hours(clean, query.instrument, query.timeframe)
    series = with_actions(regular, hours.day_of(regular.timestamp), sorted(_actions(answer, symbol), key=_order))
    notes = (*clean.notes, _NO_ACTIONS) if answer.actions is None else clean.notes
    return Fetched(series=series, basis=Basis.RAW, fetched_at=fetched_at, notes=notes, duplicates=clean.duplicates)


def _actions(answer: AlpacaAnswer, symbol: str) -> Iterator[CorporateAction]:
    for page in answer.actions or ():
        listed: dict[str, list[dict[str, Any]]] = page.get("corporate_actions") or {}
        for event in (*listed.get("forward_splits", ()), *listed.get("reverse_splits", ())):
            if event["symbol"] == symbol:
                ratio = float(event["new_rate"]) / float(event["old_rate"])
                yield CorporateAction(date.fromisoformat(event["ex_date"]), "split", ratio)
        for event in listed.get("cash_dividends", ()):
            if event["symbol"] == symbol:
                yield CorporateAction(date.fromisoformat(event["ex_date"]), "dividend", float(event["rate"]))


def _order(action: CorporateAction) -> tuple[date, str]:
    return (action.date, action.kind)
