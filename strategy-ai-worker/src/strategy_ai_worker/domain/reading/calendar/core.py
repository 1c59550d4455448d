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
from strategy_ai_worker.domain.reading.calendar.seasons import dates, days_compared, read_months, weekdays
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found


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
            return found
    return None
