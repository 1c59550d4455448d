"""One symbol's bars as arrays."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trading_contracts.bars import Instrument, Timeframe
from trading_contracts.problem import Rejected

Array = NDArray[np.float64]

NANOSECONDS_A_DAY: Final = 86_400_000_000_000
AROUND_THE_CLOCK: Final = "24/7"
"""The calendar of what never closes."""
_FUNDING_INTERVAL: Final = NANOSECONDS_A_DAY // 3


class BadBars(Rejected):
    """Bars that cannot be simulated: unequal lengths, times out of order, a price that is not a number."""


def grace(timeframe: Timeframe) -> int:
    """Return the nanoseconds without a bar after which a symbol counts as delisted: longer than any holidays."""
    return max(14 * NANOSECONDS_A_DAY, 3 * int(timeframe.duration.total_seconds()) * 1_000_000_000)


def funding_moments(time: NDArray[np.int64], timeframe: Timeframe) -> Array:
    """Return how often perpetual futures settle funding (00:00, 08:00, 16:00 UTC) after each bar's open.

    Counted up to the next bar's open, that moment included: whoever holds at a bar's close pays for the time without
    bars that follows.

    Args:
        time: Open of each bar, nanoseconds since 1970 UTC, shape (bars,).
        timeframe: The length of the last bar.
    """
    ends = np.append(time[1:], time[-1:] + int(timeframe.duration.total_seconds()) * 1_000_000_000)
    return np.asarray(ends // _FUNDING_INTERVAL - time // _FUNDING_INTERVAL, dtype=np.float64)


def midnight(day: date) -> int:
    """Return 00:00 UTC of a day as nanoseconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000_000


@dataclass(frozen=True, slots=True)
class SymbolBars:
    """Bars of one instrument, oldest first.

    Attributes:
        instrument: What it is; market, lot size and calendar decide costs, rounding and annualisation.
        time: Open time of each bar, nanoseconds since 1970 UTC, rising, shape (bars,).
        open: Price at the open, account currency, shape (bars,); `high`, `low`, `close` likewise.
        volume: Units traded in the bar, shape (bars,).
        dividend: Cash a unit that goes ex at the bar's open; None where prices are adjusted for it.
        split: New units for one old unit from the bar's open on, 1 where there is none.
        funding: Rate that longs pay to shorts at the bar's close, a fraction of the value (perpetual futures).
    """

    instrument: Instrument
    time: NDArray[np.int64]
    open: Array
    high: Array
    low: Array
    close: Array
    volume: Array
    dividend: Array | None = None
    split: Array | None = None
    funding: Array | None = None

    def __post_init__(self) -> None:
        symbol = self.instrument.symbol
        columns = (self.open, self.high, self.low, self.close, self.volume, self.dividend, self.split, self.funding)
        if any(column is not None and len(column) != len(self.time) for column in columns):
            raise BadBars(f"The columns of {symbol} have unequal lengths.", symbol=symbol)
        if len(self.time) > 1 and not np.all(self.time[1:] > self.time[:-1]):
            raise BadBars(f"The bars of {symbol} are not in rising order of time.", symbol=symbol)
        if not all(np.isfinite(column).all() for column in (self.open, self.high, self.low, self.close)):
            raise BadBars(f"A price of {symbol} is not a number.", symbol=symbol)

    @property
    def symbol(self) -> str:
        """Return the canonical symbol."""
        return self.instrument.symbol

    @property
    def is_around_the_clock(self) -> bool:
        """Return whether it never closes, as coins and perpetual futures do not."""
        return self.instrument.calendar == AROUND_THE_CLOCK

    def __len__(self) -> int:
        return len(self.time)
