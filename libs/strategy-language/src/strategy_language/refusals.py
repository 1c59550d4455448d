"""What traders ask for and the language does not say, each with the sentence with which it is refused."""

from __future__ import annotations

from typing import Final

_DOCUMENT: Final[dict[str, str]] = {
    "give_back": "A stop that gives back a share of the open profit is not part of the language; trail by percent, ATR "
    "or distance, or write an exit rule with highest_since_entry and entry_price.",
    "stop_steps": "Stops that climb in steps are not part of the language; use break_even, a trailing stop, or exit "
    "rules with open_return.",
    "after_target": "Trailing that begins when a target was hit is not part of the language; use activate_at with the "
    "same distance.",
    "times_last": "A size as a multiple of the last entry's is not part of the language; give the adding rule its own "
    "size.",
    "own_risk": "The own risk of a rule is written as its `risk`.",
    "read": "Deciding on the open of a bar is not part of the language: rules are read at the close.",
    "valid": "An order that lives until the end of the day is written with cancel_when: is_last_bar.",
    "schedule": "Dated target weights are not part of the language; write weights as expressions of today and date.",
    "overlay": "A core portfolio with an overlay is not part of the language; run the two as two strategies.",
    "grid": "Grids of orders are not part of the language.",
    "martingale": "Doubling after a loss is not part of the language; a multiplier may read last_trade_return.",
    "hedging": "Long and short at once in one symbol is not part of the language: a position has one side.",
}
"""Field names that people write, and why there are none."""

_EXPRESSION: Final[dict[str, str]] = {
    "series": 'Series of one\'s own files are not part of the language; load them as a symbol and write close("NAME").',
    "minutes_to_event": "Event calendars are not part of the language; use date(...) and today.",
    "earnings": "Earnings dates are not part of the language.",
    "news": "News is not part of the language: it cannot be replayed bar by bar.",
    "sentiment": "Sentiment is not part of the language: it has no history that could be replayed bar by bar.",
    "renko": "Renko bars are not part of the language: their time is made of prices, not of bars.",
    "tick": "Single ticks are not part of the language: bars are.",
    "bid": "Quotes are not part of the language: bars have no bid.",
    "ask": "Quotes are not part of the language: bars have no ask.",
    "order_book": "The order book is not part of the language.",
    "implied_volatility": "Options data is not part of the language; historical_volatility(close, n) is.",
    "delta": "Options are not part of the language.",
    "neural_network": "Deep learning is not part of the language.",
    "volume_profile": "A volume profile needs ticks and is not part of the language; vwap and relative_volume are.",
    "future": "Nothing in the language looks forward.",
    "tomorrow": "Nothing in the language looks forward.",
    "next": "Nothing in the language looks forward.",
}
"""Names that people write in expressions, and why there are none."""

REFUSED: Final = {**_DOCUMENT, **_EXPRESSION}
"""Name -> the sentence."""


def refused_field(name: str) -> str | None:
    """Return why the document has no field of this name, where that is known."""
    return _DOCUMENT.get(name)


def refused_word(name: str) -> str | None:
    """Return why an expression has no word of this name, where that is known."""
    plain = name.lower()
    return _EXPRESSION.get(plain) or _EXPRESSION.get(plain.removesuffix("s"))
