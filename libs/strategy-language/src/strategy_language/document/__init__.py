"""The strategy document, schema version 1: the only executable truth."""

from strategy_language.document.levels import (
    AfterTarget,
    AtrLevel,
    BreakEven,
    DistanceLevel,
    GiveBackTrailing,
    Level,
    PercentLevel,
    PriceLevel,
    RMultipleLevel,
    StopStep,
    TakeProfit,
    TrailingStop,
)
from strategy_language.document.portfolio import Allocation, Core, Pairs, Rotation
from strategy_language.document.rules import Action, Order, Rule
from strategy_language.document.settings import Costs, Execution, Limits, Risk, Sizing, Slippage
from strategy_language.document.strategy import Assumption, Definition, Parameter, Strategy

__all__ = [
    "Action",
    "AfterTarget",
    "Allocation",
    "Assumption",
    "AtrLevel",
    "BreakEven",
    "Core",
    "Costs",
    "Definition",
    "DistanceLevel",
    "Execution",
    "GiveBackTrailing",
    "Level",
    "Limits",
    "Order",
    "Pairs",
    "Parameter",
    "PercentLevel",
    "PriceLevel",
    "RMultipleLevel",
    "Risk",
    "Rotation",
    "Rule",
    "Sizing",
    "Slippage",
    "StopStep",
    "Strategy",
    "TakeProfit",
    "TrailingStop",
]
