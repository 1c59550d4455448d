"""A tree over position words, series and numbers; operators build it, nothing is computed yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.position.operations import ALIASES, ARITY, SINCE_ENTRY
from backtest_engine.domain.position.reasons import reason_code

Leaf = NDArray[np.float64] | NDArray[np.bool_] | float


def _operand(value: Any) -> "PositionExpr":  # noqa: ANN401 - operators receive whatever strategy code hands them
    if isinstance(value, PositionExpr):
        return value
    if isinstance(value, str):
        return PositionExpr("leaf", leaf=float(reason_code(value)))
    if isinstance(value, np.ndarray):
        return PositionExpr("leaf", leaf=value)
    if isinstance(value, (bool, int, float, np.number, np.bool_)):
        return PositionExpr("leaf", leaf=float(value))
    raise TypeError(f"A position expression cannot be combined with a {type(value).__name__}.")


def lift(name: str, *arguments: Any) -> "PositionExpr":  # noqa: ANN401
    """Return the elementwise function `name` of arguments of which at least one is a position expression.

    Raises:
        TypeError: There is no such elementwise function, or it takes another number of arguments.
    """
    name = ALIASES.get(name, name)
    if name not in ARITY:
        raise TypeError(f"{name} cannot be applied to the open position; elementwise: {', '.join(sorted(ARITY))}.")
    if name in ("minimum", "maximum") and len(arguments) > 2:
        return lift(name, lift(name, *arguments[:-1]), arguments[-1])
    if len(arguments) != ARITY[name]:
        raise TypeError(f"{name} takes {ARITY[name]} arguments, {len(arguments)} were given.")
    return PositionExpr(name, tuple(_operand(argument) for argument in arguments))


def _binary(name: str) -> Callable[["PositionExpr", Any], "PositionExpr"]:
    def combine(left: "PositionExpr", right: Any) -> "PositionExpr":  # noqa: ANN401
        return lift(name, left, right)

    return combine


def _reflected(name: str) -> Callable[["PositionExpr", Any], "PositionExpr"]:
    def combine(right: "PositionExpr", left: Any) -> "PositionExpr":  # noqa: ANN401
        return lift(name, left, right)

    return combine


@dataclass(frozen=True, eq=False, slots=True)
class PositionExpr:
    """One node: an operation over children, a word of the position, or a leaf (a series or a number).

    Comparisons with NaN are false; every word is NaN where there is no position.
    """

    operation: str
    children: tuple["PositionExpr", ...] = ()
    leaf: Leaf | None = None

    __array_ufunc__: ClassVar[None] = None  # makes `array < expression` come to the reflected operator below

    __add__, __radd__ = _binary("add"), _reflected("add")
    __sub__, __rsub__ = _binary("subtract"), _reflected("subtract")
    __mul__, __rmul__ = _binary("multiply"), _reflected("multiply")
    __truediv__, __rtruediv__ = _binary("divide"), _reflected("divide")
    __mod__, __rmod__ = _binary("modulo"), _reflected("modulo")
    __pow__, __rpow__ = _binary("power"), _reflected("power")
    __and__, __rand__ = _binary("and"), _reflected("and")
    __or__, __ror__ = _binary("or"), _reflected("or")
    __lt__, __le__ = _binary("less"), _binary("less_equal")
    __gt__, __ge__ = _binary("greater"), _binary("greater_equal")

    def __eq__(self, other: object) -> "PositionExpr":  # type: ignore[override]
        return lift("equal", self, other)

    def __ne__(self, other: object) -> "PositionExpr":  # type: ignore[override]
        return lift("not_equal", self, other)

    __hash__ = None  # type: ignore[assignment]

    def __neg__(self) -> "PositionExpr":
        return lift("negative", self)

    def __invert__(self) -> "PositionExpr":
        return lift("not", self)

    def __abs__(self) -> "PositionExpr":
        return lift("abs", self)

    def __bool__(self) -> bool:
        raise TypeError("A position expression has no truth of its own; combine conditions with &, | and ~.")

    def __call__(self, series: Any) -> "PositionExpr":  # noqa: ANN401
        """Return the word over a series: `position.highest_since_entry(rsi)`."""
        if self.children or self.operation not in SINCE_ENTRY:
            raise TypeError(f"{self.operation} is not a function of a series.")
        inner = _operand(series)
        if inner.operation != "leaf":
            raise TypeError(f"{self.operation} takes a series of the market, not of the position.")
        return PositionExpr(self.operation, (inner,))
