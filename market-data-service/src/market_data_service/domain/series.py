"""A series of bars as columns of numbers: sorted, unique, finite by construction."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from trading_contracts.problem import Rejected

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

NANOSECONDS_A_DAY = 86_400_000_000_000
PRICES = ("open", "high", "low", "close")


class MalformedSeries(Rejected):
    """Bars are out of order, twice there, or not finite."""


@dataclass(frozen=True, slots=True, eq=False)
class BarSeries:
    """Bars in order of time.

    Attributes:
        timestamp: Open of each bar, nanoseconds since 1970 UTC, strictly rising, shape (bars,).
        open: Prices and volume, float64, shape (bars,).
        dividend: Cash a share on the ex-date, in the units of the prices beside it; 0 is none.
        split: New shares for one old on the ex-date; 0 is none.
        adj_close: The vendor's own adjusted close, where it gave one.
        filled: Bars that were put in for a holiday, with the last close and no volume.
    """

    timestamp: IntArray
    open: FloatArray
    high: FloatArray
    low: FloatArray
    close: FloatArray
    volume: FloatArray
    dividend: FloatArray = field(default_factory=lambda: np.empty(0))
    split: FloatArray = field(default_factory=lambda: np.empty(0))
    adj_close: FloatArray | None = None
    filled: BoolArray = field(default_factory=lambda: np.empty(0, dtype=bool))

    def __post_init__(self) -> None:
        for name in ("dividend", "split"):
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.zeros(len(self.timestamp)))
        if not len(self.filled):
            object.__setattr__(self, "filled", np.zeros(len(self.timestamp), dtype=bool))
        self._check()

    def __len__(self) -> int:
        return len(self.timestamp)

    @classmethod
    def empty(cls) -> Self:
        """Return a series without any bar."""
        nothing = np.empty(0)
        return cls(np.empty(0, dtype=np.int64), nothing, nothing, nothing, nothing, nothing)

    @property
    def first(self) -> datetime:
        """Return the open of the first bar."""
        return moment(int(self.timestamp[0]))

    @property
    def last(self) -> datetime:
        """Return the open of the last bar."""
        return moment(int(self.timestamp[-1]))

    def between(self, first: int, stop: int) -> Self:
        """Return the bars at positions `first` to `stop`, exclusive, without copying."""
        part = slice(first, stop)
        return self._map(lambda column: column[part])

    def where(self, keep: BoolArray) -> Self:
        """Return the bars at which `keep` is true."""
        return self._map(lambda column: column[keep])

    def _map(self, cut: Callable[[npt.NDArray[Any]], npt.NDArray[Any]]) -> Self:
        adjusted = None if self.adj_close is None else cut(self.adj_close)
        columns = {name: cut(getattr(self, name)) for name in _COLUMNS}
        return replace(self, **columns, adj_close=adjusted)

    def _check(self) -> None:
        size = len(self.timestamp)
        if any(len(getattr(self, name)) != size for name in _COLUMNS):
            raise MalformedSeries("The columns of a series have different lengths.")
        if size > 1 and not bool(np.all(self.timestamp[1:] > self.timestamp[:-1])):
            raise MalformedSeries("Bars are not in strictly rising order of time.")
        for name in (*PRICES, "volume"):
            if not bool(np.isfinite(getattr(self, name)).all()):
                raise MalformedSeries(f"A value in the column {name} is missing or infinite.", column=name)


_COLUMNS = ("timestamp", "open", "high", "low", "close", "volume", "dividend", "split", "filled")


def moment(nanoseconds: int) -> datetime:
    """Return nanoseconds since 1970 as an aware UTC moment, to the microsecond."""
    return datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC).replace(
        microsecond=nanoseconds % 1_000_000_000 // 1000
    )


def nanoseconds(at: datetime) -> int:
    """Return an aware moment as nanoseconds since 1970."""
    return int(at.timestamp()) * 1_000_000_000 + at.microsecond * 1000


def day_nanoseconds(day: date) -> int:
    """Return 00:00 UTC of a date as nanoseconds since 1970."""
    return (day - date(1970, 1, 1)).days * NANOSECONDS_A_DAY


def join(older: BarSeries, newer: BarSeries) -> BarSeries:
    """Return both series as one; where both have a bar at the same time, the newer series' bar stays."""
    kept = older.where(~np.isin(older.timestamp, newer.timestamp))
    order = np.argsort(np.concatenate([kept.timestamp, newer.timestamp]), kind="stable")
    columns = {name: np.concatenate([getattr(kept, name), getattr(newer, name)])[order] for name in _COLUMNS}
    both = kept.adj_close is not None and newer.adj_close is not None
    adjusted = np.concatenate([kept.adj_close, newer.adj_close])[order] if both else None
    return BarSeries(**columns, adj_close=adjusted)
