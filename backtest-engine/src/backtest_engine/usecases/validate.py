"""Ask of a strategy whether its result holds up: each question is one function."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from backtest_engine.domain.frames import Frame
from backtest_engine.domain.market import SymbolBars
from backtest_engine.domain.panels import simulation_settings, symbol_bars
from backtest_engine.domain.result import build_series_arrays
from backtest_engine.domain.studies import Method, SweepPoint, Validation, ValidationPart, ValidationResult
from backtest_engine.domain.validation import (
    block_bootstrap,
    capacity_curve,
    crash,
    distribution,
    drawdown_distribution,
    outage,
    percentile_bands,
    price_noise,
    risk_of_ruin,
    shuffle_trades,
)
from backtest_engine.usecases.question import Answer, Figures, Question
from backtest_engine.usecases.sweep import Report
from backtest_engine.usecases.variants import Variant, Variants
from backtest_engine.usecases.walk_forward import purged, walk_forward
from strategy_language.document import Slippage

_NOISE_RUNS = 20
_NOISE = 0.001


def validate(variants: Variants, asked: Validation, report: Report) -> ValidationResult:
    """Return the answers to all questions, in the order in which they were asked.

    Raises:
        Problem: A run fails, or the history is too short for a question.
    """
    parts = []
    for at, method in enumerate(asked.methods):
        question = Question(variants, asked, partial(_within, report, (at, len(asked.methods)), method))
        question.told(0, 1)
        detail, figures = _ANSWERS[method](question)
        parts.append(ValidationPart(method=method, detail=detail, figures=figures))
    return ValidationResult(parts=tuple(parts))


def _within(report: Report, place: tuple[int, int], method: Method, done: int, total: int) -> None:
    at, methods = place
    message = method.replace("_", " ") + (f": {done} of {total} runs" if done else "")
    report((at + done / total) / methods, message)


def _bootstrap(question: Question) -> Answer:
    variants, asked = question.variants, question.asked
    returns = build_series_arrays(_own(variants).simulation).returns
    paths = block_bootstrap(returns, asked.paths, variants.request.seed)
    return "Blocks of 20 bars of the returns, drawn again and again.", _paths(paths, returns)


def _shuffle(question: Question) -> Answer:
    variants, asked = question.variants, question.asked
    trades = _own(variants).simulation.trades
    if len(trades) < 2:
        return "There are not two trades to shuffle.", {}
    shares = trades["profit"] / variants.request.initial_cash
    paths = shuffle_trades(shares, asked.paths, variants.request.seed)
    return "The same trades in random order, each with its share of the initial cash.", _paths(paths, shares)


def _sensitivity(question: Question) -> Answer:
    variants = question.variants
    points = [variant.point() for variant in question.run_all(question.sets())]
    sharpes = [point.sharpe for point in points if point.sharpe is not None]
    profitable = sum((point.total_return or 0) > 0 for point in points) / len(points)
    own = variants.plan.parameters
    figures: Figures = {
        "by_parameter": {name: _alone(points, own, name) for name in own},
        "sets": [point.model_dump(mode="json") for point in points],
        "share_profitable": profitable,
        "median_sharpe": statistics.median(sharpes) if sharpes else None,
        "worst_sharpe": min(sharpes, default=None),
    }
    return f"{len(points)} sets of parameters, each up to 20 % away from the document's.", figures


def _alone(points: Sequence[SweepPoint], own: Mapping[str, float], name: str) -> list[JsonValue]:
    """Return the sets in which nothing but one parameter was moved, by its value."""
    moved = [point for point in points if all(point.parameters[each] == own[each] for each in own if each != name)]
    moved.sort(key=lambda point: point.parameters[name])
    return [
        {"value": point.parameters[name], "sharpe": point.sharpe, "total_return": point.total_return} for point in moved
    ]


def _delay(question: Question) -> Answer:
    variants = question.variants
    settings = simulation_settings(variants.request)
    with variants.session() as session:
        runs = [variants.run(session, {}, settings=replace(settings, entry_delay=bars)) for bars in range(6)]
    return "Every decision carried out 0 to 5 bars later.", {"by_bars": [_short(run) for run in runs]}


def _noise(question: Question) -> Answer:
    variants = question.variants
    seed = variants.request.seed
    runs = [_over(variants, partial(price_noise, size=_NOISE, seed=seed + n)) for n in range(_NOISE_RUNS)]
    found = [run.stats.total_return for run in runs if run.stats.total_return is not None]
    figures: Figures = {"runs": [_short(run) for run in runs], "median_total_return": statistics.median(found)}
    return f"Every price moved by 0.1 % at random, {_NOISE_RUNS} times; signals are computed anew.", figures


def _shocks(question: Question) -> Answer:
    variants = question.variants
    middle = int((variants.panel.first[0] + variants.panel.stop[0]) // 2)
    figures: Figures = {
        "as it was": _short(_own(variants)),
        "a fall of 30 % in the middle": _short(_over(variants, lambda bars: crash(bars, min(middle, len(bars) - 1)))),
        "an outage of five bars in the middle": _short(
            _over(variants, lambda bars: outage(bars, min(middle, len(bars) - 6), 5))
        ),
        "a drought: doubled costs, a twentieth of the volume": _short(_drought(variants)),
    }
    return "The same strategy through made-up bad times; signals are computed anew.", figures


def _capacity(question: Question) -> Answer:
    variants = question.variants
    costs = variants.plan.strategy.costs.model_copy(update={"slippage": Slippage(kind="sqrt_impact", value=1.0)})
    strategy = variants.plan.strategy.model_copy(update={"costs": costs})
    large = Variants(variants.sandbox, replace(variants.plan, strategy=strategy), variants.request, variants.gathered)
    settings = simulation_settings(variants.request)
    with large.session() as session:

        def run(cash: float) -> tuple[float | None, float | None]:
            stats = large.run(session, {}, settings=replace(settings, initial_cash=cash)).stats
            return stats.total_return, stats.sharpe

        points = capacity_curve(run, variants.request.initial_cash)
    rows: list[JsonValue] = [
        {"cash": one.cash, "total_return": one.total_return, "sharpe": one.sharpe} for one in points
    ]
    return "Growing accounts under square-root impact.", {"points": rows}


_ANSWERS: dict[Method, Callable[[Question], Answer]] = {
    "walk_forward": walk_forward,
    "walk_forward_anchored": partial(walk_forward, anchored=True),
    "purged": purged,
    "bootstrap": _bootstrap,
    "shuffle": _shuffle,
    "sensitivity": _sensitivity,
    "delay": _delay,
    "noise": _noise,
    "shocks": _shocks,
    "capacity": _capacity,
}


def _own(variants: Variants) -> Variant:
    return next(variants.run_all([{}]))


def _paths(paths: npt.NDArray[np.float64], returns: npt.NDArray[np.float64]) -> Figures:
    """Return what became of the paths, and how they fan out beside the way that it really went."""
    steps, bands = percentile_bands(paths)
    own = np.concatenate([[1.0], np.cumprod(1.0 + returns)])[steps]
    fan = dict(zip(("p5", "p25", "p50", "p75", "p95"), bands.tolist(), strict=True))
    return {
        "bands": {"at": steps.tolist(), "own": own.tolist(), **fan},
        "total_return": {str(level): float(value) for level, value in distribution(paths).items()},
        "max_drawdown": {str(level): float(value) for level, value in drawdown_distribution(paths).items()},
        "risk_of_losing_half": float(risk_of_ruin(paths)),
    }


def _short(run: Variant) -> JsonValue:
    stats = run.stats
    return {
        "total_return": stats.total_return,
        "sharpe": stats.sharpe,
        "max_drawdown": stats.max_drawdown,
        "trades": stats.trades,
    }


def _over(variants: Variants, change: Callable[[SymbolBars], SymbolBars]) -> Variant:
    frames = {symbol: _changed(symbol, frame, change) for symbol, frame in variants.gathered.frames.items()}
    gathered = replace(variants.gathered, frames=frames)
    return _own(Variants(variants.sandbox, variants.plan, variants.request, gathered))


def _changed(symbol: str, frame: Frame, change: Callable[[SymbolBars], SymbolBars]) -> Frame:
    bars = change(symbol_bars(symbol, frame))
    kept = np.searchsorted(frame.time, bars.time)
    columns = {name: values[kept] for name, values in frame.columns.items()}
    columns |= {name: getattr(bars, name) for name in ("open", "high", "low", "close", "volume")}
    digest = f"{frame.digest} {hash(columns['close'].tobytes()):x}"
    return replace(frame, time=bars.time, columns=columns, sessions=frame.sessions.at(kept), digest=digest)


def _drought(variants: Variants) -> Variant:
    settings = replace(simulation_settings(variants.request), cost_scale=2.0, participation_scale=0.05)
    with variants.session() as session:
        return variants.run(session, {}, settings=settings)
