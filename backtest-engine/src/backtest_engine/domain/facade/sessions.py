"""What is known about the session of each bar."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from backtest_engine.domain.facade.arrays import TruthArray, WholeArray
from trading_contracts.bars import Timeframe

_NANOSECONDS_A_DAY: Final = 86_400_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Sessions:
    """Facts of the calendar for each bar, known in advance; all arrays int64, shape (bars,).

    Attributes:
        session: Session date, days since 1970.
        next_session: Date of the session after it (after the bar's last session for weekly and longer bars).
        opens_at: Open of the session, nanoseconds since 1970 UTC.
        closes_at: Close of the session, nanoseconds since 1970 UTC.
        bar_closes_at: Close of the bar, nanoseconds since 1970 UTC.
        clock: Minute of the exchange's day at which the bar opens.
        left_in_month: Sessions of the month that come after this one; 0 on the last.
        of_month: Which session of the month it is; 1 on the first.
    """

    session: WholeArray
    next_session: WholeArray
    opens_at: WholeArray
    closes_at: WholeArray
    bar_closes_at: WholeArray
    clock: WholeArray
    left_in_month: WholeArray
    of_month: WholeArray

    def arrays(self) -> dict[str, WholeArray]:
        """Return the arrays by name: `Sessions(**sessions.arrays())` is the same again."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def at(self, index: WholeArray | slice) -> "Sessions":
        """Return the sessions of some of the bars."""
        return Sessions(**{name: values[index] for name, values in self.arrays().items()})

    def ends_session(self) -> TruthArray:
        """Return where a bar is the last of its session by the calendar, shape (bars,)."""
        ends: TruthArray = self.bar_closes_at >= self.closes_at
        return ends

    def ends_period(self, timeframe: Timeframe) -> TruthArray:
        """Return where a bar is the last of its day, week, month or quarter by the calendar, shape (bars,)."""
        ends = self.ends_session()
        if timeframe is Timeframe.D1:
            return ends
        last: TruthArray = period_of(self.next_session, timeframe) != period_of(self.session, timeframe)
        return ends & last


def month_of(days: WholeArray) -> WholeArray:
    """Return months since 1970 of days since 1970."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def period_of(days: WholeArray, timeframe: Timeframe) -> WholeArray:
    """Return the running number of the day, calendar week (from Monday), month or quarter of days since 1970."""
    if timeframe is Timeframe.W1:
        return (days + 3) // 7
    if timeframe is Timeframe.MO1:
        return month_of(days)
    if timeframe is Timeframe.MO3:
        return month_of(days) // 3
    return days


def plain_sessions(timestamps: WholeArray, timeframe: Timeframe) -> Sessions:
    """Return sessions for bars of which no calendar is known: every UTC day is one.

    Weeks then end on Sunday and months on their last day, so that a completed bar may be seen late, never early.
    """
    session = timestamps // _NANOSECONDS_A_DAY
    opens_at = session * _NANOSECONDS_A_DAY
    duration = int(timeframe.duration.total_seconds()) * 1_000_000_000
    closes_at = opens_at + (_NANOSECONDS_A_DAY if timeframe.is_intraday else duration)
    month_end = (month_of(session) + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    month_start = month_of(session).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return Sessions(
        session=session,
        next_session=closes_at // _NANOSECONDS_A_DAY,
        opens_at=opens_at,
        closes_at=closes_at,
        bar_closes_at=np.minimum(timestamps + duration, closes_at),
        clock=(timestamps // 60_000_000_000) % 1440,
        left_in_month=month_end - session - 1,
        of_month=session - month_start + 1,
    )
