"""Expressions in English."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from strategy_language.catalogue.entry import Argument
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Column,
    Compare,
    CompareOp,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Not,
    Number,
    Of,
    On,
    ParameterRef,
    PositionWord,
    Text,
    constant,
    record_entry,
    walk,
)
from strategy_language.expressions.render import number_text
from strategy_language.expressions.vocabulary import POSITION_WORDS
from strategy_language.readback.units import ADJECTIVES, count, in_units, listed, singular
from trading_contracts.bars import Timeframe

LONGEST_INLINE: Final = 14
"""A definition of more nodes than this is read back under its own name."""

_SIGNS: Final = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo"}
_STRENGTH: Final = {
    name: strength
    for strength, names in enumerate(
        ("chain or", "and", "not", "compare", "loose", "trailing", "+ -", "* / %", "negative", "suffix"), start=1
    )
    for name in names.split()
}
"""How firmly a saying holds together; whatever could fall apart within another is put in brackets.

chain: conditions in a row. loose: a number that begins with another ("a where b, else c"). trailing: one that ends with
a condition ("the bars since b"). suffix: one to which something is appended ("a 1 day ago").
"""
_ATOM: Final = 11
_COMPARED: Final[dict[CompareOp, str]] = {
    "<": "is below",
    "<=": "is at or below",
    ">": "is above",
    ">=": "is at or above",
    "==": "equals",
    "!=": "does not equal",
}
_TURNED: Final[dict[CompareOp, CompareOp]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_DENIED: Final[dict[CompareOp, CompareOp]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_CALENDAR: Final = {
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "month": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
_RETURNS: Final = ("open_return", "last_trade_return")


def phrase(node: Node, timeframe: Timeframe | str = Timeframe.D1) -> str:
    """Return an expression in English, with bars in the unit of the timeframe."""
    return Speaker(Timeframe(timeframe)).say(node)


def is_inline(node: Node) -> bool:
    """Return whether a definition is short enough to be read back where it is used."""
    return sum(1 for _ in walk(node)) <= LONGEST_INLINE


@dataclass(frozen=True)
class Speaker:
    """Says nodes in English on bars of one timeframe; `bars` is put before columns of longer bars ("weekly")."""

    timeframe: Timeframe
    bars: str = ""

    def say(self, node: Node) -> str:
        """Return a node in English."""
        return singular(self._say(node)[0])

    def _say(self, node: Node) -> tuple[str, int]:
        match node:
            case Number():
                return number_text(node.value), _ATOM if node.value >= 0 else _STRENGTH["negative"]
            case DefinitionRef() if is_inline(node.target):
                return self._say(node.target)
            case Negative() | Arithmetic():
                return self._arithmetic(node)
            case Compare():
                return self._compare(node), _STRENGTH["compare"]
            case AllOf() | AnyOf() | Not():
                return self._logic(node)
            case Call() | Field():
                return self._function(node), _hold(node)
        return self._word(node)

    def _word(self, node: Node) -> tuple[str, int]:
        match node:
            case Text():
                return node.value, _ATOM
            case ParameterRef() if node.switch:
                return f"the switch {node.name} is on", _STRENGTH["compare"]
            case ParameterRef():
                return number_text(node.value), _ATOM if node.value >= 0 else _STRENGTH["negative"]
            case DefinitionRef():
                return (f'"{node.name}"', _ATOM) if node.type != "truth" else (f'"{node.name}" is true', _ATOM)
            case Column():
                name = f"{self.bars} {node.name}".lstrip()
                return (f"{node.symbol}'s {name}" if node.symbol else f"the {name}"), _ATOM
            case PositionWord():
                return self._position(node), _STRENGTH["compare"] if node.truth else _ATOM
        return self._elsewhere(node)

    def _elsewhere(self, node: Node) -> tuple[str, int]:
        suffix = _STRENGTH["suffix"]
        match node:
            case Lag(of=Call(name="highest" | "lowest"), bars=Number(value=1)):
                # As traders say what a breakout is measured against.
                most, _, length = self.within(node.of, _ATOM).rpartition(" of the last ")
                return f"{most} of the previous {length}", _ATOM
            case Lag():
                return f"{self.within(node.of, _ATOM)} {count(self.say(node.bars), self.timeframe)} ago", suffix
            case On():
                return self._on(node, Timeframe(node.timeframe))
            case Of():
                return f"{self.within(node.of, _ATOM)} on {node.symbol}", suffix
        raise TypeError(type(node).__name__)

    def _on(self, node: On, higher: Timeframe) -> tuple[str, int]:
        """Say an expression on longer bars: by the weekly close and the 20-week average, or "on weekly bars"."""
        adjective = ADJECTIVES[higher]
        said = replace(self, timeframe=higher, bars=adjective).within(node.of, _ATOM)
        return (said, _ATOM) if adjective in said else (f"{said} on {adjective} bars", _STRENGTH["suffix"])

    def _position(self, node: PositionWord) -> str:
        term = POSITION_WORDS[node.name]
        default = {"highest_since_entry": "high", "lowest_since_entry": "low"}.get(node.name, "")
        said = self.say(node.arguments[0]) if node.arguments else default
        if term.takes == "text":
            return term.phrase.format(text=said.replace("_", " "))
        return _filled(term.phrase, {"series": said})

    def _arithmetic(self, node: Negative | Arithmetic) -> tuple[str, int]:
        if isinstance(node, Negative):
            return f"minus {self.within(node.of, _STRENGTH['negative'] + 1)}", _STRENGTH["negative"]
        strength = _STRENGTH[node.op]
        left, right = self._number(node.left, strength), self._number(node.right, strength + 1)
        return f"{left} {_SIGNS[node.op]} {right}", strength

    def _number(self, node: Node, strength: int) -> str:
        if node.type == "truth":
            return f"(1 if {self.say(node)}, else 0)"
        return self.within(node, strength)

    def _compare(self, node: Compare) -> str:
        op, left, right = node.op, node.left, node.right
        if left.type == "scalar" and right.type != "scalar":
            op, left, right = _TURNED[op], right, left
        strength = _STRENGTH["trailing"]
        value = self._number(right, strength)
        named = _calendar_name(left, right)
        if named and op in ("==", "!="):
            return f"{self._number(left, strength)} is {'not ' if op == '!=' else ''}{named}"
        if isinstance(left, PositionWord) and left.name in _RETURNS and isinstance(right, Number | ParameterRef):
            value = f"{round(right.value * 100, 10):g}%"
        return f"{self._number(left, strength)} {_COMPARED[op]} {value}"

    def _logic(self, node: AllOf | AnyOf | Not) -> tuple[str, int]:
        match node:
            case AllOf():
                return " and ".join(self.within(part, _STRENGTH["and"] + 1) for part in node.parts), _STRENGTH["and"]
            case AnyOf():
                return " or ".join(self.within(part, _STRENGTH["and"] + 1) for part in node.parts), _STRENGTH["or"]
        if isinstance(node.of, Compare):
            return self._compare(replace(node.of, op=_DENIED[node.of.op])), _STRENGTH["compare"]
        return f"not ({self.say(node.of)})", _STRENGTH["not"]

    def _function(self, node: Call | Field) -> str:
        if isinstance(node, Field):
            words = in_units(record_entry(node.of).words_of(node.output), self.timeframe)
            whole = self.within(node.of, _ATOM)
            return f"{whole} is {words}" if node.type == "truth" else f"the {words} of {whole}"
        # Beside a verb ("crosses above") sums stand as they are; after "the average of" their end would be lost.
        least = _STRENGTH["+"] if node.type == "truth" else _ATOM
        said: dict[str, list[str]] = {}
        for argument, value in node.bound:
            strength = least if argument.kind in ("series", "truth") else 0
            said.setdefault(argument.name, []).append(self._argument(argument, value, strength))
        template = in_units(node.entry.phrase, self.timeframe)
        return _filled(template, {name: listed(values) for name, values in said.items()}) + self._unsaid(node)

    def _unsaid(self, node: Call) -> str:
        """Return the arguments that the phrase leaves out and that are not what they usually are."""
        extra = [
            f"{argument.name.replace('_', ' ')} {self.say(value)}"
            for argument, value in node.bound
            if f"{{{argument.name}}}" not in node.entry.phrase and not _usual(argument, value)
        ]
        return f" (with {listed(extra)})" if extra else ""

    def _argument(self, argument: Argument, value: Node, strength: int) -> str:
        if argument.kind == "truth":
            return self.within(value, _STRENGTH["compare"])
        # A written number is one word, whatever its sign.
        return self._number(value, 0 if isinstance(value, Number | ParameterRef) else strength)

    def within(self, node: Node, strength: int) -> str:
        """Return a node in English, in brackets where it binds more loosely than `strength`."""
        text, own = self._say(node)
        return text if own >= strength else f"({text})"


def _hold(node: Call | Field) -> int:
    """Return how firmly what is said of a function holds together."""
    if isinstance(node, Field):
        return _STRENGTH["compare"] if node.type == "truth" else _ATOM
    truths = [argument.name for argument in node.entry.arguments if argument.kind == "truth"]
    if node.type == "truth":
        return _STRENGTH["chain" if len(truths) > 1 or node.name == "sequence" else "compare"]
    if node.entry.phrase.startswith("{"):
        return _STRENGTH["loose"]
    return _STRENGTH["trailing"] if node.entry.phrase.endswith(tuple(f"{{{name}}}" for name in truths)) else _ATOM


def _usual(argument: Argument, value: Node) -> bool:
    if isinstance(value, Text):
        return value.value == argument.default
    return argument.default is not None and value.type == "scalar" and constant(value) == argument.default


def _calendar_name(left: Node, right: Node) -> str | None:
    """Return Friday for a weekday compared with 5, May for a month compared with 5."""
    if not isinstance(left, Call) or not isinstance(right, Number | ParameterRef):
        return None
    names = _CALENDAR.get(left.name, ())
    at = right.value - 1
    return names[int(at)] if at in range(len(names)) else None


_PLACE = re.compile(r"\{(\w+)\}")


def _filled(template: str, said: dict[str, str]) -> str:
    """Fill a phrase; "the highest {series}" takes "the close" without its article."""
    out = ""
    at = 0
    for match in _PLACE.finditer(template):
        out += template[at : match.start()]
        word = said.get(match.group(1), match.group(0))
        out += word.removeprefix("the ") if re.search(r"\b[Tt]he [\w-]+ $", out) else word
        at = match.end()
    return out + template[at:]
