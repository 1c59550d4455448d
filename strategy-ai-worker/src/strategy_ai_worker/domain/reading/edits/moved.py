# ruff: noqa: E501 - one pattern a line
"""Follow-ups that move a level or the time limit: by so much, from what it is, or out of the document by its number."""

from __future__ import annotations

import re
from typing import Final, Literal

from strategy_ai_worker.domain.reading.edits.shared_numbers import uses_of
from strategy_ai_worker.domain.reading.edits.swaps import with_rules
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span, lexemes_of
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.trees import Node, parse, walk
from strategy_language.document import Strategy

Part = Literal["stop_loss", "trailing_stop", "take_profit", "max_bars"]
_NAMES: Final[tuple[tuple[re.Pattern[str], Part], ...]] = (
    (re.compile(r"\btrail\w*|(?:移动|跟踪|追踪)止损"), "trailing_stop"),
    (re.compile(r"\btargets?\b|take.?profits?|止盈"), "take_profit"),
    (re.compile(r"\bstop(?:.?loss)?\b|止损|止蚀"), "stop_loss"),
    (re.compile(r"\bhold(?:ing)?\b|\btime (?:stop|limit|exit)\b|持有|持仓"), "max_bars"),
)
_MORE: Final = re.compile(
    r"\b(?:widen|raise|increase|loosen|extend|lengthen|bump|add|wider|looser|larger|bigger|longer|more|further|extra|higher|later)\b|放宽|提高|加大|延长|多|宽|增加"
)
_LESS: Final = re.compile(
    r"\b(?:tighten|reduce|lower|decrease|cut|shorten|tighter|closer|smaller|shorter|less|fewer|sooner|earlier|nearer)\b|收紧|降低|减少|缩短|少|紧"
)
_BY: Final = re.compile(
    r"\bby (?:another |a further |about )?[\w.]+|\b(?:percent(?:age)? )?points?\b"
    r"|(?:%|percent|days?|bars?|weeks?|hours?|atrs?|r)\s+(?:more|less|longer|shorter|wider|tighter|looser|further|closer|extra|higher|lower|later|sooner|earlier)\b"
    r"|\b(?:another|an extra|a further|add) [\w.]+ ?(?:%|percent|days?|bars?|weeks?|hours?)|(?<![最至])(?:放宽|收紧|延长|缩短|提高|降低|多|少)(?:持有|拿)?\d+(?:\.\d+)?(?:个百分点|%|天|日|根|周)(?!以)"
)
_TO: Final = re.compile(r"\b(?:to|at|of)\b (?!the\b|my\b|it\b|that\b)|到|至|为|成")
_RELATIVE_FROM: Final = 20
"""Percent by which a level moves in proportion to itself: nobody widens a stop by 50 points."""
_EXTRA: Final = re.compile(
    r"\b(\d+|one|two|three|four|five) (more|extra|additional|fewer|less) (days?|bars?|weeks?|hours?)\b"
)
_DROPS: Final = re.compile(
    r"^\W*(?:(?:and|but|ok|please|now|then|just|no|actually|can you|let's)\b[, ]*)*(?:drop|remove|delete|scrap|lose|ditch|get rid of|forget(?: about)?|take out|eliminate|cancel|without|skip|no more)\b (?:the |that |my |those )?(?:\d+(?:\.\d+)?) ?-?(%|percent|days?|bars?|weeks?|hours?)(?: (buffer|margin|cushion|band|stop(?: loss)?|target|limit|hold|holding period|time (?:stop|limit|exit)|exit|rule|thing|trail(?:ing stop)?))?(?: (?:again|please|then|too|completely|altogether|thing|rule))*\W*$"
    r"|^\W*(?:去掉|不要|取消|删掉)(?:那个|这个)?\d+(?:\.\d+)?(%|天|日|根)(?:的)?(缓冲|止损|止盈|持有期?|限制)?(?:了|吧)?\W*$"
)


def apply(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Return the document with a level moved, or without the level or buffer of a number, or None where none is meant."""
    text = _EXTRA.sub(r"\1 \3 \2", text)
    lexemes = lexemes_of(text)
    if _DROPS.match(text):
        return _dropped(document, text, lexemes, said.cursor.memory)
    values = [value for one in lexemes if (value := _value(one, said.cursor.memory)) is not None]
    spoken = {part for pattern, part in _NAMES if pattern.search(text)}
    acts = any(one.has("ACT", "buy", "short") and not one.text.startswith(("hold", "keep", "持")) for one in lexemes)
    if acts or any(one.has("CMP") for one in lexemes) or not 1 <= len(values) <= 2:
        return None
    part = _part_of(document, spoken, lexemes, text)
    now = _now(document, part) if part is not None else None
    if part is None or now is None:
        return None
    if len(values) == 2 and values[0] != values[1] and now in values:
        return _put(document, part, values[1] if values[0] == now else values[0])
    if len(values) == 1 and _BY.search(text) and not _TO.search(_BY.sub("", text)):
        return _moved(document, part, now, values[0], text)
    return None


def _value(lexeme: Lexeme, memory: Memory) -> float | None:
    span = lexeme.get("SPAN")
    if isinstance(span, Span):
        return float(memory.bars(span))
    found = next((lexeme.get(word) for word in ("PCT", "MULT", "NUM") if lexeme.has(word)), None)
    return float(found) if isinstance(found, int | float) else None


def _part_of(document: Strategy, spoken: set[Part], lexemes: list[Lexeme], text: str) -> Part | None:
    """Return the one level that a message speaks of: the one it names, or the time limit where it counts days."""
    if "trailing_stop" in spoken:
        spoken = spoken - {"stop_loss"}
    timed = any(one.has("SPAN") for one in lexemes)
    if timed and (spoken == {"max_bars"} or not spoken):
        bound = _now(document, "max_bars")
        shared = any(use[0] == "length" for use in uses_of(document, bound or 0))
        longer = spoken or re.search(r"\b(?:longer|shorter|later|earlier|sooner)\b|延长|缩短|多拿|多持", text)
        return "max_bars" if bound is not None and (longer or not shared) else None
    if len(spoken) != 1 or timed:
        return None
    return next(iter(spoken))


def _now(document: Strategy, part: Part) -> float | None:
    risk = document.risk
    if part == "max_bars":
        return float(risk.max_bars) if isinstance(risk.max_bars, int | float) else None
    level = (
        (risk.take_profit[0] if len(risk.take_profit) == 1 else None) if part == "take_profit" else getattr(risk, part)
    )
    value = getattr(level, "multiple", None) or getattr(level, "value", None)
    return float(value) if isinstance(value, int | float) else None


def _moved(document: Strategy, part: Part, now: float, by: float, text: str) -> Strategy | None:
    more, less = _MORE.search(text) is not None, _LESS.search(text) is not None
    if more == less:
        return None
    relative = part != "max_bars" and by >= _RELATIVE_FROM and "%" in text and "point" not in text
    change = now * by / 100 if relative else by
    value = round(now + change if more else now - change, 6)
    return _put(document, part, value) if value > 0 else None


def _put(document: Strategy, part: Part, value: float) -> Strategy:
    number = int(value) if value == int(value) else value
    risk = document.risk.model_dump(mode="json")
    if part == "max_bars":
        risk[part] = number
    else:
        level = risk[part][0] if part == "take_profit" else risk[part]
        level["multiple" if level.get("multiple") is not None else "value"] = number
    return Strategy.model_validate({**document.model_dump(mode="json"), "risk": risk})


def _dropped(document: Strategy, text: str, lexemes: list[Lexeme], memory: Memory) -> Strategy | None:
    """Take away what has the number that is named: the time limit, a level, or how far a price must be from a line."""
    value = next((found for one in lexemes if (found := _value(one, memory)) is not None), None)
    spoken = {part for pattern, part in _NAMES if pattern.search(text)}
    if any(one.has("SPAN") for one in lexemes):
        bound = _now(document, "max_bars")
        return _without(document, "max_bars") if bound is not None and bound == value else None
    parts: tuple[Part, ...] = ("stop_loss", "trailing_stop", "take_profit")
    meant = [part for part in parts if _now(document, part) == value and (not spoken or part in spoken)]
    buffers = {node for rule in document.rules for node in walk(parse(rule.when)) if _is_buffer(node, value)}
    if len(meant) + (1 if buffers else 0) != 1:
        return None
    if meant:
        return _without(document, meant[0])
    return with_rules(document, lambda node: _line_of(node) if node in buffers else node)


def _without(document: Strategy, part: Part) -> Strategy:
    empty = () if part == "take_profit" else None
    return document.model_copy(update={"risk": document.risk.model_copy(update={part: empty})})


def _is_buffer(node: Node, value: float | None) -> bool:
    if node.op != "*" or len(node.parts) != 2 or value is None:
        return False
    factors = [part.number for part in node.parts if part.op == "num"]
    return len(factors) == 1 and "volume" not in str(node) and abs(abs(1 - factors[0]) * 100 - value) < 1e-6


def _line_of(node: Node) -> Node:
    return next(part for part in node.parts if part.op != "num")
