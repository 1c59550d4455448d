"""Conditions of time: hours, weekdays, months, days of the month."""

from strategy_ai_worker.domain.reading.calendar.core import time_condition

__all__ = ["time_condition"]
