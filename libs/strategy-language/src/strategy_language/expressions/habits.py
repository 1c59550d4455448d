"""What people write out of habit from elsewhere, and how it is said here."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from strategy_language.catalogue import Argument, Entry

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NUMBERED: Final = {
    **{name: ("Weekdays", at) for at, name in enumerate(_WEEKDAYS, start=1)},
    **{name: ("Months", at) for at, name in enumerate(_MONTHS, start=1)},
}
_LAGS: Final = frozenset({"lag", "shift", "ref", "delay", "offset", "prev", "previous", "yesterday"})
_SCALES: Final = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_OPERAND: Final = r"[\w.()\[\], ]+?"


@dataclass(frozen=True, slots=True)
class Habit:
    """A way of writing from elsewhere: what is said of it, and what stands here in its place."""

    pattern: re.Pattern[str]
    reason: str
    instead: str | Callable[[re.Match[str]], str]


def _habit(pattern: str, reason: str, instead: str | Callable[[re.Match[str]], str]) -> Habit:
    return Habit(re.compile(pattern, re.IGNORECASE), reason, instead)


def _crossing(found: re.Match[str]) -> str:
    side = "above" if found[2].lower() in ("above", "over") else "below"
    return f"crosses_{side}({found[1].strip()}, {found[3].strip()})"


def _scaled(found: re.Match[str]) -> str:
    return f"{float(found[1]) * _SCALES[found[2].lower()]:.0f}"


_HABITS: Final = (
    _habit(r"=>", "At least is written `>=`.", ">="),
    _habit(r"=<", "At most is written `<=`.", "<="),
    _habit(r"≥", "At least is written `>=`.", ">="),
    _habit(r"≤", "At most is written `<=`.", "<="),
    _habit(r"<>|≠", "Unequal is written `!=`.", "!="),
    _habit(r"&&", "`&&` is written `and`.", " and "),
    _habit(r"\|\|", "`||` is written `or`.", " or "),
    _habit(r"!(?!=)", "`!` is written `not`.", "not "),
    _habit(r"×|·", "Times is written `*`.", "*"),
    _habit(
        rf"^({_OPERAND})\s+cross(?:es|ed)?\s+(above|over|below|under)\s+({_OPERAND})$",
        "A cross is a function.",
        _crossing,
    ),
    _habit(r"(?<=\d)\s*%(?=\s*($|[)<>=,]|and\b|or\b))", "A percent sign has no meaning here: write the number.", ""),
    _habit(r"[$€£¥](?=\s*\d)", "A sign of money has no meaning here: write the number.", ""),
    _habit(r"\b(\d+(?:\.\d+)?)([kmb])\b", "Write the number out.", _scaled),
)


def habit_of(line: str) -> tuple[str, int, str] | None:
    """Return what is said of an unreadable line, the offset it is said of, and the line as it could be read.

    None where no habit is known that would make it readable.
    """
    told: tuple[str, int] | None = None
    mended = line
    for habit in _HABITS:
        found = habit.pattern.search(mended)
        if found:
            told = told or (habit.reason, found.start())
            mended = " ".join(habit.pattern.sub(habit.instead, mended).split())
    return (*told, mended) if told and _is_readable(mended) else None


def _is_readable(line: str) -> bool:
    try:
        ast.parse(line, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def habit_of_name(name: str, arguments: list[ast.expr]) -> tuple[str, str] | None:
    """Return what is said of a name from elsewhere and what stands in its place, or None where it is no habit."""
    plain = name.lower()
    if plain in _NUMBERED and not arguments:
        kind, number = _NUMBERED[plain]
        return f"{kind} are numbers here: {plain} is {number}.", str(number)
    if plain in _LAGS:
        of = ast.unparse(arguments[0]) if arguments else "close"
        plain_bars = len(arguments) == 2 and isinstance(arguments[1], ast.Constant | ast.Name)
        bars = ast.unparse(arguments[1]) if plain_bars else "1"
        return "The value some bars ago is written with the number of bars in brackets.", f"{of}[{bars}]"
    return None


def example(entry: Entry) -> str:
    """Return how a function may be called: `rsi(close, 14)`, `crosses_above(close, open)`."""
    series, truths = iter(("close", "open", "high", "low")), iter(("close > open", "volume > volume[1]", "high > low"))
    parts = []
    for argument in entry.arguments:
        match argument.kind:
            case "series" | "truth":
                values = series if argument.kind == "series" else truths
                parts += [next(values) for _ in range(2 if argument.variadic else 1)]
            case _:
                named = any(each.variadic for each in entry.arguments)
                parts.append(f"{argument.name}={_value(argument)}" if named else _value(argument))
    return f"{entry.name}({', '.join(parts)})"


def _value(argument: Argument) -> str:
    default = argument.default
    if argument.kind == "text":
        return f'"{default or (argument.choices or ("10:30",))[0]}"'
    if default is None:
        default = max(20 if argument.kind == "length" else 2, argument.low or 0)
    return f"{float(default):g}"
