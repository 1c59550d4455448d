"""Ask of a strategy whether its result holds up: each question is one function."""

import statistics
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from backtest_engine.domain.market import SymbolBars
from backtest_engine.domain.panels import simulation_settings
from backtest_engine.domain.result import build_series_arrays
from backtest_engine.domain.studies import Method, SweepPoint, Validation, ValidationPart, ValidationResult
from backtest_engine.domain.validation import (
    TooShort,
    block_bootstrap,
    bootstrap,
    capacity_curve,
    distribution,
    drawdown_distribution,
    percentile_bands,
    price_noise,
    risk_of_ruin,
    shuffle_trades,
    trade_shares,
)
from backtest_engine.usecases.hard_times import in_short, over, own_run, shocks, stress
from backtest_engine.usecases.question import Answer, Figures, Question
from backtest_engine.usecases.sweep import Report
from backtest_engine.usecases.variants import Variants
from backtest_engine.usecases.walk_forward import purged, walk_forward
from strategy_language.document import Slippage

_NOISE_RUNS = 20
_NOISE = 0.001


def validate(variants: Variants, asked: Validation, report: Report) -> tuple[ValidationResult, Sequence[float | None]]:
    """Return the answers to all questions as they were asked, and the Sharpe ratios a bar of what was tried on the way.

    Raises:
        Problem: A run fails, or the history is too short for a question.
    """
    parts = []
    tried: list[float | None] = []
    for at, method in enumerate(asked.methods):
        question = Question(variants, asked, partial(_within, report, (at, len(asked.methods)), method), tried)
        question.told(0, 1)
        detail, figures = _answer(method, question)
        parts.append(ValidationPart(method=method, detail=detail, figures=figures))
    return ValidationResult(parts=tuple(parts), trials=len(tried)), tried


def _answer(method: Method, question: Question) -> Answer:
    try:
        return _ANSWERS[method](question)
    except TooShort as problem:
        if len(question.asked.methods) == 1:
            raise
        return problem.detail, {}  # the other questions can be answered all the same


def _within(report: Report, place: tuple[int, int], method: Method, done: int, total: int) -> None:
    at, methods = place
    message = method.replace("_", " ") + (f": {done} of {total} runs" if done else "")
    report((at + done / total) / methods, message)


def _bootstrap(question: Question) -> Answer:
    variants, asked = question.variants, question.asked
    returns = build_series_arrays(own_run(variants).simulation).returns
    paths = bootstrap(returns, asked.paths, variants.request.seed)
    return "Single returns, drawn again and again; what hangs together in time is torn apart.", _paths(paths, returns)


def _block_bootstrap(question: Question) -> Answer:
    variants, asked = question.variants, question.asked
    returns = build_series_arrays(own_run(variants).simulation).returns
    paths = block_bootstrap(returns, asked.paths, variants.request.seed)
    return "Blocks of 20 bars of the returns on average, drawn again and again.", _paths(paths, returns)


def _shuffle(question: Question) -> Answer:
    variants, asked = question.variants, question.asked
    trades = own_run(variants).simulation.trades
    shares = trade_shares(trades["profit"], variants.request.initial_cash)
    if len(shares) < 2:
        return "There are not two trades to shuffle.", {}
    paths = shuffle_trades(shares, asked.paths, variants.request.seed)
    detail = "The same trades in random order, each with its share of the account as it stood before it."
    return detail, _paths(paths, shares)


def _sensitivity(question: Question) -> Answer:
    variants = question.variants
    found = list(question.run_all(question.sets()))
    question.tried.extend(variant.sharpe_per_bar for variant in found)
    points = [variant.point() for variant in found]
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
    return "Every decision carried out 0 to 5 bars later.", {"by_bars": [in_short(run) for run in runs]}


def _noise(question: Question) -> Answer:
    variants = question.variants
    seed = variants.request.seed
    runs = [over(variants, partial(_noisy, seed=seed + n)) for n in range(_NOISE_RUNS)]
    found = [run.stats.total_return for run in runs if run.stats.total_return is not None]
    figures: Figures = {"runs": [in_short(run) for run in runs], "median_total_return": statistics.median(found)}
    return f"Every price moved by 0.1 % at random, {_NOISE_RUNS} times; signals are computed anew.", figures


def _noisy(bars: SymbolBars, seed: int) -> SymbolBars:
    # Each symbol has noise of its own.
    return price_noise(bars, _NOISE, seed + zlib.crc32(bars.symbol.encode()))


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
    "block_bootstrap": _block_bootstrap,
    "shuffle": _shuffle,
    "sensitivity": _sensitivity,
    "delay": _delay,
    "noise": _noise,
    "stress": stress,
    "shocks": shocks,
    "capacity": _capacity,
}


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
