"""Try many sets of parameters and say which did best, and what that is worth after so many trials."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.plan import Plan
from backtest_engine.domain.records import Trials
from backtest_engine.domain.result import Headline, build_headline, build_stats
from backtest_engine.domain.statistics.overfitting import overfitting_of_sweep
from backtest_engine.domain.statistics.pieces import pieces_of
from backtest_engine.domain.studies import Sweep, SweepPoint, SweepResult
from backtest_engine.domain.sweeping import axes, drawn, grid, heat_map, score
from backtest_engine.ports import Sandbox, Sets
from backtest_engine.usecases.gather import Gathered
from backtest_engine.usecases.variants import Variant, Variants
from strategy_language.conversation import EngineRunRequest
from trading_contracts.results import Overfitting

Array = NDArray[np.float64]
Report = Callable[[float, str], None]

_MOST_SETS = 2_500
_SERIES_BYTES = 256 * 1024 * 1024
"""What the series of the sets that run together may take."""
_PART = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """One set of parameters and how it did."""

    parameters: Mapping[str, float]
    headline: Headline
    pieces: Array

    @classmethod
    def of(cls, variant: Variant) -> "Tried":
        """Return what a run of its own found."""
        simulation = variant.simulation
        pieces = pieces_of(simulation.equity, simulation.settings.initial_cash)
        return cls(variant.parameters, build_headline(simulation), pieces)

    def point(self) -> SweepPoint:
        """Return the figures that a sweep shows."""
        found = self.headline
        return SweepPoint(
            parameters=dict(self.parameters),
            total_return=found.total_return,
            sharpe=found.sharpe,
            sortino=found.sortino,
            calmar=found.calmar,
            max_drawdown=found.max_drawdown,
            trades=found.trades,
        )


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
    found: list[Tried] = []
    total = _size(values, asked)
    for tried in _tried(variants, asked, values):
        found.append(tried)
        report(len(found) / total, f"{len(found)} of {total} sets")
    points = tuple(tried.point() for tried in found)
    sharpes = tuple(sharpe for tried in found if (sharpe := tried.headline.sharpe_per_bar) is not None)
    trials = before.with_more(len(found), sharpes)
    best = max(found, key=lambda tried: score(tried.headline, asked.objective), default=None)
    deflated = None
    if best is not None:
        simulation = next(variants.run_all([best.parameters])).simulation
        stats = build_stats(simulation, trials=trials.count, sharpe_variance=trials.sharpe_variance)
        deflated = stats.deflated_sharpe
    result = SweepResult(
        objective=asked.objective,
        points=points,
        best=None if best is None else best.point(),
        deflated_sharpe=deflated,
        overfitting=_overfitting(found, len(variants.panel.times)),
        trials=trials.count,
        heat_map=heat_map(points, values, asked.objective),
    )
    return result, sharpes


def _tried(variants: Variants, asked: Sweep, values: Mapping[str, Sequence[float]]) -> Iterator[Tried]:
    if asked.method == "grid":
        return _wherever(variants, grid(values, asked.trials))
    if asked.method == "random":
        return _wherever(variants, list(drawn(values, asked.trials, variants.request.seed)))
    return _searched(variants, asked, values)


def _wherever(variants: Variants, sets: Sets) -> Iterator[Tried]:
    """Yield each set in order: computed here, or in parts on the machines that there are."""
    if variants.machines is None:
        yield from _all(variants, sets)
        return
    parts = [sets[at : at + _PART] for at in range(0, len(sets), _PART)]
    work = partial(part_of_sweep, variants.plan, variants.request, variants.gathered)
    for found in variants.machines.map(work, parts, variants.cancelled):
        yield from found


def part_of_sweep(
    plan: Plan, request: EngineRunRequest, gathered: Gathered, sandbox: Sandbox, sets: Sets
) -> list[Tried]:
    """Return how some sets did, on whatever machine this is called."""
    return list(_all(Variants(sandbox, plan, request, gathered), sets))


def _all(variants: Variants, sets: Sequence[Mapping[str, float]]) -> Iterator[Tried]:
    batch = variants.batch()
    if batch is None:
        yield from (Tried.of(variant) for variant in variants.run_all(sets))
        return
    size = min(_MOST_SETS, batch.fitting(_SERIES_BYTES))
    for at in range(0, len(sets), size):
        some = sets[at : at + size]
        for parameters, swept in zip(some, variants.run_batch(batch, some), strict=True):
            if swept is None:  # what the compiled loop cannot tell (a fill that the volume cuts) takes a run of its own
                yield Tried.of(next(variants.run_all([parameters])))
            else:
                yield Tried(parameters, swept.headline, swept.pieces)


def _searched(variants: Variants, asked: Sweep, values: Mapping[str, Sequence[float]]) -> Iterator[Tried]:
    import optuna  # noqa: PLC0415 - 14 MB and half a second, for the one method that searches

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=variants.request.seed)
    search = optuna.create_study(direction="maximize", sampler=sampler)
    for _ in range(asked.trials):
        trial = search.ask()
        parameters = {name: float(trial.suggest_categorical(name, list(each))) for name, each in values.items()}
        # One set after the other: each one is chosen by what all before it did.
        tried = Tried.of(next(variants.run_all([parameters])))
        search.tell(trial, max(score(tried.headline, asked.objective), -1e9))
        yield tried


def _overfitting(found: Sequence[Tried], bars: int) -> Overfitting:
    # A search comes back to the sets that do well; each set is one variant all the same.
    each = {tuple(tried.parameters.values()): tried.pieces for tried in found}  # all name the same, in one order
    return overfitting_of_sweep(np.stack(list(each.values())), bars)


def _size(values: Mapping[str, Sequence[float]], asked: Sweep) -> int:
    total = 1
    for each in values.values():
        total *= len(each)
    return total if asked.method == "grid" else min(total, asked.trials) if asked.method == "random" else asked.trials
