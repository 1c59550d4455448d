"""Which two things a "golden cross" and a "death cross" can be of."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.trees import Node

CROSSES_OF_LINES: Final = ("金叉", "死叉")
_NO_LINES: Final = ("volume", "highest", "lowest", "entry_price", "low[", "high[")


def are_lines(sides: tuple[Node, Node] | None) -> bool:
    """Return whether two sides are lines, or nothing is known: volumes, extremes and the price of another asset are none."""  # noqa: E501
    if sides is None:
        return True
    watched = sides[0].op == "call" and sides[0].word == "of" and sides[0].parts[1] == CLOSE
    return not watched and not any(word in f"{sides[0]} {sides[1]}" for word in _NO_LINES)
