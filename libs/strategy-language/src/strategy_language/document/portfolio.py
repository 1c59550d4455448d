"""Strategies over several symbols at once: rotation, pairs, target weights."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from strategy_language.document.levels import Number
from strategy_language.document.settings import MOST
from trading_contracts.model import Contract

Rebalance = Literal["daily", "weekly", "monthly", "quarterly", "yearly"] | Annotated[int, Field(ge=1, le=MOST)]
"""A period, or every N bars."""


class Rotation(Contract):
    """Rank the universe by a score and hold the best."""

    rank_by: str
    hold: int = Field(ge=1, le=500)
    rebalance: Rebalance = "monthly"
    filter: str | None = None
    weights: Literal["equal", "inverse_volatility"] = "equal"
    volatility_length: int = Field(default=60, ge=2, le=5000)
    descending: bool = Field(default=True, description="The highest score is best")
    source: str = ""


class Pairs(Contract):
    """Trade the spread left - hedge x right by its z-score."""

    left: str
    right: str
    hedge: Literal["ols", "ratio", "fixed"] = "ols"
    hedge_length: Number = 60
    hedge_ratio: float | None = None
    z_length: Number = 60
    enter_z: Number = 2
    exit_z: Number = 0.5
    stop_z: Number | None = None
    source: str = ""


class TargetWeight(Contract):
    """The share of equity that a symbol is to have, in percent; negative is short."""

    symbol: str
    weight: Number


class DatedWeights(Contract):
    """Target weights that hold from a date on, in place of those before; symbols that it does not name are sold."""

    since: date
    weights: tuple[TargetWeight, ...] = Field(min_length=1)


class Core(Contract):
    """Symbols that are held at target weights whatever the rules do; the rules trade the rest of the universe."""

    weights: tuple[TargetWeight, ...] = Field(min_length=1)
    rebalance: Rebalance = "monthly"
    source: str = ""


class Allocation(Contract):
    """Hold target weights, brought back at each rebalance."""

    weights: tuple[TargetWeight, ...] = Field(min_length=1)
    schedule: tuple[DatedWeights, ...] = Field(
        default=(), max_length=400, description="Other weights from given dates on, in the order of the dates"
    )
    rebalance: Rebalance = "monthly"
    source: str = ""
