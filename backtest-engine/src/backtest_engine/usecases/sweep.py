"""Try many sets of parameters and say which did best, and what that is worth after so many trials."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import optuna

from backtest_engine.domain.records import Trials
from backtest_engine.domain.result import build_stats
from backtest_engine.domain.studies import Sweep, SweepResult
from backtest_engine.domain.sweeping import axes, drawn, grid, heat_map, score
from backtest_engine.usecases.variants import Variant, Variants

Report = Callable[[float, str], None]


def sweep(variants: Variants, asked: Sweep, before: Trials, report: Report) -> tuple[SweepResult, tuple[float, ...]]:
    """Return what the sweep found, and the Sharpe ratio a bar of every set for the ledger.

    Args:
        variants: The strategy over its bars.
        asked: Which sets, by what measure.
        before: The trials of the lineage so far.
        report: Told the progress, from 0 to 1.

    Raises:
        BadSweep: The document has no such parameter, or the grid is too large.
        Problem: A run fails.
    """
    values = axes(variants.plan.strategy, asked.parameters)
    found: list[Variant] = []
    best: Variant | None = None
    total = _size(values, asked)
    for variant in _variants(variants, asked, values):
        found.append(variant)
        if best is None or _score(variant, asked) > _score(best, asked):
            best = variant
        report(len(found) / total, f"{len(found)} of {total} sets")
    points = tuple(variant.point() for variant in found)
    sharpes = tuple(sharpe for variant in found if (sharpe := variant.sharpe_per_bar) is not None)
    trials = before.with_more(len(found), sharpes)
    deflated = None
    if best is not None:
        stats = build_stats(best.simulation, trials=trials.count, sharpe_variance=trials.sharpe_variance)
        deflated = stats.deflated_sharpe
    result = SweepResult(
        objective=asked.objective,
        points=points,
        best=None if best is None else best.point(),
        deflated_sharpe=deflated,
        trials=trials.count,
        heat_map=heat_map(points, values, asked.objective),
    )
    return result, sharpes


def _variants(variants: Variants, asked: Sweep, values: Mapping[str, Sequence[float]]) -> Iterator[Variant]:
    if asked.method == "grid":
        return variants.run_all(grid(values, asked.trials))
    if asked.method == "random":
        return variants.run_all(list(drawn(values, asked.trials, variants.request.seed)))
    return _searched(variants, asked, values)


def _searched(variants: Variants, asked: Sweep, values: Mapping[str, Sequence[float]]) -> Iterator[Variant]:
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=variants.request.seed)
    search = optuna.create_study(direction="maximize", sampler=sampler)
    for _ in range(asked.trials):
        trial = search.ask()
        parameters = {name: float(trial.suggest_categorical(name, list(each))) for name, each in values.items()}
        # One set after the other: each one is chosen by what all before it did.
        variant = next(variants.run_all([parameters]))
        search.tell(trial, max(_score(variant, asked), -1e9))
        yield variant


def _score(variant: Variant, asked: Sweep) -> float:
    return score(variant.point(), asked.objective)


def _size(values: Mapping[str, Sequence[float]], asked: Sweep) -> int:
    total = 1
    for each in values.values():
        total *= len(each)
    return total if asked.method == "grid" else min(total, asked.trials) if asked.method == "random" else asked.trials
