"""One thing that was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from strategy_ai_worker.domain.reading.trees import Node

Kind = Literal[
    "cond",
    "act",
    "mark",
    "conj",
    "comma",
    "stop",
    "colon",
    "setting",
    "either",
    "define",
    "opposite",
    "after",
    "other",
    "both",
    "not",
]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was said, at lexemes [first, last)."""

    kind: Kind
    value: str
    first: int
    last: int
    node: Node | None = None


EXITS = ("sell", "exit", "cover")
