"""How much of a result hangs on what was assumed: the run again, each time with one assumption made worse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from backtest_engine.domain.costs import CostModel, cost_model
from backtest_engine.domain.kernel import Simulation, SimulationSettings, simulate
from backtest_engine.domain.market import Panel
from backtest_engine.domain.result import build_headline
from backtest_engine.domain.signals import Slots
from strategy_language.document import Strategy
from trading_contracts.results import BandEntry

_FREE_COST: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Assumption:
    """One harsher assumption: its name, what it means to a person, and what it changes."""

    name: str
    meaning: str
    change: Callable[[Strategy, SimulationSettings], tuple[Strategy, SimulationSettings]]


def _worst_order(strategy: Strategy, settings: SimulationSettings) -> tuple[Strategy, SimulationSettings]:
    return strategy, replace(settings, worst_intrabar=True)


def _costs(strategy: Strategy, settings: SimulationSettings) -> CostModel:
    return settings.costs or cost_model(strategy.costs)


def _double_costs(strategy: Strategy, settings: SimulationSettings) -> tuple[Strategy, SimulationSettings]:
    costs = _costs(strategy, settings)
    if costs == CostModel(interest=costs.interest, funding=costs.funding):
        free = replace(costs, commission=_FREE_COST, maker_commission=_FREE_COST)
        return strategy, replace(settings, costs=free)
    return strategy, replace(settings, cost_scale=2.0 * settings.cost_scale)


def _late(strategy: Strategy, settings: SimulationSettings) -> tuple[Strategy, SimulationSettings]:
    return strategy, replace(settings, entry_delay=settings.entry_delay + 1)


def _thin(strategy: Strategy, settings: SimulationSettings) -> tuple[Strategy, SimulationSettings]:
    if strategy.execution.max_participation is None:
        execution = strategy.execution.model_copy(update={"max_participation": 0.05})
        return strategy.model_copy(update={"execution": execution}), settings
    return strategy, replace(settings, participation_scale=0.5 * settings.participation_scale)


HARSHER: Final[tuple[Assumption, ...]] = (
    Assumption(
        "worst_intrabar_order",
        "Inside every bar prices took the order that hurts most: trailing stops are pulled along by the bar's own"
        " extreme before they are hit, and no target fills in the bar of a resting entry.",
        _worst_order,
    ),
    Assumption(
        "double_costs",
        "All fees, slippage and borrowing twice as high; 0.05 % of every fill where none were assumed.",
        _double_costs,
    ),
    Assumption("one_bar_late", "Every decision is carried out one bar later.", _late),
    Assumption(
        "half_participation",
        "Half the share of a bar's volume can be traded; 5 % of it where no bound was assumed.",
        _thin,
    ),
)


def assumption_band(
    strategy: Strategy,
    panel: Panel,
    signals: Mapping[str, Slots],
    settings: SimulationSettings,
    assumptions: tuple[Assumption, ...] = HARSHER,
) -> tuple[BandEntry, ...]:
    """Return the figures of the run under each harsher assumption, one at a time."""
    entries = []
    for assumption in assumptions:
        changed, harsher = assumption.change(strategy, settings)
        entries.append(_entry(assumption, simulate(changed, panel, signals, harsher)))
    return tuple(entries)


def _entry(assumption: Assumption, simulation: Simulation) -> BandEntry:
    headline = build_headline(simulation)
    return BandEntry(
        name=assumption.name,
        meaning=assumption.meaning,
        total_return=headline.total_return,
        sharpe=headline.sharpe,
        max_drawdown=headline.max_drawdown,
        trades=headline.trades,
    )
