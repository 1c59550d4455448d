"""Yahoo's known faults: found and mended by yfinance's own rules, each step kept only if it makes the series smoother.

Faults that only finer data could mend are left as they are; no call is made here.
"""
# ruff: noqa: SLF001 - yfinance offers its rules as a whole, bound to its own downloads; they are borrowed one by one.

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from yfinance.scrapers.history import PriceHistory

_PRICES = ["Open", "High", "Low", "Close", "Adj Close"]
_COLUMNS = [*_PRICES, "Volume", "Dividends", "Stock Splits"]
_NEAR_SPLIT = 10
_MATCH = 0.03
_EXTREME_SPLIT = 50.0
Rule = tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]
_WEEKLY = ("1wk", "1mo", "3mo")


@dataclass(frozen=True, slots=True)
class YahooSeries:
    """What a table of Yahoo's is about."""

    ticker: str
    interval: str
    zone: str
    currency: str


@dataclass(frozen=True, slots=True, eq=False)
class Repaired:
    """A mended table, and what was mended: fault -> number of bars."""

    frame: pd.DataFrame
    report: dict[str, int]

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the report in words."""
        return tuple(f"Yahoo fault repaired: {fault} ({bars} bars)." for fault, bars in self.report.items())


def repair(frame: pd.DataFrame, about: YahooSeries) -> Repaired:
    """Return a table of Yahoo's without its known faults.

    Args:
        frame: Columns of `Ticker.history(auto_adjust=False)`, indexed by moments with a zone.
        about: Which series it is.
    """
    if len(frame) < 2:
        return Repaired(frame, {})
    with warnings.catch_warnings():
        # yfinance uses what pandas 4 will change; that is its own to mend.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _repair(frame, about)


def _repair(frame: pd.DataFrame, about: YahooSeries) -> Repaired:
    rules = _Rules(about)
    current = _prepared(frame, about.zone)
    report: dict[str, int] = {}
    for fault, rule in rules.in_order(current):
        mended = rule(current.copy())
        changed = _changed(current, mended)
        if changed and _is_no_rougher(current, mended):
            report[fault] = changed
            current = mended
    if about.interval in _WEEKLY:
        # The week of a split is mended by its own evidence: a dividend in the same week makes smoothness no judge.
        mended = _split_weeks(current.copy())
        report |= {"split not applied": changed} if (changed := _changed(current, mended)) else {}
        current = mended
    return Repaired(current.drop(columns="Repaired?", errors="ignore"), report)


class _Rules:
    """yfinance's rules, bound to one series and kept from asking the network."""

    def __init__(self, about: YahooSeries) -> None:
        self._about = about
        self._history: Any = PriceHistory(None, about.ticker, about.zone)
        self._history._history_metadata = {"currency": about.currency, "exchangeTimezoneName": about.zone}
        # yfinance would fetch finer bars to mend single ones: that is a vendor call behind the guard's back.
        self._history._reconstruct_intervals_batch = lambda frame, *_args, **_more: frame

    def in_order(self, frame: pd.DataFrame) -> list[Rule]:
        """Return the rules in the order in which they apply."""
        ratios = frame["Stock Splits"][frame["Stock Splits"] > 0].to_numpy()
        extreme = bool(len(ratios) and max(*ratios, *(1 / ratios)) >= _EXTREME_SPLIT)
        units = ("prices in the wrong unit", self._units)
        splits = [("split not applied", self._splits), ("split not applied", _split_steps)]
        # A split of 1:10,000 looks like a wrong unit, so it is mended first.
        prices: list[Rule] = [*splits, units] if extreme else [units, *splits]
        if self._about.interval not in ("1d", *_WEEKLY):
            # Dividends of intraday tables can only be judged beside daily ones.
            return prices
        gains = [("capital gains counted twice", self._gains)] if "Capital Gains" in frame else []
        return [("dividend wrong or not applied", self._dividends), *prices, *gains]

    def _dividends(self, frame: pd.DataFrame) -> pd.DataFrame:
        return self._sorted(self._history._fix_bad_div_adjust(frame, self._about.interval, False, self._about.currency))

    def _units(self, frame: pd.DataFrame) -> pd.DataFrame:
        return self._sorted(self._history._fix_unit_mixups(frame, self._about.interval, self._about.zone, False))

    def _splits(self, frame: pd.DataFrame) -> pd.DataFrame:
        return self._sorted(self._history._fix_bad_stock_splits(frame, self._about.interval, self._about.zone))

    def _gains(self, frame: pd.DataFrame) -> pd.DataFrame:
        mended = self._sorted(self._history._repair_capital_gains(frame))
        # The adjusted close was wrong; what was paid out was not.
        return mended.assign(Dividends=frame["Dividends"])

    @staticmethod
    def _sorted(frame: Any) -> pd.DataFrame:  # noqa: ANN401 - yfinance has no types
        table: pd.DataFrame = frame.sort_index()
        return table


def _split_steps(frame: pd.DataFrame) -> pd.DataFrame:
    """Scale stretches beside a split whose level is off by exactly the split; yfinance gives up without volume."""
    close = frame["Close"].to_numpy(dtype=np.float64)
    for at in np.flatnonzero(frame["Stock Splits"].to_numpy() > 0):
        ratio = float(frame["Stock Splits"].iloc[at])
        stretch = _stretch(close, int(at), ratio)
        if stretch is not None:
            _rescale(frame, frame.index[stretch[0] : stretch[1]], ratio)
            close = frame["Close"].to_numpy(dtype=np.float64)
    return frame


def _split_weeks(frame: pd.DataFrame) -> pd.DataFrame:
    """Scale a weekly bar whose own split moved its prices, as if they were still in old shares."""
    close = frame["Close"].to_numpy(dtype=np.float64)
    for at in np.flatnonzero(frame["Stock Splits"].to_numpy() > 0):
        ratio = float(frame["Stock Splits"].iloc[at])
        step = float(np.log(close[at] / close[at - 1])) if at else 0.0
        if abs(np.log(ratio)) > 5 * _MATCH and abs(step - np.log(ratio)) < _MATCH:
            _rescale(frame, frame.index[at : at + 1], ratio)
    return frame


def _rescale(frame: pd.DataFrame, rows: pd.Index, ratio: float) -> None:
    frame.loc[rows, _PRICES] = frame.loc[rows, _PRICES] / ratio
    frame["Volume"] = frame["Volume"].astype(np.float64)
    frame.loc[rows, "Volume"] = frame.loc[rows, "Volume"] * ratio


def _stretch(close: npt.NDArray[np.float64], at: int, ratio: float) -> tuple[int, int] | None:
    """Return which bars lack a split: those before the step that has its size, from the step that has its inverse."""
    if abs(np.log(ratio)) < 5 * _MATCH:
        return None
    step = np.zeros(len(close))
    step[1:] = np.log(close[1:] / close[:-1])
    near = np.zeros(len(close), dtype=bool)
    near[max(at - _NEAR_SPLIT, 1) : at + _NEAR_SPLIT] = True
    ends = np.flatnonzero(near & (np.abs(step + np.log(ratio)) < _MATCH + 0.1 * abs(np.log(ratio))))
    if not len(ends):
        return None
    begins = np.flatnonzero(near & (np.abs(step - np.log(ratio)) < _MATCH + 0.1 * abs(np.log(ratio))))
    begins = begins[begins < ends[-1]]
    return (int(begins[-1]) if len(begins) else 0, int(ends[-1]))


def _prepared(frame: pd.DataFrame, zone: str) -> pd.DataFrame:
    table = frame.sort_index()
    table = table[~table.index.duplicated(keep="first")]
    if isinstance(table.index, pd.DatetimeIndex) and table.index.tz is not None:
        table.index = table.index.tz_convert(zone)
    return table.assign(Volume=table["Volume"].fillna(0))


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> int:
    left = before[_COLUMNS].to_numpy(dtype=np.float64)
    right = after.reindex(before.index)[_COLUMNS].to_numpy(dtype=np.float64)
    return int((~np.isclose(left, right, rtol=1e-9, equal_nan=True)).any(axis=1).sum())


def _is_no_rougher(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    return _roughness(after) <= _roughness(before) * (1 + 1e-9) + 1e-9


def _roughness(frame: pd.DataFrame) -> float:
    close = frame["Close"].to_numpy(dtype=np.float64)
    close = close[np.isfinite(close) & (close > 0)]
    return float(np.abs(np.diff(np.log(close))).sum())
