"""The strategy through times that were hard, and through some that were made up."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
from pydantic import JsonValue

from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel.world import costs_of
from backtest_engine.domain.market import SymbolBars, midnight
from backtest_engine.domain.panels import simulation_settings, symbol_bars
from backtest_engine.domain.validation import STRESS_WINDOWS, correlation_to_one, crash, liquidity_drought, outage
from backtest_engine.usecases.question import Answer, Figures, Question
from backtest_engine.usecases.variants import Variant, Variants, benchmark_curve

_FEWEST_BARS = 5
_OUTAGE_BARS = 5
_TOGETHER = 0.1
"""Share of the history for which everything moves together."""

Change = Callable[[SymbolBars], SymbolBars]


def stress(question: Question) -> Answer:
    """Return how the strategy, and simply holding its symbols, did in each known crisis that the range covers.

    Raises:
        Problem: A run fails.
    """
    variants = question.variants
    times, cash = variants.panel.times, variants.request.initial_cash
    rows: Figures = {}
    outside = []
    with variants.session() as session:
        signals = variants.signals(session, {})
    for name, (start, end) in STRESS_WINDOWS.items():
        first, stop = np.searchsorted(times, [midnight(start), midnight(end + timedelta(days=1))])
        if stop - first < _FEWEST_BARS:
            outside.append(name)
            continue
        panel = variants.panel.within(int(first), int(stop))
        held = benchmark_curve("equal_weight", panel, cash)
        assert held is not None  # noqa: S101 - the universe can always be held
        run = variants.simulated({}, signals, panel)
        rows[name] = {**in_short(run), "held": float(held[-1] / cash - 1), "bars": int(stop - first)}
    detail = "A run of its own through each known crisis in the range, beside holding the same symbols."
    if outside:
        detail += f" Not in the range: {', '.join(outside)}."
    return detail, rows


def shocks(question: Question) -> Answer:
    """Return how the strategy does through a fall, an outage, a drought, and where everything moves together.

    Raises:
        Problem: A run fails.
    """
    variants = question.variants
    times = variants.panel.times
    middle, later = int(times[len(times) // 2]), int(times[len(times) // 2 + int(len(times) * _TOGETHER)])
    figures: Figures = {
        "as it was": in_short(own_run(variants)),
        "a fall of 30 % in the middle": in_short(over(variants, lambda bars: crash(bars, _at(bars, middle)))),
        "an outage of five bars in the middle": in_short(
            over(variants, lambda bars: outage(bars, _at(bars, middle), _OUTAGE_BARS))
        ),
        "a drought: doubled costs and spreads, a tenth of the volume": in_short(_drought(variants)),
    }
    together = _together(variants, middle, later)
    if together is not None:
        figures["everything moves together for a tenth of the time"] = in_short(together)
    return "The same strategy through made-up bad times; signals are computed anew.", figures


def own_run(variants: Variants) -> Variant:
    """Return the run with the document's own numbers."""
    return next(variants.run_all([{}]))


def over(variants: Variants, change: Change) -> Variant:
    """Return the run over changed bars; signals are computed anew."""
    changed = {symbol: change(symbol_bars(symbol, frame)) for symbol, frame in variants.gathered.frames.items()}
    return own_run(_on(variants, changed))


def in_short(run: Variant) -> dict[str, JsonValue]:
    """Return the figures by which runs are compared."""
    stats = run.stats
    return {
        "total_return": stats.total_return,
        "sharpe": stats.sharpe,
        "max_drawdown": stats.max_drawdown,
        "trades": stats.trades,
    }


def _on(variants: Variants, changed: Mapping[str, SymbolBars]) -> Variants:
    frames = {symbol: _replaced(frame, changed[symbol]) for symbol, frame in variants.gathered.frames.items()}
    other = Variants(variants.sandbox, variants.plan, variants.request, replace(variants.gathered, frames=frames))
    other.cancelled = variants.cancelled
    return other


def _replaced(frame: Frame, bars: SymbolBars) -> Frame:
    kept = np.searchsorted(frame.time, bars.time)
    columns = {name: values[kept] for name, values in frame.columns.items()}
    columns |= {name: getattr(bars, name) for name in ("open", "high", "low", "close", "volume")}
    fingerprint = hash((columns["close"].tobytes(), columns["volume"].tobytes()))
    return replace(
        frame,
        time=bars.time,
        columns=columns,
        sessions=frame.sessions.at(kept),
        digest=f"{frame.digest} {fingerprint:x}",
    )


def _at(bars: SymbolBars, moment: int) -> int:
    return min(int(np.searchsorted(bars.time, moment)), len(bars) - 1)


def _drought(variants: Variants) -> Variant:
    settings = simulation_settings(variants.request)
    costs = costs_of(variants.plan.strategy, settings).scaled(2.0)
    # Spreads are doubled below, the fees above.
    costs = replace(costs, **{name: getattr(costs, name) / 2 for name in ("entry_slippage", "exit_slippage", "impact")})
    changed = {}
    for symbol, frame in variants.gathered.frames.items():
        changed[symbol], dearer = liquidity_drought(symbol_bars(symbol, frame), costs)
    dry = _on(variants, changed)
    if dry.plan.strategy.execution.max_participation is None:
        execution = dry.plan.strategy.execution.model_copy(update={"max_participation": 0.05})
        strategy = dry.plan.strategy.model_copy(update={"execution": execution})
        dry.plan = replace(dry.plan, strategy=strategy)
    with dry.session() as session:
        return dry.run(session, {}, settings=replace(settings, costs=dearer))


def _together(variants: Variants, begin: int, end: int) -> Variant | None:
    """Return the run where all traded symbols have one return for a while; None for one, or for unequal calendars."""
    frames = variants.gathered.frames
    traded = [symbol_bars(symbol, frames[symbol]) for symbol in variants.plan.traded]
    if len(traded) < 2 or any(not np.array_equal(one.time, traded[0].time) for one in traded):
        return None
    first, stop = np.searchsorted(traded[0].time, [begin, end])
    moved = correlation_to_one(traded, int(first), int(stop - first))
    rest = {symbol: symbol_bars(symbol, frame) for symbol, frame in frames.items()}
    changed = {**rest, **{bars.symbol: bars for bars in moved}}
    return own_run(_on(variants, changed))
