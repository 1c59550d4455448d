"""Choose numbers on one part of the history and judge them on another: every part is a run of its own.

Signals are those of the whole history, for a signal knows its past alone (that is proved for every run); what is run
anew in each part is the trading: it begins there with the initial cash and without a position.
"""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from backtest_engine.domain.result import build_series_arrays, iso_times
from backtest_engine.domain.signals import Slots
from backtest_engine.domain.statistics.overfitting import TooFewTrials, probability_of_backtest_overfitting
from backtest_engine.domain.validation import Split, purged_splits, walk_forward_splits
from backtest_engine.usecases.question import Answer, Figures, Question

Array = npt.NDArray[np.float64]
Ticks = npt.NDArray[np.int64]
_MOST_POINTS = 500


@dataclass(frozen=True, slots=True)
class _Fold:
    """One choice: the set that was best on the fitted part, and how it did there and where it was judged."""

    split: Split
    parameters: Mapping[str, float]
    fitted: Array
    judged: Array


def walk_forward(question: Question, *, anchored: bool = False) -> Answer:
    """Return how the sets that were best before did afterwards, window by window.

    Args:
        question: The strategy, and into how many windows.
        anchored: Whether every window begins with the first bar instead of rolling.

    Raises:
        TooShort: The history cannot be cut into so many windows.
        Problem: A run fails.
    """
    times = question.variants.panel.times
    splits = walk_forward_splits(len(times), question.asked.folds, anchored=anchored)
    sets = question.candidates()
    folds = _chosen(question, sets, splits)
    years = question.variants.periods_per_year
    judged = np.concatenate([fold.judged for fold in folds])
    before = _mean([sharpe_of(fold.fitted) for fold in folds])
    after = sharpe_of(judged)
    figures: Figures = {
        "total_return": _total(judged),
        "sharpe_per_bar_in_sample": before,
        "sharpe_per_bar_out_of_sample": after,
        "in_sample": {"sharpe": _a_year(before, years), "total_return": None},
        "out_of_sample": _judged(judged, years),
        "runs": len(sets) * len(splits) + len(splits),
        "folds": [_fold(fold, times, years) for fold in folds],
        "curve": _curve(folds, times),
    }
    detail = (
        f"In each of {len(splits)} windows {len(sets)} sets were run on the bars before; the one with the best Sharpe "
        "ratio was then run on the bars after, with the initial cash and without a position."
    )
    return detail, figures


def purged(question: Question) -> Answer:
    """Return how chosen sets did on parts of the history that were left out with what lies beside them.

    Raises:
        TooShort: The history cannot be cut into so many folds.
        Problem: A run fails.
    """
    times = question.variants.panel.times
    bars = len(times)
    splits = purged_splits(bars, question.asked.folds, purge=min(question.variants.plan.warmup, bars // 20))
    sets = question.candidates()
    folds = _chosen(question, sets, splits)
    years = question.variants.periods_per_year
    judged = [sharpe_of(fold.judged) for fold in folds]
    mean = _mean(judged)
    figures: Figures = {
        "sharpe_per_bar_by_fold": [*judged],
        "sharpe_per_bar": mean,
        "sharpe": _a_year(mean, years),
        "runs": len(sets) * len(splits) + len(splits),
        "folds": [_fold(fold, times, years) for fold in folds],
    }
    if len(sets) > 1:
        whole = [build_series_arrays(run.simulation).returns for run in question.run_all(sets)]
        figures["probability_of_backtest_overfitting"] = _overfitting(np.stack(whole, 1))
    return "Cross-validation that forgets the bars next to each judged part; every part is a run of its own.", figures


def _overfitting(returns: Array) -> float | None:
    try:
        return float(probability_of_backtest_overfitting(returns))
    except TooFewTrials:
        return None


def sharpe_of(returns: Array) -> float | None:
    """Return the Sharpe ratio a bar; None where the returns do not vary."""
    deviation = float(returns.std(ddof=1)) if len(returns) > 1 else 0.0
    return float(returns.mean()) / deviation if deviation > 0 else None


def _chosen(question: Question, sets: Sequence[Mapping[str, float]], splits: Sequence[Split]) -> list[_Fold]:
    fitted = list(question.for_each(sets, partial(_returns, question, [split.fit for split in splits])))
    ratios = [[sharpe_of(part) for part in parts] for parts in fitted]
    question.tried.extend(ratio for of_set in ratios for ratio in of_set)
    ranks = np.array([[-math.inf if ratio is None else ratio for ratio in of_set] for of_set in ratios])
    best = [int(place) for place in np.argmax(ranks, axis=0)]
    places = sorted(set(best))
    judge = partial(_returns, question, [split.judge for split in splits])
    judged = dict(zip(places, question.for_each([sets[place] for place in places], judge), strict=True))
    return [
        _Fold(split, sets[place], fitted[place][at], judged[place][at])
        for at, (split, place) in enumerate(zip(splits, best, strict=True))
    ]


def _returns(
    question: Question, parts: Sequence[Ticks], parameters: Mapping[str, float], signals: Mapping[str, Slots]
) -> list[Array]:
    """Return what one set earns on each part; a part with a gap in it is two runs."""
    variants = question.variants
    earned = []
    for part in parts:
        pieces = np.split(part, np.flatnonzero(np.diff(part) > 1) + 1)
        runs = [
            variants.simulated(parameters, signals, variants.panel.within(int(piece[0]), int(piece[-1]) + 1))
            for piece in pieces
        ]
        earned.append(np.concatenate([build_series_arrays(run.simulation).returns for run in runs]))
    return earned


def _fold(fold: _Fold, times: Ticks, years: float) -> JsonValue:
    ends = [fold.split.fit[0], fold.split.fit[-1], fold.split.judge[0], fold.split.judge[-1]]
    return {
        "parameters": dict(fold.parameters),
        "bars": len(fold.split.judge),
        **dict(zip(("fit_from", "fit_to", "judge_from", "judge_to"), iso_times(times[ends]), strict=True)),
        "in_sample": _judged(fold.fitted, years),
        "out_of_sample": _judged(fold.judged, years),
    }


def _judged(returns: Array, years: float) -> JsonValue:
    return {"sharpe": _a_year(sharpe_of(returns), years), "total_return": _total(returns)}


def _mean(sharpes: Sequence[float | None]) -> float | None:
    # A part without a trade earned nothing; where there was none in any part, nothing can be said.
    if all(sharpe is None for sharpe in sharpes):
        return None
    return statistics.fmean(sharpe or 0.0 for sharpe in sharpes)


def _a_year(sharpe: float | None, years: float) -> float | None:
    return None if sharpe is None else sharpe * math.sqrt(years)


def _total(returns: Array) -> float:
    return float(np.prod(1 + returns) - 1)


def _curve(folds: Sequence[_Fold], times: Ticks) -> JsonValue:
    places = np.concatenate([fold.split.judge for fold in folds])
    growth = np.cumprod(1 + np.concatenate([fold.judged for fold in folds]))
    kept = np.unique(np.linspace(0, len(places) - 1, min(_MOST_POINTS, len(places))).astype(np.int64))
    return {"time": [*iso_times(times[places[kept]])], "value": growth[kept].tolist()}
