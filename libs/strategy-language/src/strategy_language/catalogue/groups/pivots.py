"""Pivot levels of the period before."""

from functools import partial

from strategy_language.catalogue.arguments import choice
from strategy_language.catalogue.entry import Entry, Scalars

_SESSIONS = {"1d": 1, "1w": 10, "1mo": 46}


def _sessions(scalars: Scalars) -> int:
    return _SESSIONS[str(scalars["period"])]


_entry = partial(
    Entry,
    arguments=(choice("period", "1d", ("1d", "1w", "1mo")),),
    inputs=("high", "low", "close"),
    sessions=_sessions,
    scale="price",
    group="structure",
)
_LEVELS = ("p", "r1", "s1", "r2", "s2", "r3", "s3")
_WORDS = ("pivot", "first resistance", "first support", "second resistance", "second support")
_WORDS_ALL = (*_WORDS, "third resistance", "third support")

ENTRIES = (
    _entry(
        name="pivot",
        meaning="Classic (floor) pivot levels from high, low and close of the period before.",
        phrase="the classic pivots of the last {period}",
        outputs=_LEVELS,
        output_words=_WORDS_ALL,
        aliases=("pivot_points", "floor_pivots"),
    ),
    _entry(
        name="fibonacci_pivot",
        meaning="Fibonacci pivot levels: 38.2, 61.8 and 100 % of the range of the period before, around its pivot.",
        phrase="the Fibonacci pivots of the last {period}",
        outputs=_LEVELS,
        output_words=_WORDS_ALL,
        aliases=("pivot_fibonacci",),
    ),
    _entry(
        name="camarilla_pivot",
        meaning="Camarilla levels from high, low and close of the period before.",
        phrase="the Camarilla levels of the last {period}",
        outputs=("r4", "r3", "r2", "r1", "s1", "s2", "s3", "s4"),
        aliases=("camarilla",),
    ),
)
