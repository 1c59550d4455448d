"""Strategies as text for other tools, each for the subset that it can say."""

from strategy_language.export.backtesting_script import backtesting_py
from strategy_language.export.pine import pine
from strategy_language.export.problem import CannotExport
from strategy_language.export.vectorbt_script import python_script

__all__ = ["CannotExport", "backtesting_py", "pine", "python_script"]
