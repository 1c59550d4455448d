"""Histories that did not happen but could have."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.market import SymbolBars

Array = NDArray[np.float64]


def _scaled(bars: SymbolBars, factor: Array) -> SymbolBars:
    return replace(
        bars, open=bars.open * factor, high=bars.high * factor, low=bars.low * factor, close=bars.close * factor
    )


def price_noise(bars: SymbolBars, size: float, seed: int) -> SymbolBars:
    """Return the bars with every price moved by a relative normal noise of `size`; high and low still contain all."""
    rng = np.random.default_rng(seed)
    noise = 1.0 + size * rng.standard_normal((4, len(bars)))
    prices = np.stack([bars.open, bars.high, bars.low, bars.close]) * noise
    return replace(bars, open=prices[0], high=prices.max(axis=0), low=prices.min(axis=0), close=prices[3])


def crash(bars: SymbolBars, at: int, size: float = 0.3) -> SymbolBars:
    """Return the bars with a gap down by a fraction `size` at the open of bar `at`; prices stay lower after it."""
    factor = np.where(np.arange(len(bars)) >= at, 1.0 - size, 1.0)
    return _scaled(bars, factor)


def outage(bars: SymbolBars, begin: int, length: int) -> SymbolBars:
    """Return the bars without those of an outage: nothing can be traded, and the market reopens where it went."""
    kept = np.ones(len(bars), np.bool_)
    kept[begin : begin + length] = False
    columns = {
        name: getattr(bars, name)[kept]
        for name in ("time", "open", "high", "low", "close", "volume", "dividend", "split", "funding")
        if getattr(bars, name) is not None
    }
    return replace(bars, **columns)


def liquidity_drought(bars: SymbolBars, costs: CostModel, spread: float = 2.0) -> tuple[SymbolBars, CostModel]:
    """Return bars with a tenth of the volume, and costs with slippage times `spread` (of 5 basis points at least)."""
    slippage = max(costs.entry_slippage, 0.0005), max(costs.exit_slippage, 0.0005)
    dearer = replace(
        costs, entry_slippage=slippage[0] * spread, exit_slippage=slippage[1] * spread, impact=costs.impact * spread
    )
    return replace(bars, volume=bars.volume * 0.1), dearer


def correlation_to_one(panel: Sequence[SymbolBars], begin: int, length: int) -> tuple[SymbolBars, ...]:
    """Return the symbols with the same returns, their mean, during a window of bars: nothing diversifies any more.

    All symbols need the same bars.
    """
    returns = np.stack([np.diff(np.log(one.close), prepend=np.log(one.close[0])) for one in panel])
    common = returns.mean(axis=0)
    window = np.zeros(returns.shape[1])
    window[begin : begin + length] = 1.0
    moved = []
    for own, one in zip(returns, panel, strict=True):
        shift = np.cumsum(np.where(window > 0, common - own, 0.0))
        moved.append(_scaled(one, np.exp(shift)))
    return tuple(moved)
