"""Fees of the kernel as vectorbt takes them: a fraction of the value of every order, row by row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.kernel.world import costs_of
from strategy_language.document import Strategy

Rates = NDArray[np.float64]

_OTHERS: Final = {
    name: getattr(CostModel(), name)
    for name in ("entry_slippage", "exit_slippage", "impact", "borrow", "interest", "funding")
}


def has_fees_alone(costs: CostModel) -> bool:
    """Return whether nothing but the fees of fills is charged."""
    return replace(costs, **_OTHERS) == costs


def fee_rate(costs: CostModel, side: int, price: float | Rates) -> float | Rates:
    """Return the fee of a market or stop fill as a fraction of its value, its least and most left aside.

    Args:
        costs: What is charged.
        side: 1 buys, -1 sells.
        price: Of the fill; a fee a unit is so much of the value, and no longer hangs on how many units there are.
    """
    if side > 0:
        return costs.commission + costs.buy_levy + costs.per_unit / price
    return costs.commission + costs.sell_levy + (costs.per_unit + costs.sell_unit_levy) / price


def fees_are_rates(strategy: Strategy, simulation: Simulation) -> bool:
    """Return whether every fill was charged its rate: no minimum, maximum or cap was reached."""
    costs, fills = costs_of(strategy, simulation.settings), simulation.fills
    rates = np.where(fills["side"] > 0, fee_rate(costs, 1, fills["price"]), fee_rate(costs, -1, fills["price"]))
    return bool(np.allclose(fills["fees"], rates * fills["quantity"] * fills["price"], rtol=1e-9, atol=1e-9))


def fees_of_rows(
    strategy: Strategy, simulation: Simulation, flags: Mapping[str, NDArray[np.bool_]], rows: int
) -> Rates:
    """Return the fee of an order in each of vectorbt's rows, shape (bars * rows, symbols), for positions of one side.

    Whether an order at an open opens or closes is seen in the run: a price that gaps over a target closes a position at
    an open where a signal would enter. What leaves inside a bar leaves at a price that only the run itself knows: the
    rate is that of the kernel's fill, and vectorbt finds a fill of its own.

    Args:
        strategy: A document of one side.
        simulation: Its run.
        flags: Where each symbol enters and leaves, bar by bar, shape (bars, symbols).
        rows: Rows of vectorbt's for each bar.
    """
    costs, panel = costs_of(strategy, simulation.settings), simulation.panel
    side, (ticks, symbols) = -1 if flags["short_entries"].any() else 1, flags["entries"].shape
    found = np.empty((ticks * rows, symbols))
    for s, bars in enumerate(panel.bars):
        opens = bars.open[panel.first[s] : panel.stop[s]]
        opening, closing = fee_rate(costs, side, opens), fee_rate(costs, -side, opens)
        own = simulation.fills[simulation.fills["symbol"] == s]
        entered, left = np.isin(np.arange(ticks), own["tick"][own["side"] == side]), own[own["side"] == -side]
        for row in range(rows):
            found[row::rows, s] = np.where(entered & (row == rows - 2), opening, closing)
        found[left["tick"] * rows + rows - 1, s] = fee_rate(costs, -side, left["price"])
    return found
