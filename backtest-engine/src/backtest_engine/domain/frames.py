"""Bars of one symbol as a run receives them, with what is known about where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backtest_engine.domain.facade.sessions import Sessions
from trading_contracts.bars import Instrument, SeriesOrigin, Timeframe

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

PRICE_COLUMNS = ("open", "high", "low", "close", "volume")
"""Columns that every frame has, beside `time`."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of what is wrong with a series, as its source found it."""

    missing_sessions: int = 0
    duplicates: int = 0
    zero_volume: int = 0
    outliers: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Bars of one symbol.

    Attributes:
        warmup: Bars at the front that lie before the asked range.
        time: Open of each bar, nanoseconds since 1970 UTC, strictly rising.
        columns: Each of PRICE_COLUMNS, `dividend` and `split`, shape (bars,).
        sessions: What the calendar says about each bar.
        digest: Fingerprint of times and prices.
        calendar_digest: Fingerprint of the sessions.
    """

    instrument: Instrument
    origin: SeriesOrigin
    timeframe: Timeframe
    warmup: int
    quality: Quality
    time: IntArray
    columns: Mapping[str, FloatArray]
    sessions: Sessions
    digest: str
    calendar_digest: str

    @property
    def bars(self) -> int:
        """Return the number of bars, warm-up included."""
        return int(self.time.size)
