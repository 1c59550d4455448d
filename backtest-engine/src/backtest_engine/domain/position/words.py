"""The words that strategy code knows of the open position."""

from typing import Final

from backtest_engine.domain.position.expression import PositionExpr
from backtest_engine.domain.position.operations import SINCE_ENTRY, WORDS


class PositionWords:
    """Every word is an attribute that gives an expression: `position.entry_price * 0.95`.

    `highest_since_entry`, `lowest_since_entry` and `at_entry` are also functions of a series.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> PositionExpr:
        if name not in WORDS and name not in SINCE_ENTRY:
            known = ", ".join(sorted({*WORDS, *SINCE_ENTRY}))
            raise AttributeError(f"The position has no word {name!r}; it has {known}.")
        return PositionExpr(name)


position: Final = PositionWords()
"""The open position of the symbol at hand, as strategy code sees it."""
