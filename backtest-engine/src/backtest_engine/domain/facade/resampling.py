"""Bars of a longer timeframe out of shorter ones, and where each of them is complete."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, WholeArray
from backtest_engine.domain.facade.sessions import Sessions, period_of
from trading_contracts.bars import Timeframe

_DAY_MINUTES: Final = 1440


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Which bars make which longer bar.

    Attributes:
        members: Bars that belong to a group, in order: shape (members,). Bars after a group's closing bar (late
            prints, extended hours) belong to none.
        starts: Place in `members` at which each group begins, shape (groups,).
        first: First bar of each group, shape (groups,).
        last: Last bar of each group, shape (groups,).
        seen: For each bar the latest group that is complete at its close, -1 for none, shape (bars,).
    """

    members: WholeArray
    starts: WholeArray
    first: WholeArray
    last: WholeArray
    seen: WholeArray

    def highest(self, values: FloatArray) -> FloatArray:
        """Return the highest value of each group."""
        return np.maximum.reduceat(values[self.members], self.starts) if len(self.starts) else values[:0]

    def lowest(self, values: FloatArray) -> FloatArray:
        """Return the lowest value of each group."""
        return np.minimum.reduceat(values[self.members], self.starts) if len(self.starts) else values[:0]

    def total(self, values: FloatArray) -> FloatArray:
        """Return the sum of each group."""
        return np.add.reduceat(values[self.members], self.starts) if len(self.starts) else values[:0]

    def sessions(self, lower: Sessions) -> Sessions:
        """Return the sessions of the longer bars: they begin with their first and end with their last bar."""
        ends = lower.at(self.last)
        return replace(
            lower.at(self.first),
            next_session=ends.next_session,
            closes_at=ends.bar_closes_at,
            bar_closes_at=ends.bar_closes_at,
            left_in_month=ends.left_in_month,
        )


def group_bars(timestamps: WholeArray, sessions: Sessions, lower: Timeframe, higher: Timeframe) -> Grouping:
    """Return the longer bars that bars of a shorter timeframe make.

    Longer bars are those of the exchange's clock and calendar: hours of its day, its sessions, calendar weeks.
    """
    label = _labels(sessions, higher)
    closing = _closing(timestamps, sessions, lower, higher)
    begins = np.ones(len(label), dtype=bool)
    begins[1:] = label[1:] != label[:-1]
    closed_before: WholeArray = np.cumsum(closing) - closing
    at_begin = np.maximum.accumulate(np.where(begins, np.arange(len(label)), 0)) if len(label) else label
    member: TruthArray = closed_before == closed_before[at_begin]
    group = np.cumsum(begins) - 1
    members = np.flatnonzero(member)
    starts = np.searchsorted(members, np.flatnonzero(begins))
    ends = np.append(starts[1:], len(members)) - 1
    return Grouping(
        members=members,
        starts=starts,
        first=members[starts],
        last=members[ends],
        seen=np.where(closing | ~member, group, group - 1),
    )


def _labels(sessions: Sessions, higher: Timeframe) -> WholeArray:
    if not higher.is_intraday:
        return period_of(sessions.session, higher)
    minutes = int(higher.duration.total_seconds()) // 60
    return sessions.session * _DAY_MINUTES + sessions.clock // minutes * minutes


def _closing(timestamps: WholeArray, sessions: Sessions, lower: Timeframe, higher: Timeframe) -> TruthArray:
    if not higher.is_intraday:
        return sessions.ends_period(higher)
    minutes = int(higher.duration.total_seconds()) // 60
    end = sessions.session * _DAY_MINUTES + sessions.clock + int(lower.duration.total_seconds()) // 60
    last_of_session = sessions.ends_session() & (timestamps < sessions.closes_at)
    return last_of_session | (end >= _labels(sessions, higher) + minutes)
