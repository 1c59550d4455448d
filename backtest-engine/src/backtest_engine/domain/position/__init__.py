"""Expressions over the open position: built by strategy code, evaluated bar by bar by the kernel."""

from backtest_engine.domain.position.expression import PositionExpr, lift
from backtest_engine.domain.position.program import PositionProgram, compile_expression
from backtest_engine.domain.position.reasons import EXIT_REASONS, reason_code
from backtest_engine.domain.position.words import PositionWords, position

__all__ = [
    "EXIT_REASONS",
    "PositionExpr",
    "PositionProgram",
    "PositionWords",
    "compile_expression",
    "lift",
    "position",
    "reason_code",
]
