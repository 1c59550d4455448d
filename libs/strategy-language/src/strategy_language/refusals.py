"""What traders ask for and the language does not say, each with the sentence with which it is refused."""

from __future__ import annotations

from typing import Final

_DOCUMENT: Final[dict[str, str]] = {
    "give_back": "Giving back a share of the profit is a trailing stop: trailing_stop {kind: give_back, value, "
    "activate_at}.",
    "after_target": "What begins when a target was reached is written {kind: after_target, target: 1} where a profit "
    "would stand: in activate_at, in break_even.trigger, in the `at` of stop_steps.",
    "times_last": "A multiple of the last entry is the size of a rule that adds: size {kind: times_last, value}.",
    "own_risk": "The own risk of a rule is written as its `risk`.",
    "read": "Deciding on the open of a bar is a field of a rule: read: open.",
    "valid": "An order that lives until the end of the day is a field of the order: valid: day.",
    "schedule": "Dated target weights are a field of an allocation: allocation.schedule [{since, weights}].",
    "overlay": "A core portfolio with an overlay is written as `core` {weights, rebalance}; the rules are the overlay.",
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
