"""One run: document, bars and signals in; what happened out."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel.codes import BY_END
from backtest_engine.domain.kernel.encode import Encoder
from backtest_engine.domain.kernel.lane import drive
from backtest_engine.domain.kernel.loop import run
from backtest_engine.domain.kernel.memory import lay_out
from backtest_engine.domain.kernel.plan import Plan
from backtest_engine.domain.kernel.records import TRADE, Floats, Ints, Table
from backtest_engine.domain.kernel.simulation import Simulation, SimulationSettings
from backtest_engine.domain.kernel.world import Inputs, build_world, costs_of, volatilities
from backtest_engine.domain.market import Panel, session_days
from backtest_engine.domain.portfolio.weights import plan_weights
from backtest_engine.domain.signals import Slots
from strategy_language.document import Strategy


def simulate(
    strategy: Strategy,
    panel: Panel,
    signals: Mapping[str, Slots],
    settings: SimulationSettings | None = None,
) -> Simulation:
    """Simulate a strategy over a panel.

    Args:
        strategy: The document.
        panel: Bars of its universe, warm-up included.
        signals: For each symbol the slots that the generated code returned, over all bars of that symbol.
        settings: Money and assumptions.

    Raises:
        MissingSlot: The document names an expression that the signals lack.
        UnfitSignal: A signal does not fit the bars.
    """
    settings = settings or SimulationSettings()
    inputs = prepare(strategy, panel, signals, settings)
    return drive(inputs) or simulate_in_full(inputs, signals)


def simulate_in_full(inputs: Inputs, signals: Mapping[str, Slots]) -> Simulation:
    """Simulate by the general kernel, which can say everything; the fast lane must find the same."""
    strategy, panel, settings = inputs.strategy, inputs.panel, inputs.settings
    weights = _weights(strategy, panel, signals, settings)
    equity = np.empty(len(panel.times))
    capacity = 1024 + sum(len(one) for one in panel.bars) // 4
    while True:
        world = build_world(inputs, capacity)
        run(lay_out(world)[0], _clock(panel), _days(inputs), weights, equity)
        if not world["account"][0]["overflow"]:
            return _gathered(inputs, world, equity)
        capacity *= 4


def prepare(strategy: Strategy, panel: Panel, signals: Mapping[str, Slots], settings: SimulationSettings) -> Inputs:
    """Return a run encoded for the kernel."""
    idle = frozenset(panel.symbols) - frozenset(strategy.ruled) if strategy.core else frozenset()
    encoder = Encoder(panel.symbols, [len(one) for one in panel.bars], signals, idle)
    plan = Plan(encoder, lambda length: volatilities(panel, length))
    plan.write(strategy)
    return Inputs(strategy, panel, settings, encoder, plan, costs_of(strategy, settings))


def _days(inputs: Inputs) -> Ints:
    panel, limits = inputs.panel, inputs.strategy.limits
    if limits.entries_per_day or limits.losses_per_day or limits.daily_loss_percent:
        return session_days(panel.times, panel.bars[0].instrument.zone, panel.timeframe)
    return np.zeros(0, np.int64)


def _clock(panel: Panel) -> tuple[Ints, Ints, Ints]:
    if len(panel.bars) == 1:
        return panel.times, np.zeros(0, np.int64), np.zeros((0, 2), np.int64)
    return panel.times, panel.tick_start, np.stack([panel.entry_symbol, panel.entry_index], axis=1)


def _weights(
    strategy: Strategy, panel: Panel, signals: Mapping[str, Slots], settings: SimulationSettings
) -> tuple[Ints, Floats]:
    if strategy.kind not in ("rotation", "pairs", "allocation") and strategy.core is None:
        return np.zeros(0, np.int64), np.zeros((0, len(panel.bars)))
    plan = plan_weights(strategy, panel, signals).delayed(settings.entry_delay)
    return plan.rows, plan.weights


def _gathered(inputs: Inputs, world: dict[str, NDArray[Any]], equity: Floats) -> Simulation:
    account = world["account"][0]
    closed = world["trades"][: int(account["trades"])].copy()
    trades = np.concatenate([closed, _open_trades(inputs, world)])
    return Simulation(
        strategy=inputs.strategy,
        panel=inputs.panel,
        settings=inputs.settings,
        times=inputs.panel.times,
        equity=equity,
        trades=trades,
        fills=world["fills"][: int(account["fills"])].copy(),
        rule_ids=tuple(inputs.plan.rule_ids),
        costs_paid=float(account["fees"]),
        interest=float(account["interest"]),
        traded=float(account["traded"]),
        exposure=float(account["in_market"]) / len(equity),
        warnings=_warnings(world),
    )


def _open_trades(inputs: Inputs, world: dict[str, NDArray[Any]]) -> Table:
    # Marked to the last close, without the fee of a sale that did not happen.
    rows = []
    for s, state in enumerate(world["symbols"]):
        for lot in world["lots"][s, : int(state["lots"])]:
            row = np.zeros(1, TRADE)
            price, side, entry = state["mark"], lot["side"], lot["price"]
            row["symbol"], row["side"], row["quantity"] = s, side, lot["quantity"]
            row["entry_tick"], row["entry_bar"], row["entry_price"] = lot["entry_tick"], lot["entry_bar"], entry
            row["exit_tick"], row["exit_bar"] = len(inputs.panel.times) - 1, state["last_bar"]
            row["exit_price"], row["fees"], row["reason"], row["open"] = price, lot["fees"], BY_END, 1
            row["profit"] = side * lot["quantity"] * (price - entry) - lot["fees"] + lot["carry"]
            row["return_"] = row["profit"] / (lot["quantity"] * entry)
            row["stop"], row["target"] = lot["first_stop"], lot["target"]
            row["entry_rule"], row["exit_rule"] = lot["rule"], -1
            row["mae"], row["mfe"] = side * (lot["worst"] / entry - 1.0), side * (lot["best"] / entry - 1.0)
            rows.append(row)
    return np.concatenate(rows) if rows else np.zeros(0, TRADE)


def _warnings(world: dict[str, NDArray[Any]]) -> tuple[str, ...]:
    account, found = world["account"][0], []
    if account["refused"] > 0:
        found.append(f"{account['refused']} entries were not filled: cash, margin or lot size did not allow them.")
    if account["margin_calls"] > 0:
        calls = int(account["margin_calls"])
        found.append(f"{calls} margin call{'' if calls == 1 else 's'} closed all positions.")
    if account["stopped"] > 0:
        found.append("The drawdown limit ended trading before the end of the data.")
    return tuple(found)
