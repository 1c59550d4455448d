"""Ask of a strategy whether its result holds up: each question is one function."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from backtest_engine.domain.frames import Frame
from backtest_engine.domain.market import SymbolBars
from backtest_engine.domain.panels import simulation_settings, symbol_bars
from backtest_engine.domain.result import build_series_arrays
from backtest_engine.domain.statistics import probability_of_backtest_overfitting
from backtest_engine.domain.studies import Method, Validation, ValidationPart, ValidationResult
from backtest_engine.domain.validation import (
    block_bootstrap,
    capacity_curve,
    crash,
    distribution,
    drawdown_distribution,
    outage,
    price_noise,
    purged_splits,
    risk_of_ruin,
    sensitivity_grid,
    shuffle_trades,
    walk_forward_splits,
)
from backtest_engine.usecases.sweep import Report
from backtest_engine.usecases.variants import Variant, Variants
from strategy_language.document import Slippage

Figures = dict[str, JsonValue]
_NOISE_RUNS = 20
_NOISE = 0.001
_MOST_SETS = 125


def validate(variants: Variants, asked: Validation, report: Report) -> ValidationResult:
    """Return the answers to all questions, in the order in which they were asked.

    Raises:
        Problem: A run fails, or the history is too short for a question.
    """
    parts = []
    for at, method in enumerate(asked.methods):
        report(at / len(asked.methods), method.replace("_", " "))
        detail, figures = _QUESTIONS[method](variants, asked)
        parts.append(ValidationPart(method=method, detail=detail, figures=figures))
    return ValidationResult(parts=tuple(parts))


def _walk_forward(variants: Variants, asked: Validation, *, anchored: bool = False) -> tuple[str, Figures]:
    sets, returns = _returns_of_sets(variants)
    splits = walk_forward_splits(returns.shape[1], asked.folds, anchored=anchored)
    chosen = [int(np.argmax(_sharpes(returns[:, split.fit]))) for split in splits]
    judged = np.concatenate([returns[best, split.judge] for best, split in zip(chosen, splits, strict=True)])
    fitted = [_sharpes(returns[:, split.fit])[best] for best, split in zip(chosen, splits, strict=True)]
    figures: Figures = {
        "total_return": float(np.prod(1 + judged) - 1),
        "sharpe_per_bar_in_sample": statistics.fmean(float(each) for each in fitted),
        "sharpe_per_bar_out_of_sample": float(_sharpes(judged[None, :])[0]),
        "folds": [
            {"parameters": dict(sets[best]), "bars": len(split.judge)}
            for best, split in zip(chosen, splits, strict=True)
        ],
    }
    detail = (
        f"In each of {asked.folds} windows the best of {len(sets)} sets was chosen on the bars before, and judged on "
        "the bars after. Each set is run once over the whole range; windows are cut out of its returns."
    )
    return detail, figures


def _anchored(variants: Variants, asked: Validation) -> tuple[str, Figures]:
    return _walk_forward(variants, asked, anchored=True)


def _purged(variants: Variants, asked: Validation) -> tuple[str, Figures]:
    sets, returns = _returns_of_sets(variants)
    splits = purged_splits(returns.shape[1], asked.folds, purge=min(variants.plan.warmup, returns.shape[1] // 20))
    chosen = [int(np.argmax(_sharpes(returns[:, split.fit]))) for split in splits]
    judged = [float(_sharpes(returns[best][None, split.judge])[0]) for best, split in zip(chosen, splits, strict=True)]
    figures: Figures = {"sharpe_per_bar_by_fold": [*judged], "sharpe_per_bar": statistics.fmean(judged)}
    if len(sets) > 1:
        figures["probability_of_backtest_overfitting"] = float(probability_of_backtest_overfitting(returns.T))
    return "Cross-validation that forgets the bars next to each judged part.", figures


def _bootstrap(variants: Variants, asked: Validation) -> tuple[str, Figures]:
    returns = build_series_arrays(_own(variants).simulation).returns
    return "Blocks of 20 bars of the returns, drawn again and again.", _paths(
        block_bootstrap(returns, asked.paths, variants.request.seed)
    )


def _shuffle(variants: Variants, asked: Validation) -> tuple[str, Figures]:
    trades = _own(variants).simulation.trades
    cash = variants.request.initial_cash
    if len(trades) < 2:
        return "There are not two trades to shuffle.", {}
    paths = shuffle_trades(trades["profit"] / cash, asked.paths, variants.request.seed)
    return "The same trades in random order, each with its share of the initial cash.", _paths(paths)


def _sensitivity(variants: Variants, _: Validation) -> tuple[str, Figures]:
    points = [variant.point() for variant in variants.run_all(_sets(variants))]
    sharpes = [point.sharpe for point in points if point.sharpe is not None]
    profitable = sum((point.total_return or 0) > 0 for point in points) / len(points)
    figures: Figures = {
        "sets": [point.model_dump(mode="json") for point in points],
        "share_profitable": profitable,
        "median_sharpe": statistics.median(sharpes) if sharpes else None,
        "worst_sharpe": min(sharpes, default=None),
    }
    return f"{len(points)} sets of parameters, each up to 20 % away from the document's.", figures


def _delay(variants: Variants, _: Validation) -> tuple[str, Figures]:
    settings = simulation_settings(variants.request)
    with variants.session() as session:
        runs = [variants.run(session, {}, settings=replace(settings, entry_delay=bars)) for bars in range(6)]
    return "Every decision carried out 0 to 5 bars later.", {"by_bars": [_short(run) for run in runs]}


def _noise(variants: Variants, _: Validation) -> tuple[str, Figures]:
    seed = variants.request.seed
    runs = [_over(variants, partial(price_noise, size=_NOISE, seed=seed + n)) for n in range(_NOISE_RUNS)]
    found = [run.stats.total_return for run in runs if run.stats.total_return is not None]
    figures: Figures = {"runs": [_short(run) for run in runs], "median_total_return": statistics.median(found)}
    return f"Every price moved by 0.1 % at random, {_NOISE_RUNS} times; signals are computed anew.", figures


def _shocks(variants: Variants, _: Validation) -> tuple[str, Figures]:
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


def _capacity(variants: Variants, _: Validation) -> tuple[str, Figures]:
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


_QUESTIONS: dict[Method, Callable[[Variants, Validation], tuple[str, Figures]]] = {
    "walk_forward": _walk_forward,
    "walk_forward_anchored": _anchored,
    "purged": _purged,
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


def _sets(variants: Variants) -> tuple[dict[str, float], ...]:
    return sensitivity_grid(variants.plan.strategy.parameters, most=_MOST_SETS) or ({},)


def _returns_of_sets(variants: Variants) -> tuple[tuple[dict[str, float], ...], npt.NDArray[np.float64]]:
    sets = _sets(variants)
    return sets, np.stack([build_series_arrays(run.simulation).returns for run in variants.run_all(sets)])


def _sharpes(returns: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    deviation = returns.std(axis=1, ddof=1)
    ratios: npt.NDArray[np.float64] = np.divide(
        returns.mean(axis=1), deviation, out=np.zeros(len(returns)), where=deviation > 0
    )
    return ratios


def _paths(paths: npt.NDArray[np.float64]) -> Figures:
    return {
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
