"""What a position expression can compute, and the codes under which the kernel knows it."""

from typing import Final

CONSTANT: Final = 0
LEAF: Final = 1

WORDS: Final[dict[str, int]] = {
    "entry_price": 10,
    "avg_price": 11,
    "entries": 12,
    "bars_held": 13,
    "open_return": 14,
    "open_pnl": 15,
    "equity": 16,
    "last_fill_price": 17,
    "highest_since_entry": 18,
    "lowest_since_entry": 19,
    "side": 20,
    "initial_risk": 21,
    "open_r": 22,
    "bars_since_exit": 23,
    "last_exit_reason": 24,
    "last_trade_return": 25,
}
"""Words without an argument -> code."""

SINCE_ENTRY: Final[dict[str, int]] = {"highest_since_entry": 30, "lowest_since_entry": 31, "at_entry": 32}
"""Words over a series -> code."""

UNARY: Final[dict[str, int]] = {
    "negative": 40,
    "not": 41,
    "abs": 42,
    "floor": 43,
    "sqrt": 44,
    "log": 45,
    "exp": 46,
    "sign": 47,
    "ceil": 48,
    "round": 49,
}

BINARY: Final[dict[str, int]] = {
    "add": 60,
    "subtract": 61,
    "multiply": 62,
    "divide": 63,
    "modulo": 64,
    "power": 65,
    "less": 66,
    "less_equal": 67,
    "greater": 68,
    "greater_equal": 69,
    "equal": 70,
    "not_equal": 71,
    "and": 72,
    "or": 73,
    "minimum": 74,
    "maximum": 75,
}

TERNARY: Final[dict[str, int]] = {"where": 90, "clip": 91}

ARITY: Final[dict[str, int]] = {
    **dict.fromkeys(UNARY, 1),
    **dict.fromkeys(BINARY, 2),
    **dict.fromkeys(TERNARY, 3),
}

ALIASES: Final[dict[str, str]] = {
    "min": "minimum",
    "max": "maximum",
    "min_": "minimum",
    "max_": "maximum",
    "abs_": "abs",
}
