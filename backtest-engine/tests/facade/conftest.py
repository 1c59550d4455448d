"""Bars that are made up, and catalogue functions called on them by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions
from backtest_engine.domain.facade.schedule import Schedule
from strategy_language.catalogue import CATALOGUE, Argument, Entry
from trading_contracts.bars import Timeframe

MINUTE = 60_000_000_000
DAY = 1440 * MINUTE
EPOCH = date(1970, 1, 1)
TEXTS = {"begin": "10:00", "end": "15:00", "time": "11:30", "day": "2021-03-01"}

Scalars = dict[str, float | str]


@dataclass(frozen=True)
class Market:
    """Columns of made-up bars, from which views are cut."""

    timestamps: np.ndarray
    columns: dict[str, np.ndarray]
    timeframe: Timeframe
    schedule: Schedule
    series: np.ndarray
    other: np.ndarray
    truth: np.ndarray
    second_truth: np.ndarray

    def cut(self, first: int = 0, last: int | None = None) -> "Market":
        """Return the bars from `first` to before `last`."""
        part = slice(first, last)
        return Market(
            self.timestamps[part],
            {name: values[part] for name, values in self.columns.items()},
            self.timeframe,
            self.schedule,
            self.series[part],
            self.other[part],
            self.truth[part],
            self.second_truth[part],
        )

    def view(self) -> BarView:
        """Return the bars as strategy code sees them."""
        sessions = self.schedule.of(self.timestamps, self.timeframe)
        return BarView(self.timestamps, self.columns, timeframe=self.timeframe, sessions=sessions)


@pytest.fixture(scope="session")
def new_york() -> Schedule:
    """Weekdays from 9:30 to 16:00 in New York; every tenth session ends at 13:00, every 23rd weekday is a holiday."""
    days, opens, closes = [], [], []
    for number in range((date(2050, 1, 1) - date(1999, 12, 1)).days):
        day = date(1999, 12, 1) + timedelta(days=number)
        weekdays = number // 7 * 5 + number % 7
        if day.weekday() > 4 or weekdays % 23 == 0:
            continue
        offset = 4 if _summer(day) else 5
        start = (day - EPOCH).days * DAY
        days.append((day - EPOCH).days)
        opens.append(start + (9 * 60 + 30 + offset * 60) * MINUTE)
        closes.append(start + ((13 if len(days) % 10 == 0 else 16) * 60 + offset * 60) * MINUTE)
    return Schedule(np.array(days), np.array(opens), np.array(closes), "America/New_York")


def _summer(day: date) -> bool:
    offset = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("America/New_York")).utcoffset()
    return offset == timedelta(hours=-4)


@pytest.fixture(scope="session")
def make_market(new_york: Schedule) -> Callable[..., Market]:
    """Return a function that makes bars out of a seed: a random walk with flat stretches and bars without volume.

    With a tick, prices are multiples of it, so that many are equal.
    """

    def make(
        seed: int, count: int, timeframe: Timeframe = Timeframe.D1, rough: bool = True, tick: float = 0.0
    ) -> Market:
        rng = np.random.default_rng(seed)
        if timeframe is Timeframe.D1:
            timestamps = new_york.days[20 : 20 + count] * DAY
        else:
            length = int(timeframe.duration.total_seconds() // 60) * MINUTE
            sessions = slice(20, 22 + count // 6)
            spans = zip(new_york.opens[sessions], new_york.closes[sessions], strict=True)
            timestamps = np.concatenate([np.arange(start, end, length) for start, end in spans])[:count]
        count = len(timestamps)
        moves = rng.normal(0, 0.012, count) * rng.choice([0.3, 1.0, 3.0], count)
        if rough:
            moves[(np.arange(count) % 61) < 4] = 0.0
        close = 100 * np.exp(np.cumsum(moves) - 0.0002 * np.arange(count) * rng.normal())
        opening = np.concatenate(([100.0], close[:-1])) * np.exp(rng.normal(0, 0.003, count))
        high = np.maximum(opening, close) * (1 + rng.exponential(0.004, count))
        low = np.minimum(opening, close) * (1 - rng.exponential(0.004, count))
        volume = np.round(rng.lognormal(12, 0.6, count))
        if rough:
            volume[rng.random(count) < 0.02] = 0.0
        series = close * (1 + rng.normal(0, 0.002, count))
        prices = {"open": opening, "high": high, "low": low, "close": close}
        if tick:
            prices = {name: np.maximum(np.round(each / tick) * tick, tick) for name, each in prices.items()}
            series = np.maximum(np.round(series / tick) * tick, tick)
        return Market(
            timestamps,
            prices | {"volume": volume},
            timeframe,
            new_york,
            series,
            80 * np.exp(np.cumsum(0.6 * moves + rng.normal(0, 0.008, count))),
            rng.random(count) < 0.3,
            rng.random(count) < 0.1,
        )

    return make


@pytest.fixture(scope="session")
def settings_of() -> Callable[[Entry], list[Scalars]]:
    """Return a function that gives sets of scalar arguments for an entry: the defaults, and shorter and odd ones."""

    def choose(entry: Entry) -> list[Scalars]:
        scalars = [each for each in entry.arguments if each.kind not in ("series", "truth")]
        plain = {each.name: _plain(each) for each in scalars}
        lengths = [each for each in scalars if each.kind == "length"]
        sets = [plain]
        sets += [
            plain | {each.name: max(int(each.low or 1), factor + place) for place, each in enumerate(lengths)}
            for factor in ((3, 7) if lengths else ())
        ]
        for each in scalars:
            sets += [plain | {each.name: choice} for choice in each.choices if choice != plain[each.name]]
        return sets

    return choose


def _plain(argument: Argument) -> float | str:
    if argument.default is not None:
        return argument.default
    return TEXTS[argument.name] if argument.kind == "text" else 7


@pytest.fixture(scope="session")
def call() -> Callable[..., tuple[np.ndarray, ...]]:
    """Return a function that calls an entry on a market and returns its outputs, always as a tuple."""

    def run(entry: Entry, market: Market, scalars: Mapping[str, float | str]) -> tuple[np.ndarray, ...]:
        arrays: list[Any] = [market.view()] if entry.inputs else []
        named: dict[str, Any] = {}
        variadic = any(each.variadic for each in entry.arguments)
        for argument in entry.arguments:
            if argument.variadic:
                arrays += (
                    [market.series, market.other] if argument.kind == "series" else [market.truth, market.second_truth]
                )
            elif argument.kind == "series":
                arrays.append(_series(entry, argument, market))
            elif argument.kind == "truth":
                second = argument.name in ("reset", "counted")
                arrays.append(market.second_truth if second else market.truth)
            elif variadic:
                named[argument.name] = scalars[argument.name]
            else:
                arrays.append(scalars[argument.name])
        result = functions()[entry.name](*arrays, **named)
        return tuple(getattr(result, name) for name in entry.outputs) if entry.outputs else (result,)

    return run


def _series(entry: Entry, argument: Argument, market: Market) -> np.ndarray:
    if argument.name == "periods":
        return 2 + np.floor(np.abs(market.other)) % 9
    if entry.name in ("asin", "acos"):
        return np.sin(market.series)
    if entry.name in ("exp", "sinh", "cosh"):
        return market.series / 50
    if argument.name in ("other", "oscillator", "level", "no", "high", "low", "value", "exponent"):
        return market.other if argument.name != "exponent" else market.other / 50
    return market.series


@pytest.fixture(
    params=[name for name, each in CATALOGUE.items() if any(argument.kind == "series" for argument in each.arguments)],
    scope="session",
)
def entry_of_series(request: pytest.FixtureRequest) -> Entry:
    """Each entry that takes a series, in turn."""
    return CATALOGUE[request.param]


@pytest.fixture(params=list(CATALOGUE), scope="session")
def entry(request: pytest.FixtureRequest) -> Entry:
    """Each entry of the catalogue in turn."""
    return CATALOGUE[request.param]
