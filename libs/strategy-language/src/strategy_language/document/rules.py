"""Rules: what is done when which condition is true, and the words that asked for it."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from strategy_language.document.levels import Number
from strategy_language.document.settings import Risk, Sizing
from trading_contracts.model import Contract


class Action(StrEnum):
    """What a rule does."""

    ENTER_LONG = "enter_long"
    EXIT_LONG = "exit_long"
    ENTER_SHORT = "enter_short"
    EXIT_SHORT = "exit_short"
    ADD_LONG = "add_long"
    ADD_SHORT = "add_short"

    @property
    def is_entry(self) -> bool:
        """Return whether the action opens or enlarges a position."""
        return self not in (Action.EXIT_LONG, Action.EXIT_SHORT)

    @property
    def side(self) -> Literal["long", "short"]:
        """Return the side of the position that the action speaks of."""
        return "long" if self.value.endswith("long") else "short"


class Order(Contract):
    """A resting order in place of a market order; its levels are read at the bar that places it.

    `price` is the limit of a limit order and the trigger of a stop order; a stop_limit has `limit_price` too.
    """

    kind: Literal["limit", "stop", "stop_limit"]
    price: str
    limit_price: str | None = None
    valid_bars: Number = Field(default=1, description="Bars after the signal bar in which the order lives")
    valid: Literal["bars", "day"] = Field(
        default="bars", description="day: until the end of the session in which it is first in the market"
    )
    group: str | None = Field(default=None, description="Orders of one group cancel each other (OCO)")
    cancel_when: str | None = None


class Rule(Contract):
    """One rule of the strategy."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    action: Action
    when: str = Field(default="", description="The condition; left empty only where hand-written code gives it")
    source: str = Field(default="", description="The user's own words that ask for this rule")
    order: Order | None = None
    fraction: Number | None = Field(default=None, description="Share of the position (exit) or full size (entry)")
    setup: str | None = Field(default=None, description="A set-up that entries belong to")
    for_setups: tuple[str, ...] = Field(default=(), description="Set-ups that this exit ends; empty: all")
    risk: Risk | None = Field(default=None, description="Own stops and targets of this entry")
    size: Sizing | None = Field(default=None, description="Own size of this entry")
    once: bool = Field(default=True, description="A partial exit fires once a position")
    read: Literal["close", "open"] = Field(
        default="close", description="open: decided on the bar's open and earlier bars, and filled at that open"
    )
    fill: Literal["next_open", "same_close", "next_close"] | None = None
