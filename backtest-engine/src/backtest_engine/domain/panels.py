"""Frames as the simulation takes them."""

from collections.abc import Mapping

import numpy as np

from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel import SimulationSettings
from backtest_engine.domain.market import Panel, SymbolBars
from backtest_engine.domain.plan import Plan
from strategy_language.conversation import EngineRunRequest
from trading_contracts.bars import Adjustment


def symbol_bars(symbol: str, frame: Frame) -> SymbolBars:
    """Return a frame's bars under the symbol by which the document calls them."""
    columns = frame.columns
    kept = frame.origin.adjustment
    return SymbolBars(
        instrument=frame.instrument.model_copy(update={"symbol": symbol}),
        time=frame.time,
        open=columns["open"],
        high=columns["high"],
        low=columns["low"],
        close=columns["close"],
        volume=columns["volume"],
        dividend=None if kept is Adjustment.ALL else columns["dividend"],
        # The source writes 0 where nothing is split, the simulation 1.
        split=np.where(columns["split"] == 0, 1.0, columns["split"]) if kept is Adjustment.NONE else None,
    )


def panel_of(plan: Plan, frames: Mapping[str, Frame], request: EngineRunRequest) -> Panel:
    """Return the traded symbols on one clock."""
    bars = [symbol_bars(symbol, frames[symbol]) for symbol in plan.traded]
    return Panel.of(bars, plan.strategy.timeframe, request.start, request.end)


def simulation_settings(request: EngineRunRequest) -> SimulationSettings:
    """Return the money and the assumptions of a run as it was asked for."""
    return SimulationSettings(initial_cash=request.initial_cash, adjustment=request.adjustment)
