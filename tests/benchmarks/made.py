"""Bars, signals and strategies that the engine's benchmarks share; all made, the same every time."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe

SYMBOL = "SIM:BENCH"
INSTRUMENT = Instrument(symbol=SYMBOL, name="Bench", market=Market.SIMULATED, calendar="24/7", zone="UTC", lot_size=1)
MINUTE, DAY = 60_000_000_000, 86_400_000_000_000
START = date(2005, 1, 3)
Floats = NDArray[np.float64]


def made_bars(count: int) -> SymbolBars:
    """Return a random walk: days up to 10,000 bars, minutes above."""
    draws = np.random.default_rng(7)
    close = 100 * np.exp(np.cumsum(draws.normal(0, 0.01 if count <= 10_000 else 0.0005, count)))
    opened = np.append(100.0, close[:-1]) * np.exp(draws.normal(0, 0.0001, count))
    high = np.maximum(opened, close) * (1 + np.abs(draws.normal(0, 0.0003, count)))
    low = np.minimum(opened, close) * (1 - np.abs(draws.normal(0, 0.0003, count)))
    time = midnight(START) + np.arange(count) * (DAY if count <= 10_000 else MINUTE)
    return SymbolBars(INSTRUMENT, time, opened, high, low, close, draws.uniform(1e5, 1e6, count))


def panel_of_bars(bars: SymbolBars) -> Panel:
    """Return all bars on their own clock."""
    return Panel.of([bars], timeframe_of(len(bars)), START, date(2100, 1, 1))


def timeframe_of(count: int) -> Timeframe:
    """Return the timeframe of so many made bars."""
    return Timeframe.D1 if count <= 10_000 else Timeframe.M1


def average(values: Floats, length: int) -> Floats:
    """Return the simple moving average, NaN before there are so many values."""
    sums = np.cumsum(values)
    result = np.full(len(values), np.nan)
    result[length - 1 :] = (sums[length - 1 :] - np.append(0.0, sums[:-length])) / length
    return result


def crossings(close: Floats, fast: int, slow: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where the fast average crosses above and below the slow one."""
    above = average(close, fast) > average(close, slow)
    up, down = np.zeros(len(close), np.bool_), np.zeros(len(close), np.bool_)
    up[1:], down[1:] = above[1:] & ~above[:-1], ~above[1:] & above[:-1]
    up[: slow + 1] = down[: slow + 1] = False
    return up, down


def signalled(**changes: Any) -> Strategy:
    """Return a strategy whose two conditions are handed in, with other fields where there are any."""
    rules = [{"id": "in", "action": "enter_long", "when": "x"}, {"id": "out", "action": "exit_long", "when": "x"}]
    return Strategy.model_validate(
        {"name": "Bench", "universe": [SYMBOL], "timeframe": "1m", "rules": rules, **changes}
    )


def crossover(count: int, **changes: Any) -> dict[str, Any]:
    """Return the document of two averages with parameters, with other fields where there are any."""
    return {
        "name": "Crossover",
        "universe": [SYMBOL],
        "timeframe": timeframe_of(count).value,
        "parameters": [
            {"name": "fast", "value": 10, "low": 2, "high": 200},
            {"name": "slow", "value": 50, "low": 3, "high": 400},
        ],
        "definitions": [{"name": "quick", "expr": "sma(close, fast)"}, {"name": "late", "expr": "sma(close, slow)"}],
        "rules": [
            {"id": "in", "action": "enter_long", "when": "crosses_above(quick, late)"},
            {"id": "out", "action": "exit_long", "when": "crosses_below(quick, late)"},
        ],
        **changes,
    }


def framed(bars: SymbolBars) -> Frame:
    """Return the bars as a run receives them."""
    timeframe, count = timeframe_of(len(bars)), len(bars)
    columns = {name: getattr(bars, name) for name in ("open", "high", "low", "close", "volume")}
    return Frame(
        instrument=INSTRUMENT,
        origin=SeriesOrigin(
            symbol=SYMBOL,
            timeframe=timeframe,
            source="made",
            adjustment=Adjustment.ALL,
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            is_simulated=True,
        ),
        timeframe=timeframe,
        warmup=0,
        quality=Quality(),
        time=bars.time,
        columns={**columns, "dividend": np.zeros(count), "split": np.zeros(count)},
        sessions=plain_sessions(bars.time, timeframe),
        digest=f"made {count}".ljust(64, "0"),
        calendar_digest="every day",
    )
