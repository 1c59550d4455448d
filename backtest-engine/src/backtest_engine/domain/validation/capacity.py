"""How much money a strategy can carry before its own trades eat what it earns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CapacityPoint:
    """A run at one size of the account."""

    cash: float
    total_return: float | None
    sharpe: float | None


def capacity_curve(
    run: Callable[[float], tuple[float | None, float | None]],
    cash: float,
    factors: Sequence[float] = (1, 10, 100, 1000),
) -> tuple[CapacityPoint, ...]:
    """Return what a strategy earns at growing sizes of the account.

    Args:
        run: Simulates with an initial cash, under an impact model, and gives total return and Sharpe ratio.
        cash: The smallest account.
        factors: Multiples of it.
    """
    return tuple(CapacityPoint(cash * factor, *run(cash * factor)) for factor in factors)
