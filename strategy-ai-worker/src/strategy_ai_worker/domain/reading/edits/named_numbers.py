# ruff: noqa: E501 - one pattern a line
"""Follow-ups that give the number of a condition anew by its name: "change the gap to 4%", "volume 50 day", "RSI to 7"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.edits.described import atoms, described, description
from strategy_ai_worker.domain.reading.edits.focus import FILLING
from strategy_ai_worker.domain.reading.edits.swaps import with_rules
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span, lexemes_of
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.seeds import AVERAGES
from strategy_ai_worker.domain.reading.trees import Node, num, parse, rebuild, walk
from strategy_language.catalogue.table import CATALOGUE
from strategy_language.document import Strategy

_BY: Final = re.compile(
    r"\b(shorten|reduce|lower|decrease|cut|drop|lengthen|increase|raise|extend|widen|bump up|add)\b.*\bby\b"
)
_DOWN: Final = frozenset({"shorten", "reduce", "lower", "decrease", "cut", "drop"})
_LINKS: Final = frozenset(
    ["from", "all", "both", "each", "lengths", "lookbacks", "look-backs", "periods", "levels", "thresholds", "window", "cutoff", "filter", "condition", "rule", "conditions", "filters", "requirement", "signal", "part", "settings", "setting", "amount", "size", "minimum", "maximum", "at", "least", "than", "under", "over", "above", "below", "percentage", "bands", "band", "in", "row", "day", "days", "price", "trading", "should", "must", "needs",
    "enough",
    "sufficient",
    "suffices", "have", "has", "compare", "an", "with", "周期", "长度", "天数", "参数", "阈值", "门槛", "水平", "条件", "过滤", "要", "到"]
)  # fmt: skip
_LEVEL_WORDS: Final = re.compile(r"\b(levels?|thresholds?|cut-?offs?)\b|阈值|门槛|水平")
_LENGTH_WORDS: Final = re.compile(r"\b(lengths?|periods?|look-?backs?|windows?)\b|周期|长度|天数")
_RIGHT: Final = frozenset({"<", "<=", ">", ">=", "==", "crosses_above", "crosses_below"})
_FACTOR_MOST: Final = 10


def apply(document: Strategy, text: str, memory: Memory) -> Strategy | None:
    """Return the document with the one number that is named by its condition, or None where none is."""
    lexemes = lexemes_of(text)
    values = [one for one in lexemes if _is_value(one)]
    said = description(text)
    if len(values) != 1 or not _only_names(lexemes, said.words):
        return _for_both(document, text) or _with_pair(document, text)
    filtered = trend_filter(document) if _FILTER.search(text) and not said.tests and said.place is None else None
    if filtered is not None and values[0].has("SPAN"):
        return _with_value(document, {filtered}, values[0], text, memory)
    everything = re.search(r"\b(both|all|each)\b", text) is not None
    if not said.tests and said.place is None and not (everything and _BY.search(text)):
        return _for_both(document, text) or _in_frame(document, values[0])
    meant = described(document, said) if said.words else _all(document, entry=said.entry)
    if values[0].has("SPAN") and any(_is_across(node, lexemes) for node in meant):
        return None
    return _with_value(document, meant, values[0], text, memory)


_SIDES_OF_LINE: Final = {"above": ">", "below": "<"}


def _is_across(node: Node, lexemes: list[Lexeme]) -> bool:
    """Return whether a condition lies on the other side of a line than words say: "only above the 200 day SMA"."""
    said = {_SIDES_OF_LINE[one.text] for one in lexemes if one.text in _SIDES_OF_LINE}
    way = {"crosses_above": ">", "crosses_below": "<"}.get(node.word, node.op[0]) if node.op == "call" else node.op[0]
    return len(said) == 1 and way in "<>" and way not in said


_FILTER: Final = re.compile(r"^(?!.*\b(?:add|another|also|second)\b).*\bfilter\b|^(?!.*(?:加|再)).*过滤")


def trend_filter(document: Strategy) -> Node | None:
    """Return the one comparison with an average that stands beside another condition of the entry, or None."""
    trees = [parse(rule.when) for rule in document.rules if rule.action.is_entry]
    found = {
        part
        for tree in trees
        if tree.op == "and"
        for part in tree.parts
        if part.op in ("<", ">", "<=", ">=") and any(one.op == "call" and one.word in AVERAGES for one in part.parts)
    }
    return found.pop() if len(found) == 1 else None


def within(document: Strategy, meant: set[Node], text: str, memory: Memory) -> Strategy | None:
    """Return the document with the one number of the conditions that are meant given anew: "1.5 times"."""
    lexemes = lexemes_of(text)
    values = [one for one in lexemes if _is_value(one)]
    ways = {str(one.get("CMP"))[0] for one in lexemes if one.has("CMP")}
    held = {node.op[0] for node in meant if node.op in ("<", "<=", ">", ">=")}
    if len(values) != 1 or not _only_names(lexemes, description(text).words) or (ways and ways != held):
        return None
    return _with_value(document, meant, values[0], text, memory)


_FOR_BOTH: Final = re.compile(
    r"^\W*(?:(?:use|keep|make|take|set|have|try|no|and|actually|just|it|the)\b[, ]*)*(\d+)[- ]?(?:days?|bars?|periods?)?(?: (?:average|ma|sma|ema|day average))?s?,? (?:for|on|in|at) both(?: (?:of them|sides|rules|entry and exit|the entry and the exit))?(?: please| then| instead)*\W*$"
)


def _for_both(document: Strategy, text: str) -> Strategy | None:
    """Give the way in and the way out one length: "keep 200 for both"."""
    found = _FOR_BOTH.match(text)
    rules = [set(_at(parse(rule.when), "length")) for rule in document.rules]
    if found is None or len(rules) < 2:
        return None
    alone = all(len(lengths) == 1 for lengths in rules)
    shared = set.union(*rules) if alone else set.intersection(*rules)
    if not alone and len(shared) != 1:
        return None
    value = float(found.group(1))
    changed = with_atoms(
        document, lambda node: _renumbered(node, "length", lambda old: value if old in shared else old)
    )
    return None if changed == document else changed


_PAIR: Final = re.compile(
    r"(\d+)[- ]?(?:days?|bars?|period)?(?: (?:average|ma|sma|ema))? (above|over|below|under) (?:the )?(\d+)\b(?! ?%)"
)


def _with_pair(document: Strategy, text: str) -> Strategy | None:
    """Give a pair of averages that is named its two lengths in the order said: "change the uptrend to 20 above 100"."""
    found = _PAIR.search(text)
    named = description(text[: found.start()]) if found is not None else None
    if found is None or named is None or not named.tests or not _only_names(lexemes_of(text), named.words):
        return None
    meant = {node for node in described(document, named) if len(_at(node, "length")) == len(found.groups()) - 1}
    if len(meant) != 1:
        return None
    node = meant.pop()
    way = node.word if node.op == "call" else node.op
    up = way.startswith((">", "crosses_above"))
    lengths = [float(found.group(1)), float(found.group(3))]
    if up != (found.group(2) in ("above", "over")):
        lengths.reverse()
    fresh = iter(lengths)
    told = _renumbered(node, "length", lambda _: next(fresh))
    return with_atoms(document, lambda one: told if one == node else one)


_FRAME_UNITS: Final = {"month": "1mo", "week": "1w"}


def _in_frame(document: Strategy, lexeme: Lexeme) -> Strategy | None:
    """Give an average of months (or weeks) its new number of them: "12 months" of a 10-month average."""
    span = lexeme.get("SPAN")
    frame = _FRAME_UNITS.get(span.unit) if isinstance(span, Span) else None
    if not isinstance(span, Span) or frame is None:
        return None

    def change(node: Node) -> Node:
        if node.op != "call" or node.word != "on" or node.parts[0].word != frame or node.parts[1].word not in AVERAGES:
            return node
        average = node.parts[1]
        return Node("call", ("on", node.parts[0], Node("call", (average.word, *average.parts[:-1], num(span.count)))))

    changed = with_rules(document, change)
    return changed if changed != document else None


def _all(document: Strategy, *, entry: bool | None) -> set[Node]:
    rules = (rule for rule in document.rules if entry is None or rule.action.is_entry == entry)
    return {atom for rule in rules for atom in atoms(parse(rule.when))}


def _is_value(lexeme: Lexeme) -> bool:
    return any(lexeme.has(word) for word in ("PCT", "NUM", "MULT", "SPAN"))


def _only_names(lexemes: list[Lexeme], words: tuple[str, ...]) -> bool:
    """Return whether words say nothing but a number and what it belongs to."""
    named = {word for one in words for word in one.split()}
    known = FILLING | _LINKS | named
    return all(
        _is_value(one)
        or one.has("SIGN_MARK")
        or one.has("CMP")
        or one.is_noise
        or _words_of(one) <= known
        or _sided(one)
        for one in lexemes
    )


def _words_of(lexeme: Lexeme) -> set[str]:
    return set(re.findall(r"[\w'-]+", lexeme.text))


def _sided(lexeme: Lexeme) -> bool:
    return lexeme.text.removeprefix("the ") in ("entry", "exit", "buy", "sell") or bool(_BY.match(f"{lexeme.text} by"))


def _with_value(document: Strategy, meant: set[Node], value: Lexeme, text: str, memory: Memory) -> Strategy | None:
    by = _BY.search(text)
    span = value.get("SPAN")
    if isinstance(span, Span):
        framed = any(part.op == "call" and part.word == "on" for node in meant for part in walk(node))
        amount = span.count if framed else float(memory.bars(span))
    else:
        amount = float(str(next(value.get(word) for word in ("PCT", "MULT", "NUM") if value.has(word))))
    found = _place(meant, value, text)
    if found is None:
        return None
    changed: dict[Node, Node] = {}
    olds = {old for node in meant for old in _at(node, found)}
    if found == "factor" and not olds and len(meant) == 1:
        return _with_factor(document, next(iter(meant)), amount)
    if not olds or (len(olds) > 1 and by is None):
        return None
    if found == "length" and (amount != int(amount) or _is_width(meant, value, text)):
        return None
    for node in meant:
        changed[node] = _renumbered(
            node,
            found,
            _moved(amount, by)
            if by is not None
            else _become(amount, signed=value.has("NUM") and not value.has("SPAN")),
        )
    fresh = with_atoms(document, lambda node: changed.get(node, node))
    return fresh if fresh != document else None


def _with_factor(document: Strategy, node: Node, amount: float) -> Strategy | None:
    """Compare with so many times a volume where it was compared with the volume itself: "1.5 times"."""
    if node.op not in ("<", "<=", ">", ">=") or node.parts[1].op == "num" or "volume" not in str(node):
        return None
    scaled = Node(node.op, (node.parts[0], Node("*", (num(amount), node.parts[1]))))
    return with_atoms(document, lambda one: scaled if one == node else one)


def _become(amount: float, *, signed: bool) -> Callable[[float], float]:
    """Return how a number becomes another: a drop of 8% stays one, a bare number has the sign that it was given."""
    return lambda old: math.copysign(amount, old) if amount > 0 and not signed else amount


def _moved(amount: float, by: re.Match[str]) -> Callable[[float], float]:
    sign = -1 if by.group(1) in _DOWN else 1
    return lambda old: old + math.copysign(amount, old) * sign


def _place(meant: set[Node], value: Lexeme, text: str) -> str | None:
    """Return which of the numbers of conditions is meant: a length, a level, a factor, or a share."""
    if value.has("SPAN"):
        return "length"
    if value.has("MULT"):
        return "factor"
    if value.has("PCT"):
        return "share" if any(list(_at(node, "share")) for node in meant) else "level"
    if _LEVEL_WORDS.search(text):
        return "level"
    if _LENGTH_WORDS.search(text) or _is_notation(text):
        return "length"
    for kind in ("level", "factor", "length"):
        small = float(str(value.get("NUM"))) < _FACTOR_MOST
        if any(list(_at(node, kind)) for node in meant) and (kind != "factor" or small):
            return kind
    return None


_NOTATION: Final = re.compile(
    r"\b(?:rsi|adx|cci|mfi|atr|roc)\((?:period )?(\d+)\)|\b(?:use|with|try|an?|take|用|改用|换成)\W{0,2}(?:rsi|adx|cci|mfi|roc)[ -]?(\d+)\b(?!\.)|(?:rsi|adx|cci|mfi|roc)(?:用|改用|换成用)(\d+)(?![\d.])"
)
_LONGEST_NOTATION: Final = 20


def _is_notation(text: str) -> bool:
    """Return whether a number behind an indicator is its length: "RSI(9)", "use RSI 9"; "use RSI 25" may be its level."""
    found = _NOTATION.search(text)
    if found is None:
        return False
    return found.group(1) is not None or float(found.group(2) or found.group(3)) < _LONGEST_NOTATION


_WIDEST = 5


def _is_width(meant: set[Node], value: Lexeme, text: str) -> bool:
    """Return whether a small bare number of bands is how many deviations wide they are: "bands of 3"."""
    banded = all(any(part.op == "call" and part.word == "bbands" for part in walk(node)) for node in meant)
    small = not value.has("SPAN") and float(str(value.get("NUM") or 0)) <= _WIDEST
    return banded and small and _LENGTH_WORDS.search(text) is None


def _at(node: Node, kind: str) -> list[float]:
    found: list[float] = []
    _renumbered(node, kind, lambda old: found.append(old) or old)  # type: ignore[func-returns-value]
    return found


def _renumbered(node: Node, kind: str, change: Callable[[float], float]) -> Node:
    """Return a condition with its numbers of a kind put through a function."""

    def inner(part: Node) -> Node:
        if kind == "length" and part.op == "call" and (entry := CATALOGUE.get(part.word)) is not None:
            kinds = [argument.kind for argument in entry.arguments]
            numbers = (
                num(change(one.number)) if one.op == "num" and n < len(kinds) and kinds[n] == "length" else one
                for n, one in enumerate(part.parts)
            )
            return Node("call", (part.word, *numbers))
        way = part.word if part.op == "call" else part.op
        if kind == "level" and way in _RIGHT and len(part.parts) == 2 and part.parts[1].op == "num":
            return Node(part.op, (*part.args[:-1], num(change(part.parts[1].number))))
        if part.op == "*" and part.parts[0].op == "num":
            factor = part.parts[0].number
            near = abs(factor - 1) <= 0.5 and "volume" not in str(part)
            if kind == "share" and near and factor != 1:
                return Node("*", (num(round(1 + change(round((factor - 1) * 100, 6)) / 100, 6)), part.parts[1]))
            if kind == "factor" and not (near and "atr" not in str(part)):
                return Node("*", (num(change(factor)), part.parts[1]))
        return part

    return rebuild(node, inner)


def with_atoms(document: Strategy, change: Callable[[Node], Node]) -> Strategy:
    """Return a document with each single condition of its rules put through a function."""

    def inner(node: Node) -> Node:
        return Node(node.op, tuple(inner(part) for part in node.parts)) if node.op in ("and", "or") else change(node)

    rules = tuple(rule.model_copy(update={"when": str(inner(parse(rule.when)))}) for rule in document.rules)
    return document.model_copy(update={"rules": rules})
