"""The sessions of an exchange, and what they say about each bar.

Time words run on exchange time: hours, weekdays and months are those of the exchange's zone, half days end early,
and minutes count on the clock, lunch included.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from backtest_engine.domain.facade.arrays import TruthArray, WholeArray
from backtest_engine.domain.facade.sessions import Sessions, month_of, period_of
from trading_contracts.bars import Timeframe

DAY_MINUTES: Final = 1440
_NANOSECONDS_A_MINUTE: Final = 60_000_000_000
_NANOSECONDS_A_DAY: Final = DAY_MINUTES * _NANOSECONDS_A_MINUTE
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """Sessions in order; they must reach a month beyond the last bar, so that ends of months are known in advance.

    For bars outside of them every weekday counts as a session.

    Attributes:
        days: Session dates, days since 1970, shape (sessions,).
        opens: Open of each session, nanoseconds since 1970 UTC.
        closes: Close of each session (half days close early), nanoseconds since 1970 UTC.
        zone: IANA zone of the exchange.
    """

    days: WholeArray
    opens: WholeArray
    closes: WholeArray
    zone: str

    @classmethod
    def around_the_clock(cls, first: date, last: date) -> "Schedule":
        """Return a schedule in which every UTC day is a session, with 40 days beyond `last`."""
        days = np.arange((first - _EPOCH).days, (last - _EPOCH).days + 41, dtype=np.int64)
        opens = days * _NANOSECONDS_A_DAY
        return cls(days, opens, opens + _NANOSECONDS_A_DAY, "UTC")

    def of(self, timestamps: WholeArray, timeframe: Timeframe) -> Sessions:
        """Return what the schedule says about bars.

        Args:
            timestamps: Open of each bar, nanoseconds since 1970 UTC; of daily and longer bars 00:00 UTC of the date.
            timeframe: How long a bar lasts.
        """
        if timeframe.is_intraday:
            return self._of_intraday(timestamps, timeframe)
        return self._of_days(timestamps, timeframe)

    def _of_intraday(self, timestamps: WholeArray, timeframe: Timeframe) -> Sessions:
        offset = _offset_minutes(timestamps, self.zone)
        minutes = timestamps // _NANOSECONDS_A_MINUTE + offset
        every_session = minutes // DAY_MINUTES
        # Facts of a session are looked up once for all of its bars.
        begins, lengths = _runs(every_session)
        session = every_session[begins]
        place, known = self._places(session)
        midnight = (session + 1) * _NANOSECONDS_A_DAY - offset[begins] * _NANOSECONDS_A_MINUTE
        facts = (
            self._after(session),
            np.where(known, self.opens[place], timestamps[begins]),
            np.where(known, self.closes[place], midnight),
            self._left_in_month(session),
            self._of_month(session),
        )
        following, start, end, left, of_month = (np.repeat(each, lengths) for each in facts)
        bar_end = timestamps + int(timeframe.duration.total_seconds()) * 1_000_000_000
        return Sessions(
            session=every_session,
            next_session=following,
            opens_at=start,
            closes_at=end,
            bar_closes_at=np.where(timestamps < end, np.minimum(bar_end, end), bar_end),
            clock=minutes % DAY_MINUTES,
            left_in_month=left,
            of_month=of_month,
        )

    def _of_days(self, timestamps: WholeArray, timeframe: Timeframe) -> Sessions:
        session = timestamps // _NANOSECONDS_A_DAY
        place, known = self._places(session)
        following = self._after(session)
        last, last_known = place, known
        if timeframe is not Timeframe.D1:
            periods = period_of(self.days, timeframe)
            own = period_of(session, timeframe)
            beyond = np.minimum(np.searchsorted(periods, own, side="right"), len(self.days) - 1)
            following = np.where(periods[beyond] > own, self.days[beyond], following)
            last = np.maximum(np.searchsorted(periods, own, side="right") - 1, 0)
            last_known = periods[last] == own
        start = np.where(known, self.opens[place], timestamps)
        nominal = timestamps + int(timeframe.duration.total_seconds()) * 1_000_000_000
        end = np.where(last_known, self.closes[last], nominal)
        offset = _offset_minutes(start, self.zone)
        return Sessions(
            session=session,
            next_session=following,
            opens_at=start,
            closes_at=end,
            bar_closes_at=end,
            clock=(start // _NANOSECONDS_A_MINUTE + offset) % DAY_MINUTES,
            left_in_month=self._left_in_month(session),
            of_month=self._of_month(session),
        )

    def _places(self, session: WholeArray) -> tuple[WholeArray, np.ndarray]:
        place = np.minimum(np.searchsorted(self.days, session), len(self.days) - 1)
        return place, self.days[place] == session

    def _covers(self, session: WholeArray) -> TruthArray:
        covered: TruthArray = (session >= self.days[0]) & (session < self.days[-1])
        return covered

    def _after(self, session: WholeArray) -> WholeArray:
        place = np.searchsorted(self.days, session, side="right")
        listed = self.days[np.minimum(place, len(self.days) - 1)]
        weekday = np.busday_offset(session.astype("datetime64[D]"), 1, roll="backward").astype(np.int64)
        return np.where(self._covers(session), listed, weekday)

    def _left_in_month(self, session: WholeArray) -> WholeArray:
        end = np.searchsorted(month_of(self.days), month_of(session), side="right")
        listed = end - np.searchsorted(self.days, session, side="right")
        weekdays = np.busday_count((session + 1).astype("datetime64[D]"), _month_begin(session, 1))
        return np.where(self._covers(session), listed, weekdays)

    def _of_month(self, session: WholeArray) -> WholeArray:
        start = np.searchsorted(month_of(self.days), month_of(session), side="left")
        listed = np.searchsorted(self.days, session, side="right") - start
        weekdays = np.busday_count(_month_begin(session, 0), (session + 1).astype("datetime64[D]"))
        return np.where(self._covers(session), listed, weekdays)


def _offset_minutes(timestamps: WholeArray, zone: str) -> WholeArray:
    # The offset of a day is taken at noon UTC: clocks are changed at night, and outside of sessions.
    if zone == "UTC" or len(timestamps) == 0:
        return np.zeros(len(timestamps), dtype=np.int64)
    days = timestamps // _NANOSECONDS_A_DAY
    begins, lengths = _runs(days)
    where = ZoneInfo(zone)
    offsets = [_offset_at(int(day), where) for day in days[begins]]
    return np.repeat(np.array(offsets, dtype=np.int64), lengths)


def _month_begin(session: WholeArray, months: int) -> np.ndarray:
    return (month_of(session) + months).astype("datetime64[M]").astype("datetime64[D]")


def _runs(labels: WholeArray) -> tuple[WholeArray, WholeArray]:
    begins = np.flatnonzero(np.diff(labels, prepend=labels[:1] - 1))
    return begins, np.diff(np.append(begins, len(labels)))


def _offset_at(day: int, zone: ZoneInfo) -> int:
    noon = datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
    offset = noon.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds() // 60)
