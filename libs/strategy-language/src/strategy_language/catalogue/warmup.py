"""How many bars a function lacks at its start, and how many a recursion needs to forget its seed."""

from collections.abc import Callable, Mapping
from math import ceil, isqrt, log
from types import MappingProxyType

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


AVERAGES_TAKE: Mapping[str, tuple[Callable[[int], int], Callable[[int], int]]] = MappingProxyType(
    {
        "sma": (lambda n: n - 1, lambda _n: 0),
        "ema": (lambda n: n - 1, exponential),
        "wma": (lambda n: n - 1, lambda _n: 0),
        "dema": (lambda n: 2 * (n - 1), lambda n: 2 * exponential(n)),
        "tema": (lambda n: 3 * (n - 1), lambda n: 3 * exponential(n)),
        "trima": (lambda n: n - 1, lambda _n: 0),
        "kama": (lambda n: n if n > 1 else 0, lambda n: fading(1 - (2 / 31) ** 2) if n > 1 else 0),
        "t3": (lambda n: 6 * (n - 1), lambda n: 6 * exponential(n)),
        "hma": (lambda n: n - 2 + isqrt(n), lambda _n: 0),
        "rma": (lambda n: n - 1, wilder),
        "zlema": (lambda n: n - 1 + (n - 1) // 2, exponential),
    }
)
"""Kind of moving average -> its look-back and its settling for a length."""


def average_of(average: str, name: str = "length") -> Bars:
    """Return the look-back of one kind of moving average."""
    return lambda scalars: AVERAGES_TAKE[average][0](value(scalars, name))


def average_settling(average: str, name: str = "length") -> Bars:
    """Return the settling of one kind of moving average."""
    return lambda scalars: AVERAGES_TAKE[average][1](value(scalars, name))


def chosen_average(*names: str) -> Bars:
    """Return the look-back of the longest average of the kind that the argument `average` names."""
    return lambda scalars: max(AVERAGES_TAKE[str(scalars["average"])][0](value(scalars, name)) for name in names)


def chosen_average_settling(*names: str) -> Bars:
    """Return the settling of the longest average of the kind that the argument `average` names."""
    return lambda scalars: max(AVERAGES_TAKE[str(scalars["average"])][1](value(scalars, name)) for name in names)
