"""Words of the language that are no functions of the catalogue: bar columns and position words."""

from dataclasses import dataclass
from typing import Literal

COLUMNS = ("open", "high", "low", "close", "volume")

Place = Literal["definition", "entry", "exit", "add", "level", "size", "portfolio"]
"""Where an expression stands; it decides which position words have a meaning there."""

_RULED: frozenset[Place] = frozenset({"exit", "add"})
_HELD: frozenset[Place] = _RULED | {"level"}
_AFTER: frozenset[Place] = frozenset({"entry", "exit", "add", "level", "size"})

ELEMENTWISE = frozenset({"min", "max", "abs", "where"})
"""Functions that also take position words: they look at one bar alone."""

EXIT_REASONS = (
    *("rule", "stop_loss", "take_profit", "trailing_stop", "break_even", "stop_step", "max_bars", "session_exit"),
)


@dataclass(frozen=True, slots=True)
class PositionTerm:
    """One position word.

    Attributes:
        name: How it is written.
        meaning: One line for a person.
        phrase: The read-back, with `{series}` or `{text}` where it takes an argument.
        places: Where it may stand.
        takes: What it takes in brackets, if anything.
        truth: Whether it is yes or no.
        bounds: The range of its values, where it has one.
    """

    name: str
    meaning: str
    phrase: str
    places: frozenset[Place] = _HELD
    takes: Literal["nothing", "series", "optional_series", "text"] = "nothing"
    truth: bool = False
    bounds: tuple[float, float] | None = None


_INFINITE = float("inf")

_TERMS = (
    PositionTerm("entry_price", "Price of the first fill of the position.", "the entry price", bounds=(0, _INFINITE)),
    PositionTerm(
        "avg_price", "Mean fill price of all entries of the position.", "the average entry price", bounds=(0, _INFINITE)
    ),
    PositionTerm(
        "last_fill_price", "Price of the newest fill of the position.", "the last fill price", bounds=(0, _INFINITE)
    ),
    PositionTerm("entries", "Entries that the position is made of.", "the number of entries", bounds=(1, _INFINITE)),
    PositionTerm(
        "bars_held",
        "Bars since the entry; 0 at the close of the entry bar.",
        "the number of bars held",
        bounds=(0, _INFINITE),
    ),
    PositionTerm("open_return", "Profit of the open position over its entry value; 0.05 is 5 %.", "the open return"),
    PositionTerm(
        "initial_risk",
        "Distance of the position's first fill from its first stop.",
        "the initial risk",
        _RULED,
        bounds=(0, _INFINITE),
    ),
    PositionTerm("open_r", "Profit of the open position a unit, in multiples of R.", "the open profit in R", _RULED),
    PositionTerm("open_pnl", "Profit of the open position, account currency.", "the open profit"),
    PositionTerm(
        "side", "1 for a long position, -1 for a short one, 0 for none.", "the side of the position", bounds=(-1, 1)
    ),
    PositionTerm("equity", "Account value.", "the account equity", _AFTER),
    PositionTerm(
        "highest_since_entry",
        "Highest high since the entry, or the highest value of a series.",
        "the highest {series} since entry",
        takes="optional_series",
    ),
    PositionTerm(
        "lowest_since_entry",
        "Lowest low since the entry, or the lowest value of a series.",
        "the lowest {series} since entry",
        takes="optional_series",
    ),
    PositionTerm("at_entry", "The value that a series had at the signal bar.", "{series} at entry", takes="series"),
    PositionTerm(
        "bars_since_exit",
        "Bars since the last position ended; infinite before the first.",
        "the number of bars since the last exit",
        _AFTER,
        bounds=(0, _INFINITE),
    ),
    PositionTerm(
        "last_trade_return", "Return of the last closed position; 0.05 is 5 %.", "the return of the last trade", _AFTER
    ),
    PositionTerm(
        "last_exit_was",
        "Whether the last position ended for this reason.",
        "the last exit was by {text}",
        _AFTER,
        takes="text",
        truth=True,
    ),
)

POSITION_WORDS = {term.name: term for term in _TERMS}

RESERVED = frozenset(
    {
        *COLUMNS,
        *POSITION_WORDS,
        *("on", "of", "p", "bars", "position", "lag", "differs", "signals", "pair_hedge", "pair_spread"),
    }
)
"""Names that no parameter and no definition may take, besides those of the catalogue and of Python."""
