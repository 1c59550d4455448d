"""Price history as the simulation reads it: arrays a symbol, and several symbols on one clock."""

from backtest_engine.domain.market.annualisation import periods_per_year
from backtest_engine.domain.market.bars import (
    AROUND_THE_CLOCK,
    NANOSECONDS_A_DAY,
    Array,
    BadBars,
    SymbolBars,
    funding_moments,
    grace,
    midnight,
)
from backtest_engine.domain.market.panel import Panel
from backtest_engine.domain.market.sessions import session_days, session_ends

__all__ = [
    "AROUND_THE_CLOCK",
    "NANOSECONDS_A_DAY",
    "Array",
    "BadBars",
    "Panel",
    "SymbolBars",
    "funding_moments",
    "grace",
    "midnight",
    "periods_per_year",
    "session_days",
    "session_ends",
]
