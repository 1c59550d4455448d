"""Random documents, bars and signals, and both simulators run on them."""

# ruff: noqa: PERF401

import importlib.util
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backtest_engine.domain.kernel import SimulationSettings, simulate
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from backtest_engine.domain.position import EXIT_REASONS, lift, position
from strategy_language.document import Strategy
from trading_contracts.bars import Timeframe

DAY = 86_400_000_000_000
HOUR = DAY // 24


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


SIMULATOR = _load("event_by_event").Simulator
WORTH = _load("plain_expressions").worth
WEIGHTS = _load("target_weights").Weights
Draw, WiderDraw = _load("questions").Draw, _load("questions").WiderDraw


@dataclass
class Both:
    """What the two simulators found of the same question."""

    document: Strategy
    kernel_trades: list
    reference_trades: list
    kernel_equity: np.ndarray
    reference_equity: np.ndarray


def _close_enough(a: tuple, b: tuple) -> bool:
    for left, right in zip(a, b, strict=True):
        if isinstance(left, float):
            if not np.isclose(left, right, rtol=1e-9, atol=1e-7):
                return False
        elif left != right:
            return False
    return True


def _kernel_rows(simulation: Any) -> list:
    rows = []
    for t in simulation.trades:
        rows.append(
            (
                simulation.panel.symbols[t["symbol"]],
                int(t["side"]),
                int(t["entry_tick"]),
                float(t["entry_price"]),
                None if t["open"] else int(t["exit_tick"]),
                float(t["exit_price"]),
                float(t["quantity"]),
                float(t["profit"]),
                EXIT_REASONS[t["reason"]],
                simulation.rule_ids[t["entry_rule"]],
                simulation.rule_ids[t["exit_rule"]] if t["exit_rule"] >= 0 else None,
            )
        )
    return rows


def _as_expression(tree: Any, signals: dict) -> Any:
    # A nested tuple as the engine's own expression.
    if isinstance(tree, (int, float)):
        return tree
    kind, *rest = tree
    if kind == "word":
        return getattr(position, rest[0])
    if kind == "since":
        return getattr(position, rest[0])(signals[rest[1]])
    if kind in ("series", "reason"):
        return signals[rest[0]] if kind == "series" else rest[0]
    return lift(kind, *(_as_expression(each, signals) for each in rest))


def _drawn_bars(draw: Any, symbols: list[str], *, hourly: bool) -> list[SymbolBars]:
    step, count = draw.pick(1.0, 1.0, 100.0, 0.0, 1e-8), int(draw.rng.integers(12, 90))
    base = midnight(date(2024, 1, 1)) + np.arange(count) * (6 * HOUR if hourly else DAY)
    found = []
    for symbol in symbols:
        times = base if len(symbols) == 1 else base[draw.rng.random(count) < 0.9]
        if len(symbols) > 1 and draw.chance(0.1):
            times = times[: max(len(times) // 3, 12)]  # trading in it ends
        found.append(draw.bars(symbol, times, step))
    return found


@pytest.fixture
def ask_both():
    """Draw a question from a seed and put it to both simulators."""

    def ask(seed: int) -> Both:
        draw = WiderDraw(seed)
        weighted = draw.chance(0.25)
        symbols = [f"SIM:{n}" for n in range(draw.pick(2, 2, 3) if weighted else draw.pick(1, 1, 1, 2, 3))]
        hourly = draw.chance(0.4)
        timeframe = "4h" if hourly else "1d"
        panel_bars = _drawn_bars(draw, symbols, hourly=hourly)
        document = (draw.weighted if weighted else draw.document)(symbols, timeframe)
        if document.kind == "pairs":
            panel_bars = panel_bars[:2]
        plain = {
            bars.symbol: {slot: draw.value(kind, bars) for slot, kind in draw.slots.items()} for bars in panel_bars
        }
        signals = {
            symbol: own | {path: _as_expression(tree, own) for path, tree in draw.trees.items()}
            for symbol, own in plain.items()
        }
        costs, delay, worst = draw.costs(), draw.pick(0, 0, 0, 1), draw.chance(0.15)
        start = date(2024, 1, 1) if draw.chance(0.5) else date(2024, 1, 3)
        panel = Panel.of(panel_bars, Timeframe(timeframe), start, date(2024, 12, 31))
        settings = SimulationSettings(costs=costs, entry_delay=delay, worst_intrabar=worst)
        simulation = simulate(document, panel, signals, settings)
        bars, ticks = _plain(panel), _ticks(panel)
        read = {symbol: own | draw.trees for symbol, own in plain.items()}
        weights = None
        if weighted or document.core:
            weights = WEIGHTS(document, bars, read, [time for time, _, _ in ticks]).plan()
        reference = SIMULATOR(
            document, bars, read, 100_000.0, costs, delay=delay, worst=worst, weights=weights, worth=WORTH
        )
        reference.run(ticks)
        return Both(document, _kernel_rows(simulation), reference.trades, simulation.equity, np.array(reference.curve))

    return ask


def _plain(panel: Panel) -> dict:
    found = {}
    for bars in panel.bars:
        days = bars.time // DAY
        own = {
            name: None if getattr(bars, name) is None else getattr(bars, name).tolist()
            for name in ("time", "open", "high", "low", "close", "volume", "dividend", "split", "funding")
        }
        found[bars.symbol] = {
            **own,
            "next": [*own["time"][1:], own["time"][-1] + int(panel.timeframe.duration.total_seconds()) * 10**9],
            "step": bars.instrument.lot_size,
            "bars_a_year": {"1d": 252, "4h": 504}[panel.timeframe.value],
            "session_end": [k + 1 == len(days) or days[k + 1] != days[k] for k in range(len(days))],
        }
    return found


def _ticks(panel: Panel) -> list:
    ticks: dict[int, list] = {}
    for s, bars in enumerate(panel.bars):
        for i in range(int(panel.first[s]), int(panel.stop[s])):
            ticks.setdefault(int(bars.time[i]), []).append((bars.symbol, i))
    return [(float(time), time // DAY, here) for time, here in sorted(ticks.items())]


@pytest.fixture
def differences():
    """Say in a sentence where two answers differ, or nothing."""

    def find(both: Both) -> str:
        for n, (mine, other) in enumerate(zip(both.kernel_trades, both.reference_trades, strict=False)):
            if not _close_enough(mine, other):
                return f"trade {n}: kernel {mine}, reference {other}"
        if len(both.kernel_trades) != len(both.reference_trades):
            return f"{len(both.kernel_trades)} trades of the kernel, {len(both.reference_trades)} of the reference"
        far = ~np.isclose(both.kernel_equity, both.reference_equity, rtol=1e-9, atol=1e-6)
        if far.any():
            tick = int(np.flatnonzero(far)[0])
            return f"equity at tick {tick}: {both.kernel_equity[tick]} and {both.reference_equity[tick]}"
        return ""

    return find
