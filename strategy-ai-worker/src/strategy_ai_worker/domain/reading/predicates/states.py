"""States of an indicator: positive, oversold, bullish."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE, INDICATORS, Indicator
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand
from strategy_ai_worker.domain.reading.operands.frames import on_timeframe
from strategy_ai_worker.domain.reading.predicates.sides import remember
from strategy_ai_worker.domain.reading.trees import Node, call, compare, field, num


def read_sign(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is positive", "turns negative", "由负转正"."""
    lexeme = c.at(j)
    if not lexeme.has("SIGN") or is_price(subject):
        return None
    up = lexeme.has("SIGN", "+")
    turns = any(
        word in lexeme.text
        for word in (
            "turn",
            "from",
            "flip",
            "become",
            "go",
            "switch",
            "转",
            "由",
            "从",
            "翻",
            "变",
            "change",
            "into",
            "swing",
        )
    )
    zero = num(0)
    remember(c, subject, zero)
    if turns:
        return call(
            "moves_above" if up else "moves_below", subject, zero
        ) if "from" not in lexeme.text and "由" not in lexeme.text else call(
            "crosses_above" if up else "crosses_below", subject, zero
        ), j + 1
    return compare(">" if up else "<", subject, zero), j + 1


def indicator_of(node: Node) -> Indicator | None:
    """Return the indicator that a tree is, whatever its numbers."""
    node = node.parts[-1] if node.op == "call" and node.word in ("of", "on") else node
    shown = str(node).partition("(")[0]
    ending = node.word if node.op == "field" else ""
    for spec in INDICATORS.values():
        sample = spec.build(spec.usual)
        same_field = (sample.word if sample.op == "field" else "") == ending
        if str(sample).partition("(")[0] == shown and same_field and (sample.op in ("call", "field")):
            return spec
    return None


def read_state(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is oversold", "flips bullish"."""
    lexeme = c.at(j)
    if not lexeme.has("STATE"):
        return None
    state = str(lexeme.get("STATE"))
    if state in ("overbought", "oversold"):
        return _extreme_state(c, j, subject, state)
    node = directional(subject)
    if node is None:
        return None
    up = state == "bullish"
    changes = any(word in lexeme.text for word in ("turn", "flip", "go", "switch", "change", "转", "翻", "变"))
    left, right = node
    if left.op == "field" and left.word == "direction":
        turned = call("crosses_above" if up else "crosses_below", left, num(0))
        return (turned if changes else compare(">" if up else "<", left, num(0))), j + 1
    if changes:
        return call("crosses_above" if up else "crosses_below", left, right), j + 1
    return compare(">" if up else "<", left, right), j + 1


def directional(subject: Node) -> tuple[Node, Node] | None:
    """Return the two sides whose order says whether an indicator is bullish."""
    if subject.op == "call" and subject.word == "on":
        sides = directional(subject.parts[-1])
        frame = subject.parts[0].word
        return None if sides is None else (on_timeframe(frame, sides[0]), on_timeframe(frame, sides[1]))
    inner = subject.parts[0] if subject.op == "field" else subject
    if inner.word == "supertrend":
        return field(inner, "direction"), num(0)
    if inner.word == "sar":
        return CLOSE, inner
    if inner.word == "macd":
        return field(inner, "macd"), field(inner, "signal")
    if inner.word == "aroon":
        return field(inner, "up"), field(inner, "down")
    return None


_LEAVES = frozenset(
    ["leaves", "leave", "left", "exits", "exit", "leaving", "exiting", "escapes", "out", "comes", "gets"]
)
_ZONES = frozenset(["zone", "area", "territory", "region", "range", "levels"])


def leaves_state(c: Cursor, j: int, subject: Node) -> Found:
    """Read "climbs out of the oversold zone (above -80)", "leaves overbought": the crossing of that level."""
    k = j
    while c.at(k).is_noise or c.at(k).has("P", "of", "from") or c.at(k).text in _LEAVES or c.at(k).has("RISING"):
        if k > j + 5 or c.at(k).has("STATE"):
            break
        k += 1
    state = c.at(k).get("STATE")
    out = any(c.at(m).text in _LEAVES or c.at(m).has("P", "from") for m in range(j, k))
    if state not in ("oversold", "overbought") or not out:
        return None
    spec = indicator_of(subject)
    if spec is None or spec.low is None or spec.high is None:
        return None
    after = c.skip(k + 1) + 1 if c.at(c.skip(k + 1)).text in _ZONES else k + 1
    given = _bracketed_level(c, after)
    usual = spec.low if state == "oversold" else spec.high
    bound, after = given if given is not None else (usual, after)
    if given is None:
        c.memory.guess(f"{state} level", usual, f"{state} was not given a number; {usual:g} is the usual level")
    level = num(bound or 0.0)
    remember(c, subject, level)
    return call("crosses_above" if state == "oversold" else "crosses_below", subject, level), after


def _bracketed_level(c: Cursor, k: int) -> tuple[float, int] | None:
    """Return the level of "(above -80)" behind a zone that is left, and the place behind the bracket."""
    number = c.at(k + 2)
    if not (c.is_sign(k, "(") and c.at(k + 1).has("CMP") and number.has("NUM") and c.is_sign(k + 3, ")")):
        return None
    return float(str(number.get("NUM"))), k + 4


def _extreme_state(c: Cursor, j: int, subject: Node, state: str) -> Found:
    if is_price(subject):
        subject = call("rsi", CLOSE, c.memory.given.get("rsi", (14,))[0])
        c.memory.guess("indicator", "RSI(14)", f'"{state}" without an indicator was read by the RSI')
    spec = indicator_of(subject)
    if spec is None or spec.low is None or spec.high is None:
        return None
    bound = spec.low if state == "oversold" else spec.high
    k = c.skip(j + 1)
    if c.is_sign(k, "(") and c.at(k + 1).has("CMP"):
        given = operand(c, k + 2)
        if given and c.is_sign(given[1], ")"):
            return compare(str(c.at(k + 1).get("CMP")), subject, given[0]), given[1] + 1
    c.memory.guess(
        f"{state} level", bound, f"{state} was not given a number; {bound:g} is the usual level of the {spec.title}"
    )
    remember(c, subject, num(bound))
    return compare("<" if state == "oversold" else ">", subject, num(bound)), j + 1
