"""What was held when, read off the fills of a run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.live.curves import Floats, Ints
from backtest_engine.domain.market import Panel, SymbolBars

_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Clock:
    """What a run's bars look like on its clock, whatever its parameters.

    Attributes:
        times: Nanoseconds since 1970 UTC, shape (ticks,).
        closes: Latest close of each traded symbol, NaN before its first bar, shape (symbols, ticks).
        splits: New units for one unit of the beginning, so far, shape (symbols, ticks); None where nothing is booked.
    """

    times: Ints
    closes: Floats
    splits: Floats | None


def clock_of(panel: Panel) -> Clock:
    """Return the bars of a panel on its clock."""
    booked = any(one.split is not None for one in panel.bars)
    splits = np.stack([_splits(one, panel.times) for one in panel.bars]) if booked else None
    return Clock(panel.times, np.stack([_on(one.time, one.close, panel.times) for one in panel.bars]), splits)


def _on(time: Ints, values: Floats, clock: Ints) -> Floats:
    latest = np.searchsorted(time, clock, side="right") - 1
    return np.where(latest >= 0, values[np.maximum(latest, 0)], np.nan)


def _splits(bars: SymbolBars, clock: Ints) -> Floats:
    if bars.split is None:
        return np.ones(len(clock))
    return np.nan_to_num(_on(bars.time, np.asarray(np.cumprod(bars.split), dtype=np.float64), clock), nan=1.0)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Fills in order of time, and what each of them left behind.

    Attributes:
        tick: Shape (fills,).
        symbol: Shape (fills,).
        opens: Whether a fill opened or added to a position, shape (fills,).
        held: Per symbol the ticks of its fills and the units held after each, in units of the beginning.
    """

    tick: Ints
    symbol: Ints
    opens: NDArray[np.bool_]
    held: tuple[tuple[Ints, Floats], ...]
    clock: Clock

    def invested(self, places: Ints, equity: Floats) -> Floats:
        """Return the share of the equity that is invested at the closes of some ticks, shorts negative."""
        worth = np.zeros(len(places))
        for symbol, (ticks, units) in enumerate(self.held):
            if len(ticks) == 0:
                continue
            latest = np.searchsorted(ticks, places, side="right") - 1
            quantity = np.where(latest >= 0, units[np.maximum(latest, 0)], 0.0)
            if self.clock.splits is not None:
                quantity = quantity * self.clock.splits[symbol, places]
            worth += quantity * np.nan_to_num(self.clock.closes[symbol, places])
        own = equity[places]
        return np.divide(worth, own, out=np.zeros(len(places)), where=own > 0)


def holdings_of(simulation: Simulation, clock: Clock) -> Holdings:
    """Return what a run held."""
    fills = simulation.fills
    tick, symbol = fills["tick"].astype(np.int64), fills["symbol"].astype(np.int64)
    signed = fills["side"] * fills["quantity"]
    if clock.splits is not None:
        signed = signed / clock.splits[symbol, tick]
    opens = np.zeros(len(fills), np.bool_)
    held = []
    for each in range(len(simulation.panel.bars)):
        mine = np.flatnonzero(symbol == each)
        after = np.cumsum(signed[mine])
        after[np.abs(after) < _NOTHING * np.maximum(np.abs(signed[mine]), _NOTHING)] = 0.0
        before = np.concatenate([np.zeros(1), after[:-1]])[: len(mine)]
        opens[mine] = before * signed[mine] >= 0
        held.append((tick[mine], after))
    return Holdings(tick, symbol, opens, tuple(held), clock)
