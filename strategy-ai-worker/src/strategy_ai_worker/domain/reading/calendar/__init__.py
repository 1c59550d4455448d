"""Conditions of time: hours, weekdays, months, days of the month."""

from strategy_ai_worker.domain.reading.calendar.core import time_condition
from strategy_ai_worker.domain.reading.calendar.outside import outside_part

__all__ = ["outside_part", "time_condition"]
