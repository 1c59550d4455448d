"""Stops, targets and trailing levels.

Every number may be a parameter name or an expression (a string); it is then read at the signal bar, and for
trailing levels at every bar.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictFloat, StrictInt
from pydantic_core import PydanticCustomError

from trading_contracts.model import Contract

_LARGEST = 1e15
"""As in expressions: beyond it a number has lost its last digits, and nothing traded is as large."""


def _no_giant(value: float | str) -> float | str:
    if not isinstance(value, str) and abs(value) > _LARGEST:
        raise PydanticCustomError("too_large", "this number is too large")
    return value


Number = Annotated[StrictInt | StrictFloat | str, AfterValidator(_no_giant)]
"""A literal (true and false are none), the name of a parameter, or an expression."""


class PercentLevel(Contract):
    """A distance in percent of the fill price: 5 is 5 %."""

    kind: Literal["percent"] = "percent"
    value: Number


class AtrLevel(Contract):
    """A distance of `multiple` average true ranges, by the ATR of the signal bar."""

    kind: Literal["atr"] = "atr"
    multiple: Number
    length: Number = 14


class DistanceLevel(Contract):
    """A distance in units of price from the fill."""

    kind: Literal["distance"] = "distance"
    value: Number


class PriceLevel(Contract):
    """A price, read at entry; `long` and `short` where the two sides differ."""

    kind: Literal["price"] = "price"
    expr: str | None = None
    long: str | None = None
    short: str | None = None


class RMultipleLevel(Contract):
    """A multiple of R, the distance from the fill to the first stop."""

    kind: Literal["r_multiple"] = "r_multiple"
    value: Number


class AfterTarget(Contract):
    """The moment at which a target was reached, in place of a profit."""

    kind: Literal["after_target"] = "after_target"
    target: StrictInt = Field(default=1, ge=1, le=20, description="Which of `take_profit`; 1 is the first")


Level = Annotated[PercentLevel | AtrLevel | DistanceLevel | PriceLevel, Field(discriminator="kind")]
TriggerLevel = Annotated[
    PercentLevel | AtrLevel | DistanceLevel | RMultipleLevel | AfterTarget, Field(discriminator="kind")
]
LockedLevel = Annotated[PercentLevel | AtrLevel | DistanceLevel | RMultipleLevel, Field(discriminator="kind")]

_Part = Annotated[
    Number | None,
    Field(default=None, description="Share of the position that leaves here, 0..1; the last part takes the rest"),
]


class PercentTarget(PercentLevel):
    """A percent target with its part of the position."""

    fraction: _Part = None


class AtrTarget(AtrLevel):
    """An ATR target with its part of the position."""

    fraction: _Part = None


class DistanceTarget(DistanceLevel):
    """A distance target with its part of the position."""

    fraction: _Part = None


class PriceTarget(PriceLevel):
    """A price target with its part of the position."""

    fraction: _Part = None


class RMultipleTarget(RMultipleLevel):
    """An R-multiple target with its part of the position."""

    fraction: _Part = None


TakeProfit = Annotated[
    PercentTarget | AtrTarget | DistanceTarget | PriceTarget | RMultipleTarget, Field(discriminator="kind")
]


class _Trailing(Contract):
    anchor: Literal["extreme", "close"] = Field(
        default="extreme", description="What the level hangs from: the high (low) since entry, or the best close"
    )
    activate_at: TriggerLevel | None = Field(default=None, description="Profit at which trailing begins")


class PercentTrailing(PercentLevel, _Trailing):
    """A stop that hangs a percentage below the best price since entry."""


class AtrTrailing(AtrLevel, _Trailing):
    """A stop that hangs a multiple of the live ATR below the best price since entry."""


class DistanceTrailing(DistanceLevel, _Trailing):
    """A stop that hangs a distance in price below the best price since entry."""


class PriceTrailing(PriceLevel, _Trailing):
    """A stop at a series of prices (a band, a moving average); it only ever tightens."""


class GiveBackTrailing(_Trailing):
    """A stop that gives back at most a share of the best open profit: 30 is 30 % of it."""

    kind: Literal["give_back"] = "give_back"
    value: Number


TrailingStop = Annotated[
    PercentTrailing | AtrTrailing | DistanceTrailing | PriceTrailing | GiveBackTrailing, Field(discriminator="kind")
]


class StopStep(Contract):
    """Once the position is ahead by `at`, the stop stands `to` ahead of the entry price (0: at it, below 0: behind)."""

    at: TriggerLevel
    to: LockedLevel


class BreakEven(Contract):
    """Once the position is ahead by `trigger`, the stop moves to the entry price plus `offset_percent`."""

    trigger: TriggerLevel
    offset_percent: Number = 0
