"""What a simulation is given, and what it gives back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel.records import Floats, Table
from backtest_engine.domain.market import Panel
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """The money and the assumptions of one simulation.

    Attributes:
        initial_cash: Account currency.
        adjustment: What the prices are adjusted for; dividends and splits are booked for what they are not.
        costs: Used in place of the document's costs, for every symbol.
        entry_delay: Bars by which every decision is carried out later.
        worst_intrabar: Whether the order of events inside a bar is the harshest that its prices allow.
        participation_scale: Factor of the share of a bar's volume that may be traded.
        cost_scale: Factor of all costs.
    """

    initial_cash: float = 100_000.0
    adjustment: Adjustment = Adjustment.ALL
    costs: CostModel | None = None
    entry_delay: int = 0
    worst_intrabar: bool = False
    participation_scale: float = 1.0
    cost_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Simulation:
    """What happened.

    Attributes:
        strategy: The document that ran.
        panel: The bars that it ran over.
        settings: The money and the assumptions.
        times: The clock, nanoseconds since 1970 UTC, shape (ticks,).
        equity: Account value at each tick's close, shape (ticks,).
        trades: Closed parts of positions in order of exit, then what is open at the end (`open` 1); see TRADE.
        fills: Every fill in order; see FILL.
        rule_ids: Names of the rules that `entry_rule` and `exit_rule` point to.
        costs_paid: Fees of all fills, account currency; slippage is in the prices.
        interest: Earned on idle cash.
        traded: Value of all fills.
        exposure: Share of the ticks that ended with a position.
        warnings: What a reader should know, as sentences.
    """

    strategy: Strategy
    panel: Panel
    settings: SimulationSettings
    times: NDArray[np.int64]
    equity: Floats
    trades: Table
    fills: Table
    rule_ids: tuple[str, ...]
    costs_paid: float
    interest: float
    traded: float
    exposure: float
    warnings: tuple[str, ...] = ()
