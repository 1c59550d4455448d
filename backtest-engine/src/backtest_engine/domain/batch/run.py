"""A sweep in one go: the figures of many sets of parameters of one strategy over one series."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.batch.fuse import Fused, companion, fuse
from backtest_engine.domain.batch.series import Evaluate, Pools, Sets, compute
from backtest_engine.domain.batch.sets import COLUMNS, ENOUGH, FIRST_PIECE, TRADES, run_sets
from backtest_engine.domain.kernel import SimulationSettings
from backtest_engine.domain.kernel.codes import CONDITION, VALUES
from backtest_engine.domain.kernel.encode import Encoder
from backtest_engine.domain.kernel.lane.drive import bit_of, books_of, odd_flags
from backtest_engine.domain.kernel.lane.fit import fits
from backtest_engine.domain.kernel.lane.memory import lay_out
from backtest_engine.domain.kernel.lane.rows import WAITING
from backtest_engine.domain.kernel.plan import Plan, table
from backtest_engine.domain.kernel.records import FILL, LEVEL, RISK, RULE, SIZING, TRADE
from backtest_engine.domain.kernel.world import Inputs, cost_table, costs_of, settings_table, volatilities
from backtest_engine.domain.market import Panel, periods_per_year
from backtest_engine.domain.result import Headline, headlines_of
from strategy_language.document import Strategy
from strategy_language.program import compile_document

_TURNS: Final = 8
"""Parts of the sets for each thread: a thread that others hold up leaves the rest to the next."""


@dataclass(slots=True)
class _Names(Encoder):
    """An encoder that has no values yet: it notes which source is to be which slot."""

    slots: dict[int, str] = field(default_factory=dict)
    truths: list[str] = field(default_factory=list)
    shifted: bool = False

    def slot(self, name: str, shift: int = 0) -> int:
        place = self._add(0.0, VALUES, -1)
        self.slots[place] = name
        self.shifted |= shift > 0
        return place

    def condition(self, name: str, shift: int = 0) -> int:
        self.truths.append(name)
        self.shifted |= shift > 0
        return self._add(0.0, CONDITION, len(self.truths) - 1)


class Swept(NamedTuple):
    """The figures of one set: the headline, and the sums of its returns by pieces of history (`pass_in_pieces`)."""

    headline: Headline
    pieces: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Batch:
    """A strategy that can be run in one go over many sets.

    Attributes:
        code: The module of its series; to be asked by whoever may run strategy code.
    """

    inputs: Inputs
    fused: Fused
    code: str

    def run(self, sets: Sets, evaluate: Evaluate) -> list[Swept | None]:
        """Return the figures of every set, each the same as its single run's; None where only that can tell them.

        Args:
            sets: Values of all parameters of the document, a mapping a set.
            evaluate: Returns what `code` says with each of these sets of parameters.
        """
        pools = compute(self.fused.leaves, sets, evaluate, len(self.inputs.panel.bars[0]))
        figures = self._figures(pools, len(sets))
        headlines = headlines_of(figures[:, :TRADES], figures[:, TRADES].astype(int).tolist())
        swept: list[Swept | None] = list(map(Swept, headlines, figures[:, FIRST_PIECE:]))
        for at in np.flatnonzero(figures[:, ENOUGH] == 0).tolist():
            swept[at] = None
        return swept

    def fitting(self, size: int) -> int:
        """Return how many sets may run together (at least one) so that their series take at most so many bytes."""
        return max(size // (8 * len(self.inputs.panel.bars[0]) * max(len(self.fused.leaves), 1)), 1)

    def _figures(self, pools: Pools, count: int) -> NDArray[np.float64]:
        figures = np.empty((count, COLUMNS))
        shared, sources = _shared(self.inputs, pools), self._sources(pools)
        rules, account, panel = self._rules(), books_of(self.inputs, 0)["me"], self.inputs.panel
        account["marked"] = 1
        periods = float(periods_per_year([one.instrument for one in panel.bars], panel.timeframe))
        given = (pools.place, shared["values"], _stacked(pools.truths, np.uint8, pools.bars))

        def work(span: tuple[int, int]) -> None:
            own = {**shared, **self._own(len(rules[2]), pools.bars, sources)}
            run_sets(lay_out(own)[0], rules, given, (sources, account, periods), span, figures)

        threads = min(os.cpu_count() or 1, count)
        bounds = np.linspace(0, count, min(threads * _TURNS, count) + 1).astype(int).tolist()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, pairwise(bounds)))
        return figures

    def _own(self, rules: int, bars: int, sources: NDArray[Any]) -> dict[str, NDArray[Any]]:
        # What each thread writes: `me` and `sources` are filled anew for every set.
        return {
            **books_of(self.inputs, 0),
            "waiting": np.zeros(rules, WAITING),
            "conditions": np.zeros((rules, bars), np.uint8),
            "flags": np.zeros(bars, np.uint8),
            "sources": np.zeros(sources.shape[1], sources.dtype),
            "equity": np.empty(len(self.inputs.panel.times)),
            "trades": np.empty(0, TRADE),
            "fills": np.empty(0, FILL),
        }

    def _rules(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8], NDArray[np.uint8]]:
        rows = [row for row in self.inputs.plan.rules if row["when"] >= 0]
        names = self.inputs.encoder.truths  # type: ignore[attr-defined]
        each = [self.fused.conditions[name] for name in names]
        starts = np.cumsum([0, *(len(steps) for steps in each)])
        steps = np.array([step for steps in each for step in steps], np.int64).reshape(-1, 3)
        return steps, starts, np.array([bit_of(row) for row in rows], np.uint8), odd_flags(self.inputs.panel.bars[0])

    def _sources(self, pools: Pools) -> NDArray[Any]:
        encoder = self.inputs.encoder
        sources = np.repeat(encoder.source_table()[None, :], len(pools.place), axis=0)
        for place, name in encoder.slots.items():  # type: ignore[attr-defined]
            sources["index"][:, place] = pools.place[:, self.fused.numbers[name]]
        return sources


def batch_of(strategy: Strategy, panel: Panel, settings: SimulationSettings) -> Batch | None:
    """Return the strategy made ready for many sets, or None where each needs a run of its own."""
    if strategy.kind != "signals" or _reads_settings(strategy):
        return None
    fused = fuse(compile_document(strategy))
    if fused is None:
        return None
    encoder = _Names(panel.symbols, [len(one) for one in panel.bars], {})
    plan = Plan(encoder, lambda length: volatilities(panel, length))
    plan.write(strategy)
    inputs = Inputs(strategy, panel, settings, encoder, plan, costs_of(strategy, settings))
    if encoder.shifted or not fits(inputs):
        return None
    return Batch(inputs, fused, companion(strategy, fused.leaves))


def _reads_settings(strategy: Strategy) -> bool:
    # Numbers that are read while the run is set up, and so are not the same for all sets.
    sizes = (strategy.sizing, *(rule.size for rule in strategy.rules if rule.size is not None))
    return (
        bool(strategy.bindings)
        or isinstance(strategy.execution.max_participation, str)
        or any(size.kind == "volatility_target" for size in sizes)
    )


def _shared(inputs: Inputs, pools: Pools) -> dict[str, NDArray[Any]]:
    bars, plan = inputs.panel.bars[0], inputs.plan
    return {
        **{name: np.ascontiguousarray(getattr(bars, name)) for name in ("open", "high", "low", "close", "volume")},
        "values": _stacked(pools.series, np.float64, pools.bars),
        "rules": table([row for row in plan.rules if row["when"] >= 0], RULE),
        "risks": table(plan.risks, RISK),
        "levels": table(plan.levels, LEVEL),
        "sizings": table(plan.sizings, SIZING),
        "costs": cost_table(inputs.costs, 1),
        "settings": settings_table(inputs),
    }


def _stacked(rows: list[NDArray[Any]], kind: type[np.generic], bars: int) -> NDArray[Any]:
    return np.stack(rows) if rows else np.zeros((0, bars), kind)
