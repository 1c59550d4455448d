"""Crossings, and levels that are touched."""

from __future__ import annotations

import re

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, direction_of, is_price, of_symbol
from strategy_ai_worker.domain.reading.predicates.lines import CROSSES_OF_LINES, are_lines
from strategy_ai_worker.domain.reading.predicates.sides import (
    as_share,
    compared,
    entered_at,
    on_its_scale,
    own_price,
    reached,
    remember,
    right_side,
    scaled_behind,
    sensible,
)
from strategy_ai_worker.domain.reading.predicates.states import directional, indicator_of
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, field, lag, name, num


def cross(c: Cursor, j: int, subject: Node) -> Found:
    """Read crossings; without another side, the sides of the last comparison."""
    lexeme = c.at(j)
    if not lexeme.has("X"):
        return None
    said = lexeme.get("X")
    way, strength = map(str, said) if isinstance(said, tuple) else ("", "strong")
    k = c.skip(j + 1)
    if c.at(k).has("CMP") and not way:
        way, k = ("up" if c.at(k).has("CMP", ">", ">=") else "down"), c.skip(k + 1)
    k = c.skip(k + 1) if c.at(k).has("P", "of", "to", "from") else k
    right = None if c.at(j + 1).has("EQ") or _goes_on(c, j + 1) else right_side(c, k, subject)
    subject = _apart(c, k, subject, right)
    if right is None or (right[0] == subject and c.memory.pair is None):
        origin, behind = _way_behind(c, j + 1) if _comes_from(c, j + 1) and _ends(c, c.skip(j + 2) + 1) else ("", j + 1)
        back = _cross_back(c, j, subject, origin or way)
        return back if back is None else (back[0], max(back[1], behind))
    told = _moved_by_share(c, k, way, subject, right) or _crossed_yesterday(c, way, subject, right)
    if told is not None:
        return told
    node, after = scaled_behind(c, as_share(c, subject, *right), right[1], ">" if way == "up" else "<")
    if not way or (strength == "strong" and _comes_from(c, after)):
        way, after = _way_behind(c, after)
    way = way or _from_level_before(c, node)
    if not way:
        way = "down" if c.memory.exit_context else "up"
        c.memory.guess("direction of the crossing", way, "the words do not say which way; entries were read as upwards")
    turns_back = node.op == "num" and ("back" in lexeme.text or "回" in lexeme.text) and not is_price(subject)
    if strength == "weak" and c.at(after).has("P", "from") and direction_of(c.at(c.skip(after + 1))):
        turns_back, after = True, c.skip(after + 1) + 1
    said = crossing(c, way, "strong" if turns_back else strength, subject, node)
    perfect = strength == "weak" and c.at(j - 1).text in ("has", "have") and not turns_back
    return as_state(said) if perfect else said, after


def _comes_from(c: Cursor, k: int) -> bool:
    """Return whether a cross goes on with its origin: "goes through X from above" passes it downwards."""
    return c.at(k).has("P", "from") and direction_of(c.at(c.skip(k + 1))) != 0


def _ends(c: Cursor, k: int) -> bool:
    return any(c.at(k).has(word) for word in ("END", "SIGN_MARK", "CONJ", "ACT"))


def _moved_by_share(c: Cursor, k: int, way: str, subject: Node, right: tuple[Node, int]) -> Found:
    """Read "(the price) drops below 3%" as the change of the day."""
    share = right[0].op == "num" and (c.at(k).has("PCT") or c.at(right[1] - 1).has("PCT"))
    if not share or not is_price(subject):
        return None
    moved = right[0].number if way == "up" else -right[0].number
    return compared(c, ">" if way == "up" else "<", call("roc", CLOSE, 1), num(moved)), right[1]


def _crossed_yesterday(c: Cursor, way: str, subject: Node, right: tuple[Node, int]) -> Found:
    """Read "crossed above the 20-day SMA yesterday": it says when it crossed, and not which value was passed."""
    node, k = right
    said = c.at(k - 1).has("PREV") and not c.at(k - 2).has("P")
    if not way or not said or node.op != "lag" or node.parts[0].op not in ("call", "field") or subject.op == "lag":
        return None
    return lag(crossing(c, way, "strong", subject, node.parts[0]), int(node.parts[1].number)), k


def _from_level_before(c: Cursor, node: Node) -> str:
    """Return the direction of "(buy crossing above 35) exit crossing 65": away from the level of the entry."""
    before = c.memory.last_level
    if before is None or before == node or node.op != "num" or not c.memory.exit_context:
        return ""
    return "up" if node.number > before.number else "down"


def _apart(c: Cursor, k: int, subject: Node, right: Found) -> Node:
    """Return the close where an average would cross itself: "20日线朝上…，跌破20日线" speaks of the price."""
    itself = right is not None and right[0] == subject and is_price(subject) and c.at(k).has("SPAN")
    return CLOSE if itself else subject


def _goes_on(c: Cursor, j: int) -> bool:
    """Return whether a cross ends here: "when it crosses below with ADX over 25"."""
    return c.at(j).text in ("with", "while", "when", "if", "provided", "as long as") and not c.at(j).has("FILLER")


def _way_behind(c: Cursor, after: int) -> tuple[str, int]:
    """Read "from below", "to the upside", "upwards" behind what is crossed."""
    k = after if c.at(after).has("P", "from") else c.skip(after)
    if c.at(k).has("P", "from"):
        origin = direction_of(c.at(c.skip(k + 1)))
        return ("", after) if origin == 0 else ("up" if origin < 0 else "down", c.skip(k + 1) + 1)
    way = direction_of(c.at(k)) if c.at(k).text in _WAYS else _WORDED.get(c.at(k).text, 0)
    return ("", after) if way == 0 else ("up" if way > 0 else "down", k + 1)


_WAYS = ("to the upside", "to the downside", "up", "down", "higher", "lower")
_WORDED = {"upward": 1, "upwards": 1, "downward": -1, "downwards": -1, "bullishly": 1, "bearishly": -1}


def from_to(c: Cursor, j: int, subject: Node) -> Found:
    """Read "goes from below -100 to above -100": a crossing with its level said on both sides."""
    k = j
    while (
        c.at(k).has("MOVE") or c.at(k).has("EQ") or c.at(k).text in ("go", "goes", "moves", "comes", "rises", "falls")
    ):
        k += 1
    if not c.at(k).has("P", "from") or direction_of(c.at(c.skip(k + 1))) == 0:
        return None
    begin = right_side(c, c.skip(c.skip(k + 1) + 1), subject)
    link = begin[1] if begin is not None and c.at(begin[1]).has("P", "to") else c.skip(begin[1]) if begin else k
    way = direction_of(c.at(c.skip(link + 1))) if c.at(link).has("P", "to") else 0
    end = right_side(c, c.skip(c.skip(link + 1) + 1), subject) if way else None
    if begin is None or end is None or begin[0] != end[0]:
        return None
    return crossing(c, "up" if way > 0 else "down", "strong", subject, end[0]), end[1]


def crossing(c: Cursor, way: str, strength: str, left: Node, right: Node) -> Node:
    """Return a crossing; a weak one ("breaks", "drops below") is settled when it is known whether it enters or leaves."""  # noqa: E501
    left = own_price(left, right)
    sign, right = sensible(c, ">" if way == "up" else "<", left, on_its_scale(c, left, right))
    remember(c, left, right)
    if strength == "strong" or not _is_cross_of_lines(c.memory.crossed) or right.op != "num":
        c.memory.crossed = (left, right)
    entered_at(c, sign, left, right)
    function = {"strong": "crosses_above" if sign == ">" else "crosses_below"}.get(
        strength, "moves_above" if sign == ">" else "moves_below"
    )
    return call(function, left, right)


def _is_cross_of_lines(sides: tuple[Node, Node] | None) -> bool:
    """Return whether two lines crossed: "the cross back" behind "or RSI goes over 75" still speaks of them."""
    return sides is not None and sides[1].op != "num"


def _own_signal(c: Cursor, j: int, subject: Node, way: str) -> Found:
    """Read "(while SPY is above X) Tesla's MACD crosses up" as the line and its signal on the bars of that asset."""
    named = subject.parts[0].word if subject.op == "call" and subject.word == "of" else ""
    sides = _lines_of(subject.parts[1]) if named else None
    if sides is None or sides[1].op == "num" or not way:
        return None
    left, right = (of_symbol(named, side) for side in sides)
    c.memory.pair = c.memory.crossed = (left, right)
    return call("crosses_above" if way == "up" else "crosses_below", left, right), _past_way(c, j)


def _lines_of(line: Node) -> tuple[Node, Node] | None:
    inner = line.parts[0] if line.op == "field" else line
    if inner.word in ("stoch", "stochf", "stochrsi"):
        return field(inner, "k"), field(inner, "d")
    return directional(line)


def _cross_back(c: Cursor, j: int, subject: Node, way: str) -> Found:
    own = _own_signal(c, j, subject, way)
    if own is not None:
        return own
    crossed = c.memory.crossed
    if c.at(j).text in CROSSES_OF_LINES and not all(map(are_lines, (crossed, c.memory.pair))):
        return None
    if way and crossed is not None and (crossed[0] == subject or _is_implied(c, j)):
        return call("crosses_above" if way == "up" else "crosses_below", *crossed), _past_way(c, j)
    level_before = c.memory.last_level
    about_level = c.memory.last_was_level and not is_price(subject)
    known = c.memory.pair
    if way and known is not None and known[0] == subject and c.at(c.skip(j + 1)).has("CMP", ">", "<"):
        return call("crosses_above" if way == "up" else "crosses_below", *known), j + 1
    if way and level_before is not None and about_level:
        return call("crosses_above" if way == "up" else "crosses_below", subject, level_before), j + 1
    if c.memory.pair is None or not way:
        return None
    left, right = c.memory.pair
    return call("crosses_above" if way == "up" else "crosses_below", left, right), j + 1


def _past_way(c: Cursor, j: int) -> int:
    """Return the place behind a cross and the direction that stands apart from it: "crosses | below"."""
    k = c.skip(j + 1)
    return k + 1 if c.at(k).has("CMP", ">", "<") and c.at(j).get("X") in (("", "strong"), ("", "weak")) else j + 1


def _is_implied(c: Cursor, j: int) -> bool:
    """Return whether a cross has no subject of its own: "when it crosses back", "and crosses below", "the cross down"."""  # noqa: E501
    k = j - 1
    while k >= 0:
        lexeme = c.at(k)
        if any(lexeme.has(word) for word in ("EVENT", "MARK", "CONJ", "ACT", "SIGN_MARK", "P")):
            return True
        if not (lexeme.is_noise or lexeme.has("EQ")) or lexeme.has("SER") or lexeme.has("IND") or lexeme.has("AVG"):
            return False
        k -= 1
    return True


def _reached_from(c: Cursor, j: int, subject: Node, level: Node) -> str:
    """Return the side from which an indicator reaches a level: from that of the level named before."""
    before = c.memory.last_level
    if level.op != "num":
        return reached(c, level) if subject.op == "/" and c.memory.exit_context else "<="
    told = c.memory.exit_context or (_entered_before(c, j) and subject in c.memory.levelled)
    if told and before is not None and before != level:
        return ">=" if level.number > before.number else "<="
    return ">=" if level.number >= 50 else "<="


def _entered_before(c: Cursor, j: int) -> bool:
    """Return whether an entry was told before: a level of the same indicator that is reached then is its way out."""
    return any(c.at(k).has("ACT", "buy", "short") for k in range(j))


_DOWNWARDS = re.compile(r"\b(fall|fell|drop|dip|slip|ease|sink|down|pull)|回落|跌")
_UPWARDS = re.compile(r"\b(rise|rose|climb|recover|rally|bounce|rebound|up)|回升|涨|反弹")


def bounce(c: Cursor, j: int, subject: Node) -> Found:
    """Read "bounces off the 50-day SMA": the low reaches the line, and the close is above it again."""
    bounces = c.at(j).text.startswith(("bounce", "rebound")) and c.at(j).text.endswith((" off", " from"))
    right = right_side(c, j + 1, subject) if bounces and c.at(j).has("TOUCH") and is_price(subject) else None
    if right is None or right[0].op == "num" or c.memory.exit_context:
        return None
    return all_of(compared(c, "<=", name("low"), right[0]), compared(c, ">", CLOSE, right[0])), right[1]


def touch(c: Cursor, j: int, subject: Node) -> Found:
    """Read "touches the lower band", "pulls back to the 20 EMA": the bar's range reaches the level."""
    if not c.at(j).has("TOUCH"):
        return None
    right = right_side(c, j + 1, subject)
    if right is None or (right[0].op == "num" and is_price(subject) and c.at(right[1] - 1).has("PCT")):
        return None
    if right[0].op == "call" and right[0].word == "of" and right[0].parts[1] == CLOSE:
        return None  # "Test NVDA with ...": an asset is no level.
    if not is_price(subject):
        node = compared(c, _reached_from(c, j, subject, right[0]), subject, right[0])
        return node, right[1]
    if subject.op == "name" and subject.word in ("high", "low"):
        return compared(c, ">=" if subject.word == "high" else "<=", subject, right[0]), right[1]
    leaves = (c.memory.exit_context and not _enters_behind(c, right[1])) or _leaves_behind(c, j, right[1])
    if c.at(j - 1).has("SER", "close") or leaves:
        way = _DOWNWARDS.search(c.at(j).text), _UPWARDS.search(c.at(j).text)
        sign = "<=" if way[0] else ">=" if way[1] else reached(c, right[0])
        return compared(c, sign, CLOSE, right[0]), right[1]
    from_above = not str(right[0]).endswith(".upper") and not str(right[0]).startswith("highest")
    said, after = _way_behind(c, right[1]) if c.at(right[1]).has("P", "from") else ("", right[1])
    climbs = bool(_UPWARDS.search(c.at(j).text)) and not _DOWNWARDS.search(c.at(j).text)
    if said or climbs:
        from_above = said == "down"
        side = name("low" if from_above else "high")
        return compared(c, "<=" if from_above else ">=", side, right[0]), after
    return compared(c, "<=" if from_above else ">=", name("low" if from_above else "high"), right[0]), right[1]


def _leaves_behind(c: Cursor, j: int, k: int) -> bool:
    """Return whether the deed of a condition stands behind it and leaves: "when it is back at it, sell"."""
    begin = next((m + 1 for m in range(j - 1, -1, -1) if c.at(m).has("SIGN_MARK")), 0)
    if any(c.at(m).has("ACT") and not c.at(m).has("SER") for m in range(begin, j)):
        return False
    for m in range(k, min(k + 8, len(c.lexemes))):
        if c.is_sign(m, ".", ";", "\n") and not c.is_sign(m - 1, ":"):
            return False
        if c.at(m).has("ACT") and not c.at(m).has("SER"):
            own = c.at(m + 1).has("MARK") or c.at(m + 1).has("HOLD") or c.at(m + 1).text in ("=", ":", "-", ">")
            return c.at(m).has("ACT", "sell", "exit", "cover") and not own
    return False


def _enters_behind(c: Cursor, k: int) -> bool:
    """Return whether the next deed of the sentence enters: a longest time to hold may be told before the entry."""
    for m in range(k, min(k + 16, len(c.lexemes))):
        if c.is_sign(m, ".", ";", "\n"):
            return False
        if c.at(m).has("ACT"):
            return c.at(m).has("ACT", "buy", "short") and c.at(m).text >= "\u4e00"
    return False


_BROKEN = frozenset(["broken", "breached", "taken out", "violated", "exceeded", "cleared", "surpassed", "undercut"])


def broken(c: Cursor, j: int, subject: Node) -> Found:
    """Read "the upper band is broken", "the 20-day low gets taken out": the close lies beyond the level."""
    if c.at(j).text not in _BROKEN or not c.at(j - 1).has("EQ") or not is_price(subject):
        return None
    way = 0 if c.at(c.skip(j + 1)).has("RISING") else direction_of(c.at(c.skip(j + 1)))
    after = c.skip(j + 1) + 1 if way else j + 1
    return crossing(c, _beyond(c, subject, way), "weak", CLOSE, subject), after


def breaks(c: Cursor, j: int, subject: Node) -> Found:
    """Read "breaks the high of the first 30 minutes", "beats its 50-day high": beyond the level on its far side."""
    if not c.at(j).has("BREAKS"):
        return None
    if not is_price(subject):
        return _breaks_level(c, j, subject)
    right = right_side(c, j + 1, subject)
    if right is None or not is_price(right[0]):
        return None
    said, after = _way_behind(c, right[1])
    way = {"up": 1, "down": -1}.get(said, 0)
    return crossing(c, _beyond(c, right[0], way), "weak", subject, right[0]), after


def _breaks_level(c: Cursor, j: int, subject: Node) -> Found:
    """Read "CCI breaks +100 upward", "RSI breaks 30 downwards": away from the middle where nothing else is said."""
    k = c.skip(j + 1)
    k = c.skip(k + 1) if direction_of(c.at(k)) else k
    right = right_side(c, k, subject)
    if right is None or right[0].op != "num":
        return None
    said, after = _way_behind(c, right[1])
    spec = indicator_of(subject)
    middle = (spec.low + spec.high) / 2 if spec is not None and spec.low is not None and spec.high is not None else 0.0
    ahead = direction_of(c.at(k - 1)) if k > j + 1 else 0
    far = 1 if right[0].number > middle or (right[0].number == middle and not c.memory.exit_context) else -1
    way = {"up": 1, "down": -1}.get(said, 0) or ahead or far
    return crossing(c, "up" if way > 0 else "down", "strong", subject, right[0]), after


def _beyond(c: Cursor, level: Node, way: int) -> str:
    """Return on which side a level is broken: a high upwards, a low downwards, else as the words go on."""
    shown = str(level)
    if way == 0 and any(word in shown for word in (".upper", "highest", "high")):
        way = 1
    elif way == 0 and any(word in shown for word in (".lower", "lowest", "low")):
        way = -1
    leaves = c.memory.exit_context != c.memory.entered_short
    return "up" if way > 0 or (way == 0 and not leaves) else "down"
