"""Bars as strategy code sees them, with views of other symbols and of higher timeframes."""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from backtest_engine.domain.facade.arrays import (
    FloatArray,
    TruthArray,
    WholeArray,
    read_only,
    taken,
)
from backtest_engine.domain.facade.resampling import Grouping, group_bars
from backtest_engine.domain.facade.sessions import Sessions, plain_sessions
from trading_contracts.bars import Timeframe

_Number = TypeVar("_Number", np.float64, np.int64)

COLUMNS = ("open", "high", "low", "close", "volume")


class UnknownOtherSymbol(LookupError):
    """Code asks for a symbol whose bars were not handed in."""


class BarView:
    """Bars of one symbol. Nothing in it can be written to; arrays that are closed already are not copied.

    Attributes:
        timestamps: Open of each bar, nanoseconds since 1970 UTC, int64, shape (bars,).
        open, high, low, close, volume: float64, shape (bars,).
        timeframe: How long a bar lasts.
        sessions: Facts of the calendar for each bar.
    """

    __slots__ = (
        "__weakref__",
        "_longer",
        "_others",
        "close",
        "high",
        "low",
        "open",
        "sessions",
        "timeframe",
        "timestamps",
        "volume",
    )

    def __init__(
        self,
        timestamps: WholeArray,
        columns: Mapping[str, FloatArray],
        *,
        timeframe: Timeframe | str = Timeframe.D1,
        sessions: Sessions | None = None,
        others: "Mapping[str, BarView] | None" = None,
    ) -> None:
        self.timeframe = Timeframe(timeframe)
        self.timestamps = _own(timestamps, np.int64)
        self._take(columns)
        self.sessions = sessions or plain_sessions(self.timestamps, self.timeframe)
        self._others = {} if others is None else others
        self._longer: dict[Timeframe, BarView] = {}

    def __len__(self) -> int:
        return len(self.timestamps)

    def column(self, name: str) -> FloatArray:
        """Return a column by name (`open high low close volume`)."""
        if name not in COLUMNS:
            raise KeyError(name)
        values: FloatArray = getattr(self, name)
        return values

    def symbol(self, name: str) -> "BarView":
        """Return another symbol's bars on our bars: at each, its latest bar that is complete when ours closes.

        Raises:
            UnknownOtherSymbol: Its bars were not handed in.
        """
        other = self._other(name)
        index = _seen(self, other)
        aligned = {column: taken(other.column(column), index) for column in COLUMNS}
        return BarView(self.timestamps, aligned, timeframe=self.timeframe, sessions=self.sessions, others=self._others)

    def other(self, name: str) -> "BarView":
        """Return another symbol's own bars, whose `back` shows a series of theirs on our bars.

        What looks at several bars (an average of 200) is computed on these, on all the history that they have.

        Raises:
            UnknownOtherSymbol: Its bars were not handed in.
        """
        other = self._other(name)
        return OtherView(other, _seen(self, other))

    def _other(self, name: str) -> "BarView":
        if name not in self._others:
            known = ", ".join(sorted(self._others)) or "none"
            raise UnknownOtherSymbol(f"No bars of {name} are at hand; there are: {known}.")
        return self._others[name]

    def on(self, timeframe: Timeframe | str) -> "BarView":
        """Return bars of a longer timeframe, whose `back` shows them where they are complete.

        A longer bar is complete at the close of the last of its bars by the calendar; where that one is missing,
        with the first bar after it.

        Raises:
            ValueError: The timeframe is shorter than ours.
        """
        wanted = Timeframe(timeframe)
        if wanted is self.timeframe:
            return self
        if wanted.duration < self.timeframe.duration:
            raise ValueError(f"Bars of {self.timeframe} cannot be seen on {wanted}: it is shorter.")
        if wanted not in self._longer:
            self._longer[wanted] = HigherView(self, wanted)
        return self._longer[wanted]

    def back(self, values: FloatArray | TruthArray) -> FloatArray | TruthArray:
        """Return a series of this view on the bars that it was made from."""
        return values

    def _take(self, columns: Mapping[str, FloatArray]) -> None:
        self.open = self._column(columns, "open")
        self.high = self._column(columns, "high")
        self.low = self._column(columns, "low")
        self.close = self._column(columns, "close")
        self.volume = self._column(columns, "volume")

    def _column(self, columns: Mapping[str, FloatArray], name: str) -> FloatArray:
        values = _own(columns[name], np.float64)
        if values.shape != self.timestamps.shape:
            raise ValueError(f"The column {name} has {len(values)} values for {len(self.timestamps)} bars.")
        return values


class LazyView(BarView):
    """Bars whose columns are made when they are first read."""

    __slots__ = ("_made",)

    def _take(self, columns: Mapping[str, FloatArray]) -> None:
        self._made = columns

    def __getattr__(self, name: str) -> FloatArray:
        # Called where a column has no value yet.
        if name not in COLUMNS:
            raise AttributeError(name)
        values = self._column(self._made, name)
        setattr(self, name, values)
        return values


class HigherView(BarView):
    """Bars of a longer timeframe, made of the bars of a shorter one."""

    __slots__ = ("_grouping", "_lower")

    def __init__(self, lower: BarView, timeframe: Timeframe) -> None:
        grouping: Grouping = group_bars(lower.timestamps, lower.sessions, lower.timeframe, timeframe)
        columns = {
            "open": lower.open[grouping.first],
            "high": grouping.highest(lower.high),
            "low": grouping.lowest(lower.low),
            "close": lower.close[grouping.last],
            "volume": grouping.total(lower.volume),
        }
        super().__init__(
            lower.timestamps[grouping.first],
            columns,
            timeframe=timeframe,
            sessions=grouping.sessions(lower.sessions),
        )
        self._grouping = grouping
        self._lower = lower

    def symbol(self, name: str) -> BarView:
        """Return another symbol's bars on this timeframe."""
        return self._lower.symbol(name).on(self.timeframe)

    def back(self, values: FloatArray | TruthArray) -> FloatArray | TruthArray:
        """Return a series of this view on the bars that it was made from: the latest completed value at each.

        Before anything is completed it is NaN, of a truth False.
        """
        return values if np.ndim(values) == 0 else self._lower.back(_shown(self, values, self._grouping.seen))


class OtherView(BarView):
    """Another symbol's own bars, shown on ours."""

    __slots__ = ("_index", "_native")

    def __init__(self, native: BarView, index: WholeArray) -> None:
        columns = {name: native.column(name) for name in COLUMNS}
        super().__init__(native.timestamps, columns, timeframe=native.timeframe, sessions=native.sessions)
        self._native = native
        self._index = index

    def on(self, timeframe: Timeframe | str) -> BarView:
        """Return the other symbol's bars of a longer timeframe; their `back` leads to its own bars."""
        return self._native.on(timeframe)

    def back(self, values: FloatArray | TruthArray) -> FloatArray | TruthArray:
        """Return a series of the other symbol's bars on ours: at each, that of its latest complete bar.

        Before its first bar it is NaN, of a truth False.
        """
        return values if np.ndim(values) == 0 else _shown(self, values, self._index)


def _seen(ours: BarView, other: BarView) -> WholeArray:
    """Return the other's latest bar that is complete when each of ours closes, -1 for none, shape (our bars,)."""
    index: WholeArray = np.searchsorted(other.sessions.bar_closes_at, ours.sessions.bar_closes_at, side="right") - 1
    return index


def _shown(view: BarView, values: FloatArray | TruthArray, index: WholeArray) -> FloatArray | TruthArray:
    """Return the values of a view at an index a bar."""
    if len(values) != len(view):
        raise ValueError(f"The series has {len(values)} values for {len(view)} bars of {view.timeframe}.")
    if values.dtype == np.bool_:
        truth: TruthArray = taken(values.astype(np.float64), index) == 1
        return truth
    return taken(np.asarray(values, dtype=np.float64), index)


def _own(values: npt.NDArray[Any], kind: type[_Number]) -> npt.NDArray[_Number]:
    if values.dtype == kind and not values.flags.writeable:
        return values
    return read_only(np.array(values, dtype=kind))
