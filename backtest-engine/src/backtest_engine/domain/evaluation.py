"""What is asked of a strategy's code, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from backtest_engine.domain.position import PositionExpr

SlotValue = float | bool | npt.NDArray[np.float64] | npt.NDArray[np.bool_] | PositionExpr
Slots = Mapping[str, SlotValue]
"""Slot name (`r1.when`, `risk.stop_loss.value`) -> its value, arrays of shape (bars,)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of the history the code gets to see.

    Attributes:
        first: First bar, counted in the symbol's frame.
        last: One behind the last bar; None is all.
        noise_from: From this bar on, prices and volumes are noise; None is none.
        seed: Of the noise.
    """

    first: int = 0
    last: int | None = None
    noise_from: int | None = None
    seed: int = 0


EVERYTHING = Cut()
