"""Choose numbers on one part of the history and judge them on another."""

import math
import statistics

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from backtest_engine.domain.result import build_series_arrays, iso_times
from backtest_engine.domain.statistics import probability_of_backtest_overfitting
from backtest_engine.domain.validation import Split, purged_splits, walk_forward_splits
from backtest_engine.usecases.question import Answer, Figures, Question

Array = npt.NDArray[np.float64]


def walk_forward(question: Question, *, anchored: bool = False) -> Answer:
    """Return how the sets that were best before did afterwards, window by window.

    Args:
        question: The strategy, and into how many windows.
        anchored: Whether every window begins with the first bar instead of rolling.

    Raises:
        TooShort: The history cannot be cut into so many windows.
        Problem: A run fails.
    """
    returns, sets, years = _returns_of_sets(question)
    folds = question.asked.folds
    splits = walk_forward_splits(returns.shape[1], folds, anchored=anchored)
    chosen = [int(np.argmax(_sharpes(returns[:, split.fit]))) for split in splits]
    judged = np.concatenate([returns[best, split.judge] for best, split in zip(chosen, splits, strict=True)])
    fitted = [float(_sharpes(returns[:, split.fit])[best]) for best, split in zip(chosen, splits, strict=True)]
    stamps = iso_times(question.variants.panel.times)
    before, after = statistics.fmean(fitted), float(_sharpes(judged[None, :])[0])
    figures: Figures = {
        "total_return": _total(judged),
        "sharpe_per_bar_in_sample": before,
        "sharpe_per_bar_out_of_sample": after,
        "in_sample": {"sharpe": before * math.sqrt(years), "total_return": None},
        "out_of_sample": {"sharpe": after * math.sqrt(years), "total_return": _total(judged)},
        "folds": [
            {
                "parameters": dict(sets[best]),
                "bars": len(split.judge),
                **_dates(split, stamps),
                "in_sample": _judged(returns[best, split.fit], years),
                "out_of_sample": _judged(returns[best, split.judge], years),
            }
            for best, split in zip(chosen, splits, strict=True)
        ],
    }
    detail = (
        f"In each of {folds} windows the best of {len(sets)} sets was chosen on the bars before, and judged on "
        "the bars after. Each set is run once over the whole range; windows are cut out of its returns."
    )
    return detail, figures


def purged(question: Question) -> Answer:
    """Return how chosen sets did on parts of the history that were left out with what lies beside them.

    Raises:
        TooShort: The history cannot be cut into so many folds.
        Problem: A run fails.
    """
    returns, sets, years = _returns_of_sets(question)
    bars = returns.shape[1]
    splits = purged_splits(bars, question.asked.folds, purge=min(question.variants.plan.warmup, bars // 20))
    chosen = [int(np.argmax(_sharpes(returns[:, split.fit]))) for split in splits]
    judged = [float(_sharpes(returns[best][None, split.judge])[0]) for best, split in zip(chosen, splits, strict=True)]
    figures: Figures = {
        "sharpe_per_bar_by_fold": [*judged],
        "sharpe_per_bar": statistics.fmean(judged),
        "sharpe": statistics.fmean(judged) * math.sqrt(years),
    }
    if len(sets) > 1:
        figures["probability_of_backtest_overfitting"] = float(probability_of_backtest_overfitting(returns.T))
    return "Cross-validation that forgets the bars next to each judged part.", figures


def _returns_of_sets(question: Question) -> tuple[Array, tuple[dict[str, float], ...], float]:
    """Return the returns of each set, shape (sets, bars), the sets, and how many bars a year has."""
    sets = question.sets()
    runs = list(question.run_all(sets))
    returns = np.stack([build_series_arrays(run.simulation).returns for run in runs])
    return returns, sets, runs[0].stats.periods_per_year


def _sharpes(returns: Array) -> Array:
    deviation = returns.std(axis=1, ddof=1)
    ratios: Array = np.divide(returns.mean(axis=1), deviation, out=np.zeros(len(returns)), where=deviation > 0)
    return ratios


def _judged(returns: Array, years: float) -> JsonValue:
    deviation = float(returns.std(ddof=1)) if len(returns) > 1 else 0.0
    sharpe = float(returns.mean()) / deviation * math.sqrt(years) if deviation > 0 else None
    return {"sharpe": sharpe, "total_return": _total(returns)}


def _total(returns: Array) -> float:
    return float(np.prod(1 + returns) - 1)


def _dates(split: Split, stamps: list[str]) -> dict[str, JsonValue]:
    return {
        "fit_from": stamps[split.fit[0]],
        "fit_to": stamps[split.fit[-1]],
        "judge_from": stamps[split.judge[0]],
        "judge_to": stamps[split.judge[-1]],
    }
