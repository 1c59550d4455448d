"""Columns of prices and volume by their words, and what is in units of price."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.measures import bars_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, lag, name, num

HIGH_LOW = {"high": "highest", "low": "lowest"}


def volume_length(c: Cursor, given: tuple[float, ...]) -> float:
    """Return the length of an average volume, the usual one where none is given."""
    if given:
        return given[0]
    c.memory.guess("average volume", 20, "no length of the average volume was named; 20 bars are usual")
    return 20


def read_series(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read a column: the close, the day's high, the volume, the entry price."""
    lexeme = c.at(i)
    if lexeme.has("TIMEHINT"):
        return None
    if lexeme.has("HEIKIN") and c.at(i + 1).has("SER", "open", "high", "low", "close"):
        return Node("field", (str(c.at(i + 1).get("SER")), call("heikin_ashi"))), i + 2
    word = lexeme.get("SER")
    if word is None:
        return None
    of_day = c.memory.timeframe.endswith(("m", "h")) and word in ("open", "high", "low") and _is_of_day(lexeme.text)
    if of_day:
        return call(f"day_{word}"), i + 1
    if c.at(i - 1).has("HEIKIN") and word in ("open", "high", "low", "close"):
        return Node("field", (str(word), call("heikin_ashi"))), i + 1
    if word == "price" and (lexeme.text.endswith("'s") or c.at(i + 1).has("SYM")):
        return primary(c, c.skip(i + 1), subject)
    return _column(c, i, str(word))


def _column(c: Cursor, i: int, word: str) -> Found:
    lexeme = c.at(i)
    if word == "entry" and lexeme.has("ACT") and not _is_entry_level(c, i):
        return None
    if word in ("high", "low") and c.at(i + 1).has("P", "of", "in", "over"):
        k = c.skip(i + 2)
        if (c.at(k).has("LASTN") or c.at(k).has("PREV")) and c.at(c.skip(k + 1)).has("SPAN"):
            span = c.skip(k + 1)
            extreme = call(HIGH_LOW[str(word)], name(str(word)), bars_of(c, c.at(span)))
            return (lag(extreme, 1) if c.at(k).has("LASTN", "prev") or c.at(k).has("PREV") else extreme), span + 1
    if word == "volume" and c.at(c.skip(i + 1)).has("AVG") and not c.at(c.skip(i + 1)).has("TF"):
        return _volume_average(c, i)
    if c.memory.next_bar and word in ("open", "high", "low") and c.at(i - 1).text in ("its", "that", "it's", "that's"):
        return lag(name(word), 1), i + 1
    return series_node(str(word)), i + 1


def _is_of_day(shown: str) -> bool:
    return any(word in shown for word in ("day's", "session", "of the day", "intraday", "当日", "日内"))


def _is_entry_level(c: Cursor, i: int) -> bool:
    """Return whether "entry" is the price paid: "5% below entry"."""
    return any(c.at(k).has("CMP") or c.at(k).has("P", "from", "of", "to") for k in (i - 1, i - 2)) and not c.is_sign(
        i + 1, ":"
    )


def _volume_average(c: Cursor, i: int) -> Found:
    j = c.skip(i + 1)
    given, after = arguments_after(c, j + 1)
    return call("sma", name("volume"), volume_length(c, given)), after


_PRODUCTS = {
    "dollar_volume": arithmetic("*", CLOSE, name("volume")),
    "range": arithmetic("-", name("high"), name("low")),
}


def series_node(word: str) -> Node:
    """Return the tree of a series word."""
    high, low = name("high"), name("low")
    if word in _PRODUCTS:
        return _PRODUCTS[word]
    if word == "body":
        return call("abs", arithmetic("-", CLOSE, name("open")))
    if word == "lower_shadow":
        return arithmetic("-", call("min", name("open"), CLOSE), low)
    if word == "upper_shadow":
        return arithmetic("-", high, call("max", name("open"), CLOSE))
    if word == "typical":
        return arithmetic("/", arithmetic("+", arithmetic("+", high, low), CLOSE), num(3))
    if word == "median":
        return arithmetic("/", arithmetic("+", high, low), num(2))
    if word == "entry":
        return name("entry_price")
    return CLOSE if word == "price" else name(word)


_PRICE_FUNCTIONS = frozenset(
    [
        "sma",
        "ema",
        "wma",
        "hma",
        "dema",
        "tema",
        "kama",
        "trima",
        "t3",
        "rma",
        "zlema",
        "vwma",
        "median",
        "highest",
        "lowest",
        "linearreg",
        "max",
        "min",
    ]
)


_PRICE_RECORDS = frozenset(
    {
        "bbands",
        "supertrend",
        "ichimoku",
        "donchian",
        "keltner",
        "envelope",
        "swing_high",
        "swing_low",
        "heikin_ashi",
        "pivot",
    }
)
_PRICE_LEVELS = frozenset(
    [
        "vwap",
        "sar",
        "opening_range_high",
        "opening_range_low",
        "day_open",
        "day_high",
        "day_low",
        "prev_session_open",
        "prev_session_high",
        "prev_session_low",
        "prev_session_close",
    ]
)


def is_price(node: Node) -> bool:
    """Return whether a tree is in units of price."""
    if node.op == "name":
        return node.word in ("open", "high", "low", "close", "entry_price")
    if node.op == "lag":
        return is_price(node.parts[0])
    if node.op in ("+", "-"):
        return is_price(node.parts[0]) and not is_price(node.parts[1])
    if node.op == "/":
        middle = node.parts[1].op == "num" and node.parts[0].op == "+"
        return middle and all(is_price(part) for part in node.parts[0].parts)
    if node.op == "*":
        return any(is_price(part) for part in node.parts)
    if node.op == "field":
        return node.word != "direction" and node.parts[0].word in _PRICE_RECORDS
    return node.op == "call" and _is_price_call(node)


def _is_price_call(node: Node) -> bool:
    if node.word in ("on", "of", "at_entry"):
        return is_price(node.parts[-1])
    return node.word in _PRICE_LEVELS or (node.word in _PRICE_FUNCTIONS and is_price(node.parts[0]))
