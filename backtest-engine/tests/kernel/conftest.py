"""A market of a few bars, written by hand, and a strategy over it."""

from datetime import date

import numpy as np
import pytest

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel import SimulationSettings, simulate
from backtest_engine.domain.market import Panel, SymbolBars, midnight
from backtest_engine.domain.position import EXIT_REASONS
from strategy_language.document import Strategy
from trading_contracts.bars import Instrument, Market, Timeframe

DAY = 86_400_000_000_000


@pytest.fixture
def market():
    """Bars from rows of (open, high, low, close[, volume])."""

    def make(rows, symbol="SIM:A", *, lot=1.0, hours=24, **more) -> SymbolBars:
        table = np.array([(*row, 1e6)[:5] for row in rows], dtype=float)
        times = midnight(date(2024, 1, 1)) + np.arange(len(rows)) * (DAY * hours // 24)
        instrument = Instrument(
            symbol=symbol, name=symbol, market=Market.SIMULATED, calendar="24/7", zone="UTC", lot_size=lot
        )
        return SymbolBars(instrument, times, *np.ascontiguousarray(table.T), **more)

    return make


@pytest.fixture
def run(market):
    """Simulate a document given as a dict; `when` of a rule is the list of bars at which it is true."""

    def go(rows, rules, *, slots=None, cash=10_000.0, costs=None, settings=None, bars=None, **document):
        bars = bars or [market(rows)]
        n = len(bars[0])
        signals = {one.symbol: dict(slots or {}) for one in bars}
        written = []
        for given_rule in rules:
            rule = dict(given_rule)
            when = rule.pop("when")
            truth = when if not isinstance(when, (list, tuple, range)) else np.isin(np.arange(n), list(when))
            for one in bars:
                signals[one.symbol][f"{rule['id']}.when"] = truth
            written.append({**rule, "when": "x"})
        strategy = Strategy.model_validate(
            {"name": "t", "universe": [one.symbol for one in bars], "rules": written, **document}
        )
        timeframe = Timeframe.D1 if bars[0].time[1] - bars[0].time[0] >= DAY else Timeframe.H4
        panel = Panel.of(bars, timeframe, date(2024, 1, 1), date(2030, 1, 1))
        given = {"initial_cash": cash, "costs": costs or CostModel(), **(settings or {})}
        return simulate(strategy, panel, signals, SimulationSettings(**given))

    return go


@pytest.fixture
def told():
    """Trades as (entry tick, entry price, exit tick or None, exit price, quantity, reason)."""

    def tell(simulation):
        return [
            (
                int(t["entry_tick"]),
                round(float(t["entry_price"]), 6),
                None if t["open"] else int(t["exit_tick"]),
                round(float(t["exit_price"]), 6),
                round(float(t["quantity"]), 6),
                EXIT_REASONS[t["reason"]],
            )
            for t in simulation.trades
        ]

    return tell
