"""Pine Script, version 6, for TradingView."""

from strategy_language.export.pine.script import pine

__all__ = ["pine"]
