"""The closed little language of conditions and numbers: text in, typed nodes out."""

from strategy_language.expressions.parse import parse
from strategy_language.expressions.problem import ExpressionError
from strategy_language.expressions.render import render
from strategy_language.expressions.scope import Scope

__all__ = ["ExpressionError", "Scope", "parse", "render"]
