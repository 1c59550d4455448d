# ruff: noqa: E501 - one pattern a line
"""The conditions of a document that words describe: "the volume filter", "the gap", "the second condition"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from strategy_ai_worker.domain.reading.indicators import INDICATORS
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.seeds import AVERAGES
from strategy_ai_worker.domain.reading.trees import Node, parse, walk
from strategy_language.catalogue.table import CATALOGUE
from strategy_language.document import Strategy

Test = Callable[[Node], bool]
_PLACES: Final = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "final": -1}
_ORDINAL: Final = re.compile(
    r"\b(first|second|third|last|final|1st|2nd|3rd) (?:(?:entry|exit|buy|sell) )?(?:condition|filter|rule|requirement|criterion|part|one)\b"
)
_EXIT: Final = re.compile(r"\b(exit|sell|selling|cover|take.?out)\b")
_ENTRY: Final = re.compile(r"\b(break-?outs?|entry|enter|buy|buying|entries|filter)\b")


@dataclass(frozen=True, slots=True)
class Description:
    """What words say of the conditions that they mean.

    Attributes:
        tests: What each of the conditions must be.
        words: The words that said so, one pattern after the other.
        entry: Whether conditions to enter are meant, or to leave; None where neither is said.
        place: The place among the conditions, where one is named.
    """

    tests: tuple[Test, ...]
    words: tuple[str, ...]
    entry: bool | None
    place: int | None


def _calls(*functions: str) -> Test:
    return lambda node: any(part.op == "call" and part.word in functions for part in walk(node))


def _looks_at(symbols: tuple[str, ...]) -> Test:
    return lambda node: any(part.op == "text" and part.word in symbols for part in walk(node))


def _names(node: Node) -> set[str]:
    return {part.word for part in walk(node) if part.op == "name"}


def _averages(node: Node) -> bool:
    return any(
        part.op == "call" and part.word in AVERAGES and "volume" not in _names(part) and not _calls("roc", "rsi")(part)
        for part in walk(node)
    )


def _gaps(node: Node) -> bool:
    before = {part.parts[0].word for part in walk(node) if part.op == "lag" and part.parts[0].op == "name"}
    return "open" in _names(node) and bool(before & {"close", "high", "low"})


def _moves(node: Node) -> bool:
    return not _gaps(node) and (
        _calls("roc", "mom")(node)
        or any(part.op == "lag" and str(part.parts[0]) == "close" for part in walk(node))
        or _near_one(node)
    )


def _near_one(node: Node) -> bool:
    return any(
        part.op == "*" and one.op == "num" and 0 < abs(one.number - 1) <= 0.5
        for part in walk(node)
        for one in part.parts
    )


def _candle(node: Node) -> bool:
    return _names(node) == {"open", "close"} and not _gaps(node)


_KINDS: Final[tuple[tuple[re.Pattern[str], Test], ...]] = (
    (re.compile(r"\bvolumes?\b|成交量|均量"), lambda node: "volume" in _names(node)),
    (re.compile(r"\b(?:moving )?averages?\b|\b[se]?mas?\b|\b(?:up|down)?-?trends?\b|\bregime\b|\bgolden cross\b"), _averages),
    (re.compile(r"\bgaps?\b|跳空|缺口"), _gaps),
    (re.compile(r"\b(?:drop|dip|pull-?back|decline|fall|loss|rise|gain|move|return|momentum)\b(?! (?:the|that|this|my|all|any|it)\b)|[跌涨]幅"), _moves),
    (re.compile(r"\bbreak-?(?:out|down)s?\b|\bchannel\b|\bdonchian\b"), _calls("highest", "lowest", "donchian")),
    (re.compile(r"\b(?:new )?highs?\b"), _calls("highest")),
    (re.compile(r"\b(?:new )?lows?\b"), _calls("lowest")),
    (re.compile(r"\bcross(?:over|ing|es)?s?\b"), _calls("crosses_above", "crosses_below")),
    (re.compile(r"\b(?:green|red|bullish|bearish) (?:candles?|bars?|days?|closes?|ones?)\b|\bcandles?\b"), _candle),
    (re.compile(r"\bstreak\b|\bin a row\b|\bconsecutive\b|\bstraight\b"), _calls("rising", "falling", "all")),
    (re.compile(r"\b(?:week)?days? (?:of the week|filter|condition|rule|restriction)\b"), _calls("weekday")),
    (re.compile(r"\bmonths? (?:filter|condition|rule|restriction)\b|\bseason\w*\b"), _calls("month")),
    (re.compile(r"\b(?:rising|falling|slop\w+|direction)\b"), _calls("rising", "falling")),
    (re.compile(r"\bwilliams\b"), _calls("willr")),
    (re.compile(r"\b(?:bollinger )?bands?\b|\bbollinger\b|布林带?"), _calls("bbands")),
    (re.compile(r"\bkeltner(?: channels?| bands?)?\b"), _calls("atr")),
)  # fmt: skip
_LEVEL: Final = re.compile(
    r"\b(above|over|below|under) (zero|-?\d+(?:\.\d+)?)(?![\d.]*[ -]?(?:day|bar|week|period|%|ma\b|sma|ema))"
)
_LENGTH: Final = re.compile(r"\b(\d+)[- ]?(?:day|bar|week|period|month)s?\b")


def description(text: str, *, levels: bool = False) -> Description:
    """Return what words say of conditions; levels and lengths count where no new number is named."""
    tests: list[Test] = []
    words: list[str] = []
    for pattern, test in _KINDS:
        found = pattern.search(text)
        if found is not None:
            of_volume = test is _averages and any("volume" in word for word in words)
            tests += [] if of_volume else [test]
            words.append(found.group())
    for one in lexemes_of(text):
        symbols = one.get("SYM")
        if isinstance(symbols, tuple):
            tests.append(_looks_at(tuple(map(str, symbols))))
            words.append(one.text)
        functions = _functions(str(one.get("IND"))) if one.has("IND") else ()
        if functions:
            tests.append(_calls(*functions))
            words.append(one.text)
    if levels:
        tests += _numbered(text, words)
    place = _ORDINAL.search(text)
    if place is not None:
        words.append(place.group())
    entry = False if _EXIT.search(text) else True if _ENTRY.search(text) else None
    return Description(tuple(tests), tuple(words), entry, None if place is None else _PLACES[place.group(1)])


def _functions(key: str) -> tuple[str, ...]:
    if key not in INDICATORS:
        return ()
    return tuple(part.word for part in walk(INDICATORS[key].build(INDICATORS[key].usual)) if part.op == "call")


def _numbered(text: str, words: list[str]) -> Iterator[Test]:
    level, length = _LEVEL.search(text), _LENGTH.search(text)
    if level is not None:
        words.append(level.group())
        value = 0.0 if level.group(2) == "zero" else float(level.group(2))
        yield lambda node: len(node.parts) == 2 and node.parts[1].op == "num" and node.parts[1].number == value
    if length is not None:
        words.append(length.group())
        bars = float(length.group(1))
        yield lambda node: any(_has_length(part, bars) for part in walk(node))


def _has_length(node: Node, bars: float) -> bool:
    """Return whether the one length of a function is so many bars: the 12 of a MACD is none that is spoken of alone."""
    entry = CATALOGUE.get(node.word) if node.op == "call" else None
    pairs = zip(entry.arguments, node.parts, strict=False) if entry is not None else ()
    lengths = [part.number for argument, part in pairs if argument.kind == "length" and part.op == "num"]
    return lengths == [bars]


def atoms(node: Node) -> tuple[Node, ...]:
    """Return the single conditions of a truth, in their order."""
    return tuple(one for part in node.parts for one in atoms(part)) if node.op in ("and", "or") else (node,)


def described(document: Strategy, said: Description) -> set[Node]:
    """Return the conditions of a document that fit all that is said of them."""
    found: set[Node] = set()
    entry = True if said.entry is None and said.place is not None else said.entry
    for rule in document.rules:
        if entry is not None and rule.action.is_entry != entry:
            continue
        parts = atoms(parse(rule.when))
        if said.place is not None:
            parts = parts[said.place :][:1] if -len(parts) <= said.place < len(parts) else ()
        found |= {part for part in parts if all(test(part) for test in said.tests)}
    return found if said.tests or said.place is not None else set()
