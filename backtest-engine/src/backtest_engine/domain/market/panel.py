"""Several symbols on one clock: every symbol keeps its own calendar, the equity curve has all their times."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.market.bars import NANOSECONDS_A_DAY, SymbolBars, midnight
from trading_contracts.bars import Timeframe
from trading_contracts.problem import EmptyRange, NoBars


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars of a universe and the clock that they share.

    Attributes:
        bars: A series a symbol, in the order of the universe.
        timeframe: The length of a bar.
        first: Index of each symbol's first bar in the range asked for; those before are warm-up.
        stop: One past each symbol's last bar in the range.
        times: The clock: every time at which some symbol has a bar in the range, shape (ticks,).
        tick_start: Where the entries of each tick begin in `entry_symbol`, shape (ticks + 1,); empty for one symbol.
        entry_symbol: Symbol of each bar in the range, tick by tick.
        entry_index: Index of that bar within its symbol.
    """

    bars: tuple[SymbolBars, ...]
    timeframe: Timeframe
    first: NDArray[np.int64]
    stop: NDArray[np.int64]
    times: NDArray[np.int64]
    tick_start: NDArray[np.int64]
    entry_symbol: NDArray[np.int64]
    entry_index: NDArray[np.int64]

    @property
    def symbols(self) -> tuple[str, ...]:
        """Return the symbols in the order of the universe."""
        return tuple(bars.symbol for bars in self.bars)

    @classmethod
    def of(cls, bars: Sequence[SymbolBars], timeframe: Timeframe, start: date, end: date) -> "Panel":
        """Return the panel of a range of dates, both inclusive; bars before `start` are warm-up.

        Raises:
            EmptyRange: The end is before the start.
            NoBars: A symbol has no bar in the range.
        """
        if end < start:
            raise EmptyRange(f"The range ends on {end} before it starts on {start}.", start=str(start), end=str(end))
        begin, finish = midnight(start), midnight(end) + NANOSECONDS_A_DAY
        first = np.array([np.searchsorted(one.time, begin) for one in bars], dtype=np.int64)
        stop = np.array([np.searchsorted(one.time, finish) for one in bars], dtype=np.int64)
        for one, low, high in zip(bars, first, stop, strict=True):
            if low >= high:
                raise NoBars(f"{one.symbol} has no bar from {start} to {end}.", symbol=one.symbol)
        if len(bars) == 1:
            none = np.zeros(0, np.int64)
            return cls(tuple(bars), timeframe, first, stop, bars[0].time[first[0] : stop[0]], none, none, none)
        times, tick_start, symbol, index = _clock(bars, first, stop)
        return cls(tuple(bars), timeframe, first, stop, times, tick_start, symbol, index)

    def within(self, first: int, stop: int) -> "Panel":
        """Return the same bars with a part of the clock as their range; all bars before it are warm-up.

        Args:
            first: First tick of the part.
            stop: One behind its last tick, above `first`.
        """
        begin, last = self.times[first], self.times[stop - 1]
        low = np.array([np.searchsorted(one.time, begin) for one in self.bars], dtype=np.int64)
        high = np.array([np.searchsorted(one.time, last, side="right") for one in self.bars], dtype=np.int64)
        if len(self.bars) == 1:
            none = np.zeros(0, np.int64)
            return replace(self, first=low, stop=high, times=self.times[first:stop], tick_start=none)
        times, tick_start, symbol, index = _clock(self.bars, low, high)
        return Panel(self.bars, self.timeframe, low, high, times, tick_start, symbol, index)


def _clock(
    bars: Sequence[SymbolBars], first: NDArray[np.int64], stop: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    every = np.concatenate([one.time[low:high] for one, low, high in zip(bars, first, stop, strict=True)])
    symbols = np.repeat(np.arange(len(bars)), stop - first)
    indices = np.concatenate([np.arange(low, high) for low, high in zip(first, stop, strict=True)])
    order = np.argsort(every, kind="stable")  # stable: at one time, symbols stay in the order of the universe
    times, tick_start = np.unique(every[order], return_index=True)
    return times, np.append(tick_start, len(every)), symbols[order], indices[order]
