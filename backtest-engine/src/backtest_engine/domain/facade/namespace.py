"""All names that strategy code may use."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray, read_only, shifted, shifted_truth
from backtest_engine.domain.facade.calling import BadArgument, callable_of
from backtest_engine.domain.facade.functions import (
    averages,
    calendar,
    elementwise,
    events,
    from_talib,
    memory,
    oscillators,
    patterns,
    pivots,
    renko,
    reordered,
    session,
    statistics,
    structure,
    trend,
    volatility,
    volume,
    zones,
)
from backtest_engine.domain.position import PositionExpr, lift, position
from strategy_language.catalogue import CATALOGUE, code_name

_MODULES: tuple[Any, ...] = (
    averages,
    calendar,
    elementwise,
    events,
    memory,
    oscillators,
    patterns,
    pivots,
    renko,
    reordered,
    session,
    statistics,
    structure,
    trend,
    volatility,
    volume,
    zones,
)


@cache
def functions() -> Mapping[str, Callable[..., Any]]:
    """Return the functions of the catalogue by entry name, arguments checked."""
    own: dict[str, Callable[..., Any]] = {}
    for module in _MODULES:
        own.update(module.IMPLEMENTATIONS)
    every = own | from_talib.implementations(frozenset(own))
    return MappingProxyType({name: callable_of(entry, every[name]) for name, entry in CATALOGUE.items()})


def lag(values: Any, bars: int) -> Any:  # noqa: ANN401 - series, truths and numbers all have a past
    """Return what the values were `bars` bars ago: NaN (of a truth False) where there is no such bar.

    Raises:
        BadArgument: `bars` is negative (that would be the future) or no whole number.
    """
    if isinstance(bars, bool) or not isinstance(bars, (int, np.integer)) or bars < 0:
        raise BadArgument(f"lag takes a whole number of bars, 0 or more, not {bars!r}.")
    if isinstance(values, PositionExpr):
        raise BadArgument("The open position has no past bars.")
    array = np.asarray(values)
    if array.ndim == 0:
        return values
    if array.dtype == np.bool_:
        return read_only(shifted_truth(array, int(bars)))
    return read_only(shifted(array.astype(np.float64, copy=False), int(bars)))


def differs(left: Any, right: Any) -> Any:  # noqa: ANN401
    """Return where two values are both known and not equal."""
    if isinstance(left, PositionExpr) or isinstance(right, PositionExpr):
        return lift("less", left, right) | lift("greater", left, right)
    a: FloatArray | TruthArray = np.asarray(left)
    b: FloatArray | TruthArray = np.asarray(right)
    different = (a < b) | (a > b)
    return read_only(different) if np.ndim(different) else bool(different)


@cache
def allowed_names() -> Mapping[str, object]:
    """Return every name that strategy code sees, as it is written in code (`min_` for `min`).

    These are the catalogue's functions, `lag`, `differs` and `position`; no module and no builtin is among them.
    """
    names: dict[str, object] = {code_name(name): function for name, function in functions().items()}
    return MappingProxyType(names | {"lag": lag, "differs": differs, "position": position})
