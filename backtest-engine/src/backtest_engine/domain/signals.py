"""What a strategy's code hands to the simulation."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.position import PositionExpr
from trading_contracts.problem import Rejected

SlotValue = float | bool | NDArray[np.float64] | NDArray[np.bool_] | PositionExpr
"""What a slot of `signals` may hold: a number, a series a bar, a condition a bar, or a position expression."""

Slots = Mapping[str, SlotValue]


class MissingSlot(Rejected):
    """The strategy names an expression, but the signals have no value for it."""


class UnfitSignal(Rejected):
    """A signal has another length than the bars, or a type that cannot be simulated."""
