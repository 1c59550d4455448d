"""From Polygon's aggregates to a series."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from market_data_service.adapters.vendors.polygon.extract import PolygonAnswer
from market_data_service.domain.adjustment import Basis, CorporateAction, with_actions
from market_data_service.domain.calendars import calendar
from market_data_service.domain.rows import MILLISECOND, matrix, regular_hours, series_of, stamped
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.problem import NoBars

_NO_ACTIONS = "Polygon gave no splits or dividends for this key; prices are not adjusted for them."


def normalise(answer: PolygonAnswer, query: BarQuery, fetched_at: datetime) -> Fetched:
    """Return Polygon's bars with the ticker's events written into them.

    Raises:
        NoBars: There is no aggregate in the range.
    """
    symbol = query.instrument.symbol
    rows = [row for page in answer.pages for row in page.get("results") or []]
    if not rows:
        raise NoBars(f"Polygon has no {query.timeframe} bars of {symbol} in the range.", symbol=symbol)
    instants = np.array([int(row["t"]) for row in rows], dtype=np.int64) * MILLISECOND
    clean = series_of(
        stamped(instants, query.instrument, query.timeframe),
        matrix((row["o"], row["h"], row["l"], row["c"], row["v"]) for row in rows),
    )
    # We ask for unadjusted prices; whether they are is what the answer says.
    basis = Basis.SPLITS if any(page.get("adjusted") for page in answer.pages) else Basis.RAW
    actions = _actions(answer, answer_ticker(answer, symbol))
    hours = calendar(query.instrument.calendar)
    regular = regular_hours(clean, query.instrument, query.timeframe)
    series = with_actions(regular, hours.day_of(regular.timestamp), actions)
    missing = answer.splits is None or answer.dividends is None
    notes = (*clean.notes, _NO_ACTIONS) if missing else clean.notes
    return Fetched(series=series, basis=basis, fetched_at=fetched_at, notes=notes, duplicates=clean.duplicates)


def answer_ticker(answer: PolygonAnswer, symbol: str) -> str:
    """Return the ticker that the aggregates speak of."""
    return str(answer.pages[0].get("ticker", symbol))


def _actions(answer: PolygonAnswer, ticker: str) -> list[CorporateAction]:
    splits = [
        CorporateAction(date.fromisoformat(one.execution_date), "split", float(one.split_to) / float(one.split_from))
        for one in _of(answer.splits, ticker)
    ]
    dividends = [
        CorporateAction(date.fromisoformat(one.ex_dividend_date), "dividend", float(one.cash_amount))
        for one in _of(answer.dividends, ticker)
    ]
    return sorted([*splits, *dividends], key=lambda action: (action.date, action.kind))


def _of(events: Sequence[Any] | None, ticker: str) -> list[Any]:
    return [event for event in events or () if event.ticker == ticker]
