"""Candlestick patterns as truths."""

from collections.abc import Callable
from typing import Any

from backtest_engine.domain.facade.arrays import TruthArray
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.library import talib
from backtest_engine.domain.facade.segments import over_known
from strategy_language.catalogue import CATALOGUE, Entry


def pattern(entry: Entry) -> Callable[..., TruthArray]:
    """Return the function that tells where a pattern of the entry's side is complete."""
    function = getattr(talib, entry.talib)

    def found(bars: BarView, *settings: Any) -> TruthArray:  # noqa: ANN401 - checked by `callable_of`
        marks = over_known(lambda *prices: function(*prices, *settings), bars.open, bars.high, bars.low, bars.close)[0]
        if entry.name.endswith("_bullish"):
            return marks > 0
        if entry.name.endswith("_bearish"):
            return marks < 0
        return (marks > 0) | (marks < 0)

    return found


IMPLEMENTATIONS = {entry.name: pattern(entry) for entry in CATALOGUE.values() if entry.group == "patterns"}
