"""Setting up the tables of one simulation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.costs import CostModel, cost_model
from backtest_engine.domain.kernel.codes import (
    ALWAYS_FLAG,
    CONDITION,
    FILLS,
    LONG_ENTRY_FLAG,
    LONG_EXIT_FLAG,
    ON_OPPOSITE,
)
from backtest_engine.domain.kernel.encode import Encoder
from backtest_engine.domain.kernel.plan import Plan, table
from backtest_engine.domain.kernel.records import (
    ACCOUNT,
    COST,
    FILL,
    LEVEL,
    LOT,
    ORDER,
    RISK,
    RULE,
    SETTINGS,
    SIZING,
    SYMBOL,
    TRADE,
    Floats,
    Table,
)
from backtest_engine.domain.kernel.simulation import SimulationSettings
from backtest_engine.domain.market import (
    Panel,
    SymbolBars,
    funding_moments,
    grace,
    periods_per_year,
    session_days,
    session_ends,
)
from backtest_engine.domain.statistics.rolling import rolling_volatility
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market

IMPACT_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Inputs:
    """A run as it was asked for, encoded."""

    strategy: Strategy
    panel: Panel
    settings: SimulationSettings
    encoder: Encoder
    plan: Plan
    costs: CostModel


def volatilities(panel: Panel, length: int) -> list[Floats]:
    """Return the annualised volatility of every symbol over `length` bars."""
    return [
        rolling_volatility(one.close, length) * np.sqrt(periods_per_year([one.instrument], panel.timeframe))
        for one in panel.bars
    ]


def costs_of(strategy: Strategy, settings: SimulationSettings) -> CostModel:
    """Return the costs of a run: the settings' own or the document's, scaled."""
    model = settings.costs or cost_model(strategy.costs)
    return model.scaled(settings.cost_scale) if settings.cost_scale != 1.0 else model


def lot_step(instrument: Instrument, fractional: bool | None) -> float:  # noqa: FBT001 - as the document has it
    """Return the step to which quantities are rounded; 0 where any fraction goes."""
    if fractional is None:
        return instrument.lot_size
    if fractional:
        return 0.0
    return max(instrument.lot_size, 1.0) if instrument.market != Market.CRYPTO else 1.0


def build_world(inputs: Inputs, capacity: int) -> dict[str, NDArray[Any]]:
    """Return fresh tables for one simulation, with room for `capacity` trades and twice as many fills."""
    panel, encoder, plan = inputs.panel, inputs.encoder, inputs.plan
    bars, total = panel.bars, sum(len(one) for one in panel.bars)
    codes, numbers, starts, depth = encoder.program_tables()
    symbols, rules = len(bars), len(plan.rules)
    lots, targets = _lots_a_symbol(inputs.strategy), max(plan.targets(), 1)
    return dict(  # noqa: C408 - reads as the table of ARRAYS
        open=_joined([one.open for one in bars]),
        high=_joined([one.high for one in bars]),
        low=_joined([one.low for one in bars]),
        close=_joined([one.close for one in bars]),
        volume=_joined([one.volume for one in bars]),
        extra=_extra(inputs) if has_corporate(inputs) else np.zeros((3, 0)),
        session_end=_session_ends(panel) if plan.uses_sessions() else np.zeros(0, np.uint8),
        conditions=_stacked(encoder.conditions, total, np.dtype(np.uint8)),
        flags=_flags(inputs, total),
        values=_stacked(encoder.values, total, np.dtype(np.float64)),
        volatility=_impact_volatility(panel) if inputs.costs.impact > 0 else np.zeros(0),
        sources=encoder.source_table(),
        codes=codes,
        numbers=numbers,
        program_start=starts,
        stack=np.zeros(depth + 3),
        memory=np.full((symbols, max(len(codes), 1), 3), -1.0),
        rules=table(plan.rules, RULE),
        risks=table(plan.risks, RISK),
        levels=table(plan.levels, LEVEL),
        sizings=table(plan.sizings, SIZING),
        costs=cost_table(inputs.costs, symbols),
        settings=settings_table(inputs),
        symbols=_symbols(inputs),
        lots=np.zeros((symbols, lots), LOT),
        targets=np.full((symbols, lots, targets, 2), np.nan),
        steps=np.full((symbols, lots, max(plan.steps(), 1), 2), np.nan),
        orders=np.zeros((symbols, rules), ORDER),
        fired=np.zeros((symbols, rules), np.int64),
        account=_account(inputs.settings),
        trades=np.empty(capacity, TRADE),
        fills=np.empty(2 * capacity, FILL),
    )


def has_corporate(inputs: Inputs) -> bool:
    """Return whether some symbol has dividends, splits or funding to book."""
    return any(
        one.dividend is not None or one.split is not None or _funding(one, inputs) is not None
        for one in inputs.panel.bars
    )


def _joined(arrays: Sequence[Floats]) -> Floats:
    one = arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
    return np.ascontiguousarray(one, dtype=np.float64)


def _stacked(rows: Sequence[NDArray[Any]], total: int, kind: np.dtype[Any]) -> NDArray[Any]:
    if len(rows) == 1:
        return np.ascontiguousarray(rows[0]).reshape(1, total)
    return np.stack(rows) if rows else np.zeros((0, total), kind)


def _funding(bars: SymbolBars, inputs: Inputs) -> Floats | None:
    # Rates that came with the bars count before the document's own.
    if bars.funding is not None or not inputs.costs.funding or not bars.is_around_the_clock:
        return bars.funding
    return inputs.costs.funding * funding_moments(bars.time, inputs.panel.timeframe)


def _extra(inputs: Inputs) -> Floats:
    columns = []
    for one in inputs.panel.bars:
        nothing, whole = np.zeros(len(one)), np.ones(len(one))
        given = (one.dividend, one.split, _funding(one, inputs))
        usual = (nothing, whole, nothing)
        columns.append(np.stack([have if have is not None else rest for have, rest in zip(given, usual, strict=True)]))
    return np.ascontiguousarray(np.concatenate(columns, axis=1))


def _session_ends(panel: Panel) -> NDArray[Any]:
    ends = [session_ends(session_days(one.time, one.instrument.zone, panel.timeframe)) for one in panel.bars]
    return np.concatenate(ends)


def _impact_volatility(panel: Panel) -> Floats:
    daily = []
    for one in panel.bars:
        bars_a_day = periods_per_year([one.instrument], panel.timeframe) / 252.0
        daily.append(rolling_volatility(one.close, IMPACT_LENGTH) * np.sqrt(bars_a_day))
    return np.concatenate(daily)


def _lots_a_symbol(strategy: Strategy) -> int:
    adds = sum(rule.action.value.startswith("add") for rule in strategy.rules)
    return strategy.execution.pyramiding + adds + 1


def cost_table(model: CostModel, symbols: int) -> Table:
    """Return the costs as rows, one a symbol."""
    row = (
        model.commission,
        model.maker_commission,
        model.per_unit,
        model.minimum,
        model.maximum,
        model.buy_levy,
        model.sell_levy,
        model.sell_unit_levy,
        model.sell_unit_levy_cap,
        model.entry_slippage,
        model.exit_slippage,
        model.impact,
        model.borrow,
    )
    return np.array([row] * symbols, dtype=COST)


def settings_table(inputs: Inputs) -> Table:
    """Return the settings of a run as the one row that the kernel reads."""
    strategy, settings, panel = inputs.strategy, inputs.settings, inputs.panel
    execution, limits = strategy.execution, strategy.limits
    row = np.zeros(1, SETTINGS)
    one = row[0]
    one["initial_cash"], one["leverage"] = settings.initial_cash, execution.leverage
    one["maintenance"] = min(0.25, 0.5 / execution.leverage)
    one["participation"] = _participation(inputs)
    one["daily_loss"] = (limits.daily_loss_percent or np.inf) / 100
    one["max_drawdown"] = (limits.max_drawdown_percent or np.inf) / 100
    one["interest"], one["allow_short"] = inputs.costs.interest, execution.allow_short
    one["on_opposite"], one["pyramiding"] = ON_OPPOSITE[execution.on_opposite], execution.pyramiding
    one["add_once"] = sum(rule.action.value.startswith("add") for rule in strategy.rules)
    one["entries_a_day"], one["losses_a_day"] = limits.entries_per_day or 0, limits.losses_per_day or 0
    one["cooldown"], one["max_positions"] = limits.cooldown_bars or 0, limits.max_open_positions or 0
    one["delay"], one["worst"] = settings.entry_delay, settings.worst_intrabar
    one["symbols"] = len(strategy.ruled) if strategy.core else len(panel.bars)
    one["corporate"] = has_corporate(inputs)
    one["brakes"] = limits.daily_loss_percent is not None or limits.max_drawdown_percent is not None
    one["weighted"] = strategy.kind in ("rotation", "pairs", "allocation") or strategy.core is not None
    one["fill"] = FILLS[execution.fill]
    one["steady"] = _is_steady(inputs)
    return row


def _is_steady(inputs: Inputs) -> bool:
    # Whether bars without a signal and away from every level change nothing but the equity.
    strategy, plan = inputs.strategy, inputs.plan
    sources = inputs.encoder.sources
    by_position = any(row["when"] >= 0 and sources[row["when"]][1] != CONDITION for row in plan.rules)
    limits = strategy.limits
    by_day = limits.entries_per_day or limits.losses_per_day or limits.daily_loss_percent
    return not (
        by_position
        or by_day
        or limits.max_drawdown_percent
        or inputs.costs.interest
        or len(inputs.panel.bars) > 1
        or strategy.kind in ("rotation", "pairs", "allocation")
        or has_corporate(inputs)
    )


def _flags(inputs: Inputs, total: int) -> NDArray[np.uint8]:
    # What could be decided at each bar, as bits: entries and exits of either side, the end of a session.
    flags = np.zeros(total, np.uint8)
    if not _is_steady(inputs):
        return flags
    for row in inputs.plan.rules:
        if row["when"] >= 0:
            side = 0 if row["side"] > 0 else 1
            bit = np.uint8((LONG_ENTRY_FLAG if row["entry"] else LONG_EXIT_FLAG) << side)
            flags |= inputs.encoder.conditions[inputs.encoder.sources[row["when"]][2]] * bit
    if inputs.plan.uses_sessions():
        flags |= _session_ends(inputs.panel) * np.uint8(ALWAYS_FLAG)
    return flags


def _participation(inputs: Inputs) -> float:
    share = inputs.strategy.execution.max_participation
    if share is None:
        return np.nan
    if isinstance(share, str):
        source = inputs.encoder.sources[inputs.encoder.number(share, "execution.max_participation")]
        share = source[0]
    return float(share) * inputs.settings.participation_scale


def _symbols(inputs: Inputs) -> Table:
    panel = inputs.panel
    rows = np.zeros(len(panel.bars), SYMBOL)
    rows["offset"] = np.cumsum([0] + [len(one) for one in panel.bars])[:-1]
    rows["first"] = panel.first
    rows["step"] = [lot_step(one.instrument, inputs.strategy.execution.fractional) for one in panel.bars]
    rows["want"], rows["last_exit"] = np.nan, -1
    rows["last_return"] = np.nan
    rows["gone_after"] = [
        one.time[stop - 1] + grace(panel.timeframe) for one, stop in zip(panel.bars, panel.stop, strict=True)
    ]
    rows["mark"] = [one.open[first] for one, first in zip(panel.bars, panel.first, strict=True)]
    return rows


def _account(settings: SimulationSettings) -> Table:
    row = np.zeros(1, ACCOUNT)
    for name in ("cash", "equity", "peak", "day_start"):
        row[name] = settings.initial_cash
    row["day"] = -1
    return row
