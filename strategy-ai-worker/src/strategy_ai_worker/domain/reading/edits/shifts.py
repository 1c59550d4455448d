# ruff: noqa: E501 - one pattern a line
"""Follow-ups that name a change by its kind: another timeframe, a faster average, twice the stop, another level."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.edits.focus import lone_number, scope_of
from strategy_ai_worker.domain.reading.edits.questions import alike_numbers
from strategy_ai_worker.domain.reading.edits.shared_numbers import uses_of
from strategy_ai_worker.domain.reading.edits.swaps import with_rules
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.seeds import AVERAGES
from strategy_ai_worker.domain.reading.trees import Node, num, parse, walk
from strategy_language.document import Strategy
from strategy_language.document.levels import AtrLevel, AtrTrailing

_FRAMES: Final = (
    (re.compile(r"\bweekly\b|周线|周k"), "1w"),
    (re.compile(r"\bdaily\b|日线|日k"), "1d"),
    (re.compile(r"\bhourly\b|\b1 ?h(ours?)?\b|\b60.?min|小时线|1小时"), "1h"),
    (re.compile(r"\b4.?h(ours?)?\b|4小时"), "4h"),
    (re.compile(r"\b2.?h(ours?)?\b"), "2h"),
    (re.compile(r"\b30.?m(in\w*)?\b|30分钟"), "30m"),
    (re.compile(r"\b15.?m(in\w*)?\b|15分钟"), "15m"),
    (re.compile(r"\b5.?m(in\w*)?\b|5分钟"), "5m"),
)
_ABOUT_BARS: Final = re.compile(
    r"^\s*(?:please\s+)?(?:(?:make it|make this|switch(?: it)?(?: back)? to|change(?: it)? to|go(?: back)? to|use|on|try|run it on|改成|改为|改用|换成|用)\s*)?"
    r"(?:the\s+)?(?:weekly|daily|hourly|\d+.?(?:h|m)\w*|周线|日线|小时线|\d+小时|\d+分钟)(?:\s+(?:bars?|candles?|chart|timeframe|data|please|instead|线|图))*[\s.!]*(?:please|instead)?[\s.!]*$"
)
_SPEED: Final = re.compile(
    r"\b(fast|faster|short|shorter|slow|slower|long|longer)(?: (?:average|ma|sma|ema|one|line|moving average|length))+\b\D{0,20}?(\d+)|(快线|慢线|短均线|长均线|短期均线|长期均线)\D{0,8}?(\d+)"
)
_SCALE: Final = (
    (
        re.compile(
            r"\b(double|twice)\b.*\bstops?\b|\bstops?\b.*\btwice as (wide|far|large)|止损.*(翻倍|加倍|扩大一倍)"
        ),
        2.0,
    ),
    (
        re.compile(r"\b(halve|half|cut in half)\b.*\bstops?\b|\bstops?\b.*\b(half as|in half)\b|止损.*(减半|缩小一半)"),
        0.5,
    ),
)
_THAT: Final = re.compile(
    r"^\s*(?:no,? )?(?:make (?:that|it)|try|use) (-?\d+(?:\.\d+)?)\s*(?:instead|please|then)?[.!]?\s*$"
)
_LEVEL: Final = re.compile(
    r"\b(entry|enter|buy|exit|sell)(?: (?:level|threshold|signal|rule|at|to|when|point))*\s*(?:to|at|be|=|is)?\s*(-?\d+(?:\.\d+)?) ?%?\s*(?:please|instead)?[.!]?$"
)


def apply(document: Strategy, text: str) -> Strategy | None:
    """Return the document with a change of a kind applied, or None where none was asked for."""
    return (
        _both_levels(document, text)
        or _held(document, text)
        or _bands(document, text)
        or _both_lengths(document, text)
        or _own_length(document, text)
        or _one_average(document, text)
        or _deviations(document, text)
        or _multiple(document, text)
        or _half_size(document, text)
        or _frame(document, text)
        or _speed(document, text)
        or _scaled(document, text)
        or _level(document, text)
        or _only_number(document, text)
    )


_HOLDS: Final = re.compile(
    r"^\W*(?:and |but |now |then )*(?:hold|keep)(?: it| them| on)?(?: for)? (\d+)(?: instead| please| then)*\W*$"
)
_BANDS: Final = re.compile(
    r"\b(\d+)[- ](?:day|bar|period)s? (?:bollinger )?bands?\b|\bbands? (?:of|at|with|to) (\d+(?:\.\d+)?)\b(?! ?(?:day|bar|period))|\bbands? (?:to be )?(\d+(?:\.\d+)?) wide\b"
)
_TWO: Final = re.compile(
    r"^\W*(?:and |now |no,? |ok )*(?:(?:change|swap|replace|switch|turn) (?:the )?-?\d+(?:\.\d+)? ?(?:and|/|,|&) ?-?\d+(?:\.\d+)? (?:to|for|with|by|into)|change (?:it|them|that)?(?: to)?|use|try|make (?:it|them|that)|with|set (?:it|them) to|rather|把?(?:它们?|水平|阈值)?(?:改成|改为|换成|用))?\s*(\d+(?:\.\d+)?)\s*(?:and|/|,|&|和|、)\s*(\d+(?:\.\d+)?)(?: instead| please| then)*\W*$"
)


def _both_levels(document: Strategy, text: str) -> Strategy | None:
    """Put two new levels in the place of the two that there are, the lower for the lower: "use 25 and 75"."""
    found = _TWO.match(text)
    levels = {part.parts[1].number for rule in document.rules for part in walk(parse(rule.when)) if _is_level(part)}
    if found is None or len(levels) != 2 or _lengths(document):
        return None
    fresh = dict(zip(sorted(levels), sorted(float(number) for number in found.groups()), strict=True))

    def change(node: Node) -> Node:
        return Node(node.op, (*node.args[:-1], num(fresh[node.parts[1].number]))) if _is_level(node) else node

    return with_rules(document, change)


def _held(document: Strategy, text: str) -> Strategy | None:
    """Hold for another number of bars: "hold 6"."""
    found = _HOLDS.match(text)
    if found is None or document.risk.max_bars is None:
        return None
    return document.model_copy(update={"risk": document.risk.model_copy(update={"max_bars": int(found.group(1))})})


def _bands(document: Strategy, text: str) -> Strategy | None:
    """Give the Bollinger bands another length or width: "30 day bands", "bands of 2.5"."""
    found = _BANDS.search(text)
    if found is None:
        return None
    place = 1 if found.group(1) else 2
    value = num(float(next(group for group in found.groups() if group)))

    def change(node: Node) -> Node:
        if node.op != "call" or node.word != "bbands" or len(node.parts) != 3:
            return node
        numbers = list(node.parts)
        numbers[place] = value
        return Node("call", (node.word, *numbers))

    changed = with_rules(document, change)
    return None if changed == document else changed


def _only_number(document: Strategy, text: str) -> Strategy | None:
    """Put a lone number in the place of the one number of the rules that is of its kind: "make it 4 days"."""
    lexemes = lexemes_of(text)
    value = lone_number(lexemes, Memory(timeframe=document.timeframe.value))
    alike, scope = alike_numbers(document, lexemes), scope_of(lexemes)
    percent = any(one.has("PCT") for one in lexemes)
    risk = document.risk
    has_level = bool(risk.stop_loss or risk.trailing_stop or risk.take_profit or (risk.max_bars and not percent))
    if value is None or len(alike) != 1 or (has_level and scope is None):
        return None
    if not percent and len(set(uses_of(document, alike[0]))) > 1:
        return None
    new = round(1 + math.copysign(value, alike[0] - 1) / 100, 6) if percent else value
    return with_rules(document, lambda node: num(new) if node.op == "num" and node.number == alike[0] else node, scope)


def _frame(document: Strategy, text: str) -> Strategy | None:
    if not _ABOUT_BARS.match(text):
        return None
    frame = next((frame for pattern, frame in _FRAMES if pattern.search(text)), None)
    if frame is None or frame == document.timeframe.value:
        return None
    return Strategy.model_validate({**document.model_dump(mode="json"), "timeframe": frame})


def _lengths(document: Strategy) -> list[float]:
    return sorted(
        {
            node.parts[-1].number
            for rule in document.rules
            for node in walk(parse(rule.when))
            if node.op == "call" and node.word in AVERAGES and node.parts[-1].op == "num"
        }
    )


def _with_lengths(document: Strategy, fresh: Callable[[float], float]) -> Strategy:
    """Return the document with the length of every moving average put through a function."""

    def change(node: Node) -> Node:
        if node.op == "call" and node.word in AVERAGES and node.parts[-1].op == "num":
            return Node("call", (node.word, *node.parts[:-1], num(fresh(node.parts[-1].number))))
        return node

    return with_rules(document, change)


def _speed(document: Strategy, text: str) -> Strategy | None:
    """Change the shorter or the longer of two averages: "change the fast average to 10"."""
    found = _SPEED.search(text)
    lengths = _lengths(document)
    if found is None or len(lengths) < 2:
        return None
    word, value = found.group(1) or found.group(3), float(found.group(2) or found.group(4))
    old = lengths[0] if word.startswith(("fast", "short", "快", "短")) else lengths[-1]
    return _with_lengths(document, lambda length: value if length == old else length)


_BOTH: Final = re.compile(
    r"\b(?:change|replace|swap|switch) (?:the )?\d+ ?(?:and|/|,|&) ?\d+ (?:to|with|by|for) (\d+) ?(?:and|/|,|&) ?(\d+)\b|\b(?:change|set|switch|make|move|put) (?:the |both |my |them |their |two )*(?:moving )?(?:averages|[se]?mas|lengths|periods)(?: to| be| of| at)? (\d+)\s*(?:and|/|,|&)\s*(\d+)\b(?!\s*%)|\b(?:use|try|take|make it|with|set)\b\D{0,12}?(\d+)\s*(?:and|/|,|&)\s*(\d+)\b(?!\s*%)|(?:用|改成|换成)\D{0,4}?(\d+)\s*(?:和|/|、)\s*(\d+)"
)
_OWN: Final = re.compile(
    r"\b(rsi|cci|adx|atr|mfi|willr|roc|cmo)\b\D{0,12}?(?:length|period|lookback|window)\D{0,14}?(\d+)|\b(\d+)[- ](?:day|bar|period) (rsi|cci|adx|atr|mfi|roc)\b.*(?:instead|please)?$|\b(atr) ?\(\W?(\d+)\)"
)
_HALF: Final = re.compile(
    r"\b(half|halve|double)\b.*\b(position )?size\b|^\W*(?:please )?(?:halve|double|half) (?:the |my |each |every )?(?:positions?|exposure|stakes?|trades?|bets?|allocation)\W*$|(?:仓位|注码|每注|头寸|持仓|下注)(?:都|再)?(降到|减到|降为|改成|改为|用|变成|只用)?(减半|一半|半仓|加倍|翻倍)|(一半|半)仓位"
)


def _both_lengths(document: Strategy, text: str) -> Strategy | None:
    """Put two new lengths in the place of the two old ones, the shorter for the shorter: "use 50 and 200 instead"."""
    found = _BOTH.search(text) or _TWO.match(text)
    lengths = _lengths(document)
    channel = _channel_lengths(document)
    if found is None or re.search(r"%|stop|target|rsi", text):
        return None
    fresh = sorted(float(number) for number in found.groups() if number is not None)
    if not lengths and len(channel) == 2:
        swapped = dict(zip(channel, fresh, strict=True))
        return with_rules(document, lambda node: _relengthened(node, swapped) if _is_extreme(node) else node)
    if len(lengths) != 2:
        return None
    swap = dict(zip(lengths, fresh, strict=True))
    return _with_lengths(document, lambda length: swap[length])


def _is_extreme(node: Node) -> bool:
    return node.op == "call" and node.word in ("highest", "lowest") and node.parts[-1].op == "num"


def _channel_lengths(document: Strategy) -> list[float]:
    """Return the lengths of the highs and lows of the rules, the shorter first."""
    nodes = (node for rule in document.rules for node in walk(parse(rule.when)))
    return sorted({node.parts[-1].number for node in nodes if _is_extreme(node)})


def _relengthened(node: Node, lengths: dict[float, float]) -> Node:
    return Node("call", (node.word, *node.parts[:-1], num(lengths[node.parts[-1].number])))


def _own_length(document: Strategy, text: str) -> Strategy | None:
    """Change the length of an indicator that is named: "what if the RSI length was 7?"."""
    found = _OWN.search(text)
    if found is None:
        return None
    word = found.group(1) or found.group(4) or found.group(5)
    value = float(found.group(2) or found.group(3) or found.group(6))

    def change(node: Node) -> Node:
        if node.op == "call" and node.word == word and node.parts and node.parts[-1].op == "num":
            return Node("call", (node.word, *node.parts[:-1], num(value)))
        return node

    changed = with_rules(document, change)
    if word == "atr":
        changed = _with_atr_levels(changed, int(value))
    return None if changed == document else changed


def _with_atr_levels(document: Strategy, length: int) -> Strategy:
    """Measure the stops and targets in ATRs over another number of bars: "use a 20-period ATR"."""

    def relengthened(level: object) -> object:
        return level.model_copy(update={"length": length}) if isinstance(level, AtrLevel | AtrTrailing) else level

    risk = document.risk
    levels = {"stop_loss": relengthened(risk.stop_loss), "trailing_stop": relengthened(risk.trailing_stop)}
    return document.model_copy(update={"risk": risk.model_copy(update=levels)})


_AVERAGE: Final = re.compile(
    r"\b(?:the |that )?(ema|sma|wma|hma|ma|average|moving average)\b(?: length| period)? (?:was|were|is|to|of|be|at) (\d+)\b|均线(?:改成|改为|换成|用)(\d+)[日天]?(?!\d|[日天]?(?:ema|wma|hma|指数|加权|赫尔))"
)
_DEVIATIONS: Final = re.compile(
    r"(\d+(?:\.\d+)?) (?:standard )?(?:deviations?|std|stdev|sigmas?)\b|(\d+(?:\.\d+)?)(?:倍|个)标准差"
)


def _one_average(document: Strategy, text: str) -> Strategy | None:
    """Give the one average of the document another length: "what if the EMA was 100?"."""
    found = _AVERAGE.search(text)
    lengths = _lengths(document)
    if found is None or len(lengths) != 1 or "%" in text:
        return None
    value = float(found.group(2) or found.group(3))
    return _with_lengths(document, lambda _: value)


def _deviations(document: Strategy, text: str) -> Strategy | None:
    """Set how many deviations the bands lie away."""
    found = _DEVIATIONS.search(text)
    if found is None:
        return None
    value = float(found.group(1) or found.group(2))

    def change(node: Node) -> Node:
        if node.op == "call" and node.word == "bbands" and len(node.parts) == 3:
            return Node("call", (node.word, *node.parts[:-1], num(value)))
        return node

    changed = with_rules(document, change)
    return None if changed == document else changed


_MULTIPLE: Final = re.compile(
    r"\b(?:multiple|multiplier|factor)\b\D{0,12}?(\d+(?:\.\d+)?)|倍数\D{0,6}?(\d+(?:\.\d+)?)|^\W*(?:改成|改为|换成|提高到|降到)(\d+(?:\.\d+)?)倍\W*$"
)


def _multiple(document: Strategy, text: str) -> Strategy | None:
    """Set how many times a level the one multiple of the rules is: "raise the multiple to 2"."""
    found = _MULTIPLE.search(text)
    scaled = {
        part
        for rule in document.rules
        for node in walk(parse(rule.when))
        if node.op == "*" and len(node.parts) == 2
        for part in node.parts
        if part.op == "num"
    }
    if found is None or len(scaled) != 1:
        return None
    value = num(float(next(group for group in found.groups() if group)))

    def change(node: Node) -> Node:
        return Node("*", tuple(value if part in scaled else part for part in node.parts)) if node.op == "*" else node

    return with_rules(document, change)


def _half_size(document: Strategy, text: str) -> Strategy | None:
    """Halve or double the size of a position."""
    found = _HALF.search(text)
    value = document.sizing.value
    if found is None or not isinstance(value, int | float):
        return None
    doubles = any(word in found.group() for word in ("double", "加倍", "翻倍"))
    return document.model_copy(
        update={"sizing": document.sizing.model_copy(update={"value": value * (2 if doubles else 0.5)})}
    )


def _scaled(document: Strategy, text: str) -> Strategy | None:
    """Make the stop twice or half as wide."""
    factor = next((factor for pattern, factor in _SCALE if pattern.search(text)), None)
    stop = document.risk.stop_loss
    if factor is None or stop is None:
        return None
    key = "multiple" if stop.kind == "atr" else "value"
    now = getattr(stop, key, None)
    if not isinstance(now, int | float):
        return None
    wider = stop.model_copy(update={key: round(now * factor, 6)})
    return document.model_copy(update={"risk": document.risk.model_copy(update={"stop_loss": wider})})


def _level(document: Strategy, text: str) -> Strategy | None:
    """Change the level of the entry or the exit where it has one: "make the entry 25"."""
    found, that = _LEVEL.search(text), _THAT.match(text)
    if found is None and that is None:
        return None
    entry = found is None or found.group(1) in ("entry", "enter", "buy")
    value = float(found.group(2) if found is not None else that.group(1) if that is not None else 0)
    levels = {
        part.parts[1].number
        for rule in document.rules
        if rule.action.is_entry == entry
        for part in walk(parse(rule.when))
        if _is_level(part)
    }
    if len(levels) != 1 or (found is None and not _is_near(value, *levels)):
        return None

    def change(node: Node) -> Node:
        if not _is_level(node):
            return node
        return Node(node.op, (*node.args[:-1], num(value)))

    return with_rules(document, change, only="entry" if entry else "exit")


_FARTHEST: Final = 5
"""Times by which "make that 1.5" can change a level: nobody means the 30 of an RSI."""


def _is_near(value: float, level: float) -> bool:
    return value * level <= 0 or 1 / _FARTHEST < value / level < _FARTHEST


def _is_level(node: Node) -> bool:
    compares = node.op in ("<", "<=", ">", ">=") or (node.op == "call" and node.word.startswith("crosses"))
    return (
        compares
        and len(node.parts) == 2
        and node.parts[1].op == "num"
        and node.parts[0].word not in ("weekday", "month")
    )
