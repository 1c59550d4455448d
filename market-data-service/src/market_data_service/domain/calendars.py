"""When an exchange trades: sessions in UTC, with lunch breaks, half days and our corrections."""

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import exchange_calendars
import numpy as np
import pandas as pd

from market_data_service.domain.series import NANOSECONDS_A_DAY, FloatArray, IntArray, day_nanoseconds
from trading_contracts.problem import NotFound

ALWAYS_OPEN = "24/7"
# exchange_calendars calls these sessions; the exchange was closed for typhoon Saola and for the black rainstorm.
_NOT_SESSIONS = {"XHKG": (date(2023, 9, 1), date(2023, 9, 8))}
_FIRST = {"XNYS": date(1950, 1, 3), "XHKG": date(1980, 1, 2)}
_LAST = date(2035, 12, 31)
_NONE = np.iinfo(np.int64).min


class UnknownCalendar(NotFound):
    """No calendar has this key."""


@dataclass(frozen=True, slots=True)
class Session:
    """One day of trading, in UTC."""

    session: date
    open: datetime
    close: datetime
    break_start: datetime | None
    break_end: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class TradingCalendar:
    """The sessions of one exchange as columns.

    Attributes:
        days: Session dates as nanoseconds of their 00:00 UTC, rising, shape (sessions,).
        open: Regular open and close, nanoseconds UTC, shape (sessions,).
        break_start: Lunch break; the lowest integer where there is none.
    """

    key: str
    zone: str
    days: IntArray
    open: IntArray
    close: IntArray
    break_start: IntArray
    break_end: IntArray

    @property
    def always_open(self) -> bool:
        """Return whether the market never closes."""
        return self.key == ALWAYS_OPEN

    def sessions(self, start: date, end: date) -> list[Session]:
        """Return the sessions from `start` to `end`, both inclusive."""
        first, stop = self._span(start, end)
        return [self._session(at) for at in range(first, stop)]

    def session_days(self, start: date, end: date) -> IntArray:
        """Return the session dates from `start` to `end` inclusive, as nanoseconds of 00:00 UTC."""
        first, stop = self._span(start, end)
        return self.days[first:stop]

    def day_of(self, timestamp: IntArray) -> IntArray:
        """Return the local date of each moment, as nanoseconds of that date's 00:00 UTC."""
        if self.always_open or not len(timestamp):
            return timestamp - timestamp % NANOSECONDS_A_DAY
        midnights, days = _local_midnights(self.zone)
        at = np.searchsorted(midnights, timestamp, side="right") - 1
        return days[at]

    def midnight_of(self, timestamp: IntArray) -> IntArray:
        """Return when the local day of each moment began, nanoseconds UTC."""
        if self.always_open or not len(timestamp):
            return timestamp - timestamp % NANOSECONDS_A_DAY
        midnights, _ = _local_midnights(self.zone)
        return midnights[np.searchsorted(midnights, timestamp, side="right") - 1]

    def index_of(self, day: IntArray) -> IntArray:
        """Return the position of each date among the sessions, -1 where it is no session."""
        at = np.searchsorted(self.days, day)
        inside = np.minimum(at, len(self.days) - 1)
        return np.where(self.days[inside] == day, inside, -1)

    def minutes_since_open(self, timestamp: IntArray) -> FloatArray:
        """Return minutes from the session's open to each moment; NaN on days without a session."""
        return self._minutes(timestamp, self.open)

    def minutes_to_close(self, timestamp: IntArray) -> FloatArray:
        """Return minutes from each moment to the session's close; NaN on days without a session."""
        return -self._minutes(timestamp, self.close)

    def _minutes(self, timestamp: IntArray, mark: IntArray) -> FloatArray:
        at = self.index_of(self.day_of(timestamp))
        minutes = (timestamp - mark[np.maximum(at, 0)]) / 60e9
        return np.where(at >= 0, minutes, np.nan)

    def _span(self, start: date, end: date) -> tuple[int, int]:
        first = np.searchsorted(self.days, day_nanoseconds(start))
        stop = np.searchsorted(self.days, day_nanoseconds(end), side="right")
        return int(first), int(stop)

    def _session(self, at: int) -> Session:
        pause = self.break_start[at] != _NONE
        return Session(
            session=_date(int(self.days[at])),
            open=_utc(self.open[at]),
            close=_utc(self.close[at]),
            break_start=_utc(self.break_start[at]) if pause else None,
            break_end=_utc(self.break_end[at]) if pause else None,
        )


@lru_cache(maxsize=8)
def calendar(key: str) -> TradingCalendar:
    """Return the calendar of an exchange (`XNYS`, `XHKG`, `24/7`).

    Raises:
        UnknownCalendar: There is none of this name.
    """
    if key == ALWAYS_OPEN:
        return _always_open()
    if key not in _FIRST:
        raise UnknownCalendar(f"There is no calendar {key}; XNYS, XHKG and 24/7 are known.", calendar=key)
    with warnings.catch_warnings():
        # The library uses accessors that pandas 4 will change; that is its own to mend.
        warnings.simplefilter("ignore", DeprecationWarning)
        source = exchange_calendars.get_calendar(key, start=str(_FIRST[key]), end=str(_LAST))
    schedule = source.schedule
    closed = [pd.Timestamp(day) for day in _NOT_SESSIONS.get(key, ())]
    schedule = schedule[~schedule.index.isin(closed)]
    return TradingCalendar(
        key=key,
        zone=str(source.tz.key),
        days=_column(schedule.index),
        open=_column(schedule["open"]),
        close=_column(schedule["close"]),
        break_start=_column(schedule["break_start"]),
        break_end=_column(schedule["break_end"]),
    )


def _always_open() -> TradingCalendar:
    days = np.arange(day_nanoseconds(date(2009, 1, 1)), day_nanoseconds(_LAST) + 1, NANOSECONDS_A_DAY, dtype=np.int64)
    none = np.full(len(days), _NONE)
    return TradingCalendar(ALWAYS_OPEN, "UTC", days, days, days + NANOSECONDS_A_DAY, none, none)


def _column(values: Any) -> IntArray:  # noqa: ANN401 - pandas hands over an index here, a series there
    moments = pd.DatetimeIndex(values.array if isinstance(values, pd.Series) else values)
    naive = moments if moments.tz is None else moments.tz_convert("UTC").tz_localize(None)
    # NaT becomes the lowest integer, which is what `break_start` says it means.
    return np.asarray(naive.as_unit("ns").asi8, dtype=np.int64)


def make_ready() -> None:
    """Compute the calendars of all exchanges, which are then remembered: a fifth of a second each."""
    for key in _FIRST:
        calendar(key)


@lru_cache(maxsize=8)
def _local_midnights(zone: str) -> tuple[IntArray, IntArray]:
    days = pd.date_range("1950-01-01", str(_LAST), freq="D")
    local = days.tz_localize(ZoneInfo(zone), ambiguous=True, nonexistent="shift_forward")
    return _column(local), _column(days)


def _date(nanoseconds: int) -> date:
    return date(1970, 1, 1) + (date(1970, 1, 2) - date(1970, 1, 1)) * (nanoseconds // NANOSECONDS_A_DAY)


def _utc(nanoseconds: np.int64) -> datetime:
    return datetime.fromtimestamp(int(nanoseconds) // 1_000_000_000, UTC)
