"""Conditions of time: hours, weekdays, months, days of the month."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.calendar.clock import before_close, clock_time, session_part
from strategy_ai_worker.domain.reading.calendar.days import (
    edge_of_month,
    from_end,
    month_day,
    month_span,
    trading_day,
    week_edge,
)
from strategy_ai_worker.domain.reading.calendar.edges import (
    before_end,
    both_edges,
    pace,
    quarter_of_year,
    week_of_month,
)
from strategy_ai_worker.domain.reading.calendar.nearest import nearest_day, side_of_date
from strategy_ai_worker.domain.reading.calendar.seasons import dates, days_compared, read_months, weekdays
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node


def time_condition(c: Cursor, i: int) -> Found:
    """Return a condition of clock or calendar that begins at a lexeme."""
    for reader in (
        pace,
        both_edges,
        week_of_month,
        quarter_of_year,
        before_end,
        month_span,
        from_end,
        week_edge,
        side_of_date,
        nearest_day,
        month_day,
        trading_day,
        edge_of_month,
        dates,
        read_months,
        days_compared,
        weekdays,
        before_close,
        session_part,
        clock_time,
    ):
        found = reader(c, i)
        if found is not None:
            return _at_time_of_day(c, found) if reader in _DAYS else found
    return None


_DAYS = (both_edges, before_end, from_end, nearest_day, month_day, trading_day, edge_of_month, dates)
_AT_OPEN = frozenset(["at the open", "on the open", "at the opening", "at its open"])


def _at_time_of_day(c: Cursor, found: tuple[Node, int]) -> tuple[Node, int]:
    """Read "(on the last trading day of the month) at the close": the part of that day at which it is done."""
    k = c.skip(found[1])
    part = "open" if c.at(k).text in _AT_OPEN else "close" if c.at(k).has("FILLAT", "same_close") else ""
    behind = c.at(k + 1)
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("MARK") or behind.has("ACT")
    if not part or not ends:
        return found
    c.memory.day_times[k] = part
    return found[0], k + 1
