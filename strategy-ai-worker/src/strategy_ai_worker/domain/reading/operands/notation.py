"""What is written as in code: "highest(high, 20)[1]", "ta.sma(close, 50)", "crossover(a, b)"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.trees import Node, lag, parse, rebuild, walk
from strategy_language.catalogue.table import CATALOGUE

_CALL: Final = re.compile(r"(?:ta\.|talib\.|math\.)?([a-z_][a-z0-9_]*)\s?\(")
_TAIL: Final = re.compile(r"\s?(?:\.([a-z_]+))?(?:\s?\[(\d{1,4})\])?")
_PREFIX: Final = re.compile(r"\b(?:ta|talib|math)\.")
_COLUMNS: Final = frozenset({"open", "high", "low", "close", "volume"})
_OTHER_NAMES: Final = {
    "crossover": "crosses_above", "crossunder": "crosses_below", "stdev": "stddev", "barssince": "bars_since",
    "valuewhen": "value_when", "wpr": "willr", "ref": "lag",
}  # fmt: skip
_WIDEST: Final = 60


@lru_cache(maxsize=1)
def _functions() -> dict[str, str]:
    """Return every spelling of a function of the catalogue -> its name."""
    spellings = {alias: entry.name for entry in CATALOGUE.values() for alias in entry.aliases}
    return {**spellings, **_OTHER_NAMES, **{name: name for name in CATALOGUE}}


def coded(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read a function of the language with its arguments where it is written out as in code."""
    del subject
    if not c.at(i).text[:1].isalpha() or not any(c.is_sign(k, "(") for k in range(i + 1, i + 6)):
        return None
    shown = _shown(c, i)
    begins = _CALL.match(shown)
    if begins is None or begins.group(1) not in _functions():
        return None
    end = _closing(shown, begins.end())
    node = _tree(shown[:end]) if end else None
    plain = node is not None and all(part.op == "num" for part in node.parts) and not _PREFIX.match(shown)
    if node is None or plain:
        return None
    tail = _TAIL.match(shown, end)
    field_of, back = tail.groups() if tail is not None else (None, None)
    node, after = (Node("field", (str(field_of), node)), end) if _has_output(node, field_of) else (node, end)
    if tail is not None and (back or node.op == "field"):
        node, after = lag(node, int(back)) if back else node, tail.end()
    return _placed(c, i, node, after)


def _shown(c: Cursor, i: int) -> str:
    """Return the words from a lexeme on with their spaces."""
    shown, end = "", c.at(i).start
    for k in range(i, min(i + _WIDEST, len(c.lexemes))):
        shown += " " * (c.at(k).start - end) + c.at(k).text
        end = c.at(k).end
    return shown


def _closing(shown: str, begin: int) -> int:
    """Return the place behind the bracket that closes the call; 0 where none does."""
    depth = 1
    for place in range(begin, len(shown)):
        depth += {"(": 1, ")": -1}.get(shown[place], 0)
        if depth == 0:
            return place + 1
    return 0


def _tree(written: str) -> Node | None:
    try:
        node = parse(_PREFIX.sub("", written))
    except ValueError:
        return None
    named = rebuild(node, _by_name)
    return named if all(map(_is_of_language, walk(named))) else None


def _by_name(node: Node) -> Node:
    if node.op == "name" and node.word in CATALOGUE and not CATALOGUE[node.word].arguments:
        return Node("call", (node.word,))
    if node.op != "call":
        return node
    return Node("call", (_functions().get(node.word, node.word), *node.parts))


def _is_of_language(node: Node) -> bool:
    if node.op == "name":
        return node.word in _COLUMNS
    if node.op != "call":
        return node.op not in ("text", "keyword")
    entry = CATALOGUE.get(node.word)
    if entry is None or bool(entry.arguments) != bool(node.parts):
        return False
    if not node.parts:
        return node.word not in _COLUMNS
    takes = [argument.kind for argument in entry.arguments]
    first = node.parts[0]
    return not (takes[0] in ("series", "condition") and first.op == "num") and len(node.parts) <= max(len(takes), 2)


def _has_output(node: Node, word: str | None) -> bool:
    entry = CATALOGUE.get(node.word)
    return entry is not None and word is not None and word in entry.outputs


def _placed(c: Cursor, i: int, node: Node, length: int) -> Found:
    """Return the node with the lexeme behind its text; None where the text ends within a lexeme."""
    end = c.at(i).start + length
    after = next((k + 1 for k in range(i, i + _WIDEST) if c.at(k).end == end), None)
    return None if after is None else (node, after)


def is_condition(node: Node) -> bool:
    """Return whether a function written as in code is a condition by itself."""
    inner = node.parts[0] if node.op == "lag" else node
    entry = CATALOGUE.get(inner.word) if inner.op == "call" else None
    return entry is not None and entry.result == "truth"
