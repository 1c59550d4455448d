"""How many bars a function lacks at its start, and how many a recursion needs to forget its seed."""

from collections.abc import Callable
from math import ceil, log

from strategy_language.catalogue.entry import Scalars

Bars = Callable[[Scalars], int]

_FORGOTTEN = 1e-10
"""Weight of the seed that is left: four digits beyond the promised 1e-6, because ratios of averages magnify it."""


def value(scalars: Scalars, name: str) -> int:
    """Return a scalar argument as a whole number."""
    return int(float(scalars[name]))


def bars(constant: int) -> Bars:
    """Return a look-back that no argument changes."""
    return lambda _scalars: constant


def window(name: str = "length", *, more: int = -1) -> Bars:
    """Return the look-back of a window of `name` bars that ends at the current one (`more` = 0: one bar earlier)."""
    return lambda scalars: max(value(scalars, name) + more, 0)


def longest(*names: str, more: int = -1) -> Bars:
    """Return the look-back of the longest of several windows."""
    return lambda scalars: max(*(value(scalars, name) for name in names)) + more


def total(*names: str, more: int = 0) -> Bars:
    """Return the sum of several lengths, plus `more`: windows over windows."""
    return lambda scalars: sum(value(scalars, name) for name in names) + more


def fading(kept: float) -> int:
    """Return the number of steps after which a weight multiplied by `kept` at each is forgotten."""
    if kept <= 0:
        return 0
    return ceil(log(_FORGOTTEN) / log(kept))


def exponential(length: float) -> int:
    """Return the settling of an exponential average with the usual 2 / (length + 1)."""
    return fading(1 - 2 / (length + 1))


def wilder(length: float) -> int:
    """Return the settling of Wilder's smoothing, 1 / length."""
    return fading(1 - 1 / length)


def exponential_settling(*names: str, times: float = 1) -> Bars:
    """Return the settling of an exponential average of the longest of the lengths; `times` for averages of averages."""
    return lambda scalars: ceil(times * max(exponential(value(scalars, name)) for name in names))


def wilder_settling(name: str = "length", times: float = 1) -> Bars:
    """Return the settling of Wilder's smoothing; `times` for smoothings of smoothings."""
    return lambda scalars: ceil(times * wilder(value(scalars, name)))
