"""Risk, sizing, execution, limits and costs of a strategy."""

from typing import Final, Literal

from pydantic import Field

from strategy_language.document.levels import BreakEven, Level, Number, StopStep, TakeProfit, TrailingStop
from trading_contracts.model import Contract

MOST: Final = 1_000_000
"""Of anything that is counted, and of a fee in account currency."""

MOST_LEVERAGE: Final = 100
MOST_ENTRIES: Final = 2_000
"""That one position is made of: buying each week for decades takes more than a thousand."""


class Risk(Contract):
    """How a position ends without a rule."""

    stop_loss: Level | None = None
    extra_stops: tuple[Level, ...] = Field(default=(), description="Further stops; the tightest one counts")
    stop_trigger: Literal["touch", "close"] = Field(
        default="touch", description="Whether the stop is hit inside the bar, or only by its close"
    )
    take_profit: tuple[TakeProfit, ...] = ()
    trailing_stop: TrailingStop | None = None
    break_even: BreakEven | None = None
    stop_steps: tuple[StopStep, ...] = Field(
        default=(), max_length=10, description="The stop climbs in steps as the position gets ahead"
    )
    max_bars: Number | None = None
    session_exit: bool | str = Field(default=False, description="Flat at the close of each session; or a switch")


class Sizing(Contract):
    """How large a position is.

    percent_of_equity and risk_percent and volatility_target take percent (100 is all); cash and risk_cash account
    currency; quantity units. equal_weight splits the equity over the universe. times_last, for rules that add, is a
    multiple of the last entry's quantity.
    """

    kind: Literal[
        "percent_of_equity",
        "cash",
        "quantity",
        "risk_percent",
        "risk_cash",
        "volatility_target",
        "equal_weight",
        "times_last",
    ] = "percent_of_equity"
    value: Number = 100
    distance: Number | None = Field(
        default=None, description="Distance in price that risk is measured over, in place of the distance to the stop"
    )
    length: Number = Field(default=20, description="Bars of the volatility estimate (volatility_target)")
    max_percent_of_equity: Number | None = None
    max_quantity: Number | None = None
    multiplier: Number | None = Field(default=None, description="Scales the size, read at the signal bar")
    base: Literal["initial", "current"] = "current"


class Execution(Contract):
    """How orders fill."""

    fill: Literal["next_open", "same_close", "next_close"] = "next_open"
    order: Literal["market"] = "market"
    allow_short: bool = False
    pyramiding: int = Field(default=1, ge=1, le=MOST_ENTRIES, description="Entries in one direction at most")
    max_participation: Number | None = Field(default=None, description="Share of the bar's volume, 0..1")
    on_opposite: Literal["reverse", "close", "ignore"] = "reverse"
    fractional: bool | None = Field(default=None, description="Fractions of a unit; by market where null")
    leverage: float = Field(default=1.0, ge=1, le=MOST_LEVERAGE)


class Limits(Contract):
    """Brakes on the whole strategy."""

    entries_per_day: int | None = Field(default=None, ge=1, le=MOST)
    losses_per_day: int | None = Field(default=None, ge=1, le=MOST)
    daily_loss_percent: float | None = Field(default=None, gt=0, le=100)
    max_drawdown_percent: float | None = Field(default=None, gt=0, le=100)
    cooldown_bars: int | None = Field(default=None, ge=1, le=MOST)
    max_open_positions: int | None = Field(default=None, ge=1, le=MOST)


class Slippage(Contract):
    """none, basis points of the price, or square-root impact (`value` scales volatility x sqrt(participation))."""

    kind: Literal["none", "bps", "sqrt_impact"] = "none"
    value: float = Field(default=0, ge=0, le=10_000)


class Costs(Contract):
    """A preset, and whatever overrides it. Percent are percent of the traded value."""

    preset: Literal["none", "us_equities", "hk_equities", "crypto"] | None = None
    percent: float | None = Field(default=None, ge=0, le=50)
    per_share: float | None = Field(default=None, ge=0, le=MOST)
    minimum: float | None = Field(default=None, ge=0, le=MOST)
    stamp_duty_percent: float | None = Field(default=None, ge=0, le=50)
    maker_percent: float | None = Field(default=None, ge=-1, le=50)
    taker_percent: float | None = Field(default=None, ge=-1, le=50)
    slippage: Slippage | None = None
    borrow_percent: float | None = Field(default=None, ge=0, le=1000, description="A year, on short positions")
    cash_interest_percent: float | None = Field(default=None, ge=-100, le=1000, description="A year, on idle cash")
    funding_percent: float | None = Field(
        default=None,
        ge=-5,
        le=5,
        description="Every eight hours (00:00, 08:00, 16:00 UTC), of the value of a perpetual future: longs pay it to"
        " shorts, below zero shorts to longs",
    )
