"""The other side of a comparison, and what later words may refer to."""

from __future__ import annotations

from functools import partial

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, level, of_symbol, operand
from strategy_ai_worker.domain.reading.operands.amounts import amount_of
from strategy_ai_worker.domain.reading.operands.frames import on_timeframe
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, compare, lag, name, num, rebuild, walk


def remember(c: Cursor, left: Node, right: Node) -> None:
    """Keep the two sides of a comparison for "when it crosses back"."""
    c.memory.last_was_level = right.op == "num"
    c.memory.sides = [*(one for one in c.memory.sides if one != (left, right)), (left, right)]
    if right.op == "num":
        c.memory.last_level = right
        c.memory.levelled = [*(one for one in c.memory.levelled if one != left), left]
        c.memory.scaled = c.memory.scaled if is_price(left) else left
    elif not _was_before(c.memory.pair, left, right):
        c.memory.pair = (left, right)


def _was_before(known: tuple[Node, Node] | None, left: Node, right: Node) -> bool:
    """Return whether two sides are those compared with already, on a bar before: later words still mean today's."""
    return known is not None and left.op == right.op == "lag" and (left.parts[0], right.parts[0]) == known


def _matched(c: Cursor, left: Node, right: Node, place: int) -> Node:
    """Return the right side on the bar and the symbol of the left one."""
    if left.op == "lag" and right.op not in ("num", "lag") and not any(part.op == "lag" for part in walk(right)):
        right = right if c.memory.lag_said or _of_this_bar(c, place) else lag(right, int(left.parts[1].number))
    framed = (
        left.op == "call" and left.word == "on" and right.op != "num" and not any(p.word == "on" for p in walk(right))
    )
    if framed and (c.at(place).has("IND") or c.at(place - 1).text == "its" or _on_chart(c, place)):
        right = on_timeframe(left.parts[0].word, right)
    if left.op == "call" and left.word == "of" and c.memory.symbol is not None:
        right = of_symbol(c.memory.symbol, right)
    return _bands_of(left, right) if left.op == "/" and not is_price(left) else right


def _on_chart(c: Cursor, place: int) -> bool:
    """Return whether a chart is named before both sides: "on the daily chart the close is above the 200-day SMA"."""
    for k in range(place - 1, max(-1, place - _NEAR), -1):
        if c.at(k).has("CHART") or (c.at(k).has("TF") and c.at(k).text.endswith("chart")):
            return True
        if any(c.at(k).has(word) for word in ("SIGN_MARK", "CONJ", "ACT")) and not c.at(k).has("SER"):
            return False
    return False


def _of_this_bar(c: Cursor, place: int) -> bool:
    """Return whether the right side is of this very bar: "today's high"; on bars of an hour that is the session."""
    intraday = c.memory.timeframe.endswith(("m", "h"))
    for k in range(place, place + 3):
        if c.at(k).has("CONJ") or c.at(k).has("SIGN_MARK"):
            return False
        if c.at(k).has("TODAY"):
            return not (intraday and any(word in c.at(k).text for word in _SESSION_WORDS))
    return False


_SESSION_WORDS = ("today", "day", "session", "今日", "今天", "当日", "当天")


def _bands_of(ratio: Node, right: Node) -> Node:
    """Return Bollinger bands beside a ratio as its own: of the price they would be in other units."""
    own = partial(_band_of, ratio)
    return rebuild(right, own)


def _band_of(ratio: Node, part: Node) -> Node:
    banded = part.op == "call" and part.word == "bbands" and part.parts[0] == CLOSE
    return call("bbands", ratio, *part.parts[1:]) if banded else part


def right_side(c: Cursor, j: int, subject: Node) -> Found:
    """Return the other side of a comparison; "it" is what was compared with before."""
    j = c.skip(j)
    ago = value_ago(c, j, subject)
    if ago is not None:
        return ago
    said = _that_of(c, j, subject) or _it(c, j, subject)
    if said is not None:
        return said
    found = operand(c, j, subject)
    if found is None:
        return None
    named = [part for part in walk(found[0]) if part.word in ("highest", "lowest")]
    c.memory.extreme = named[0] if named else c.memory.extreme
    return _matched(c, subject, found[0], j), found[1]


def _that_of(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(its momentum is above) that of SPY", "SPY's": the same thing of another asset."""
    led = c.at(j - 1).text in ("that", "those") or c.at(j).text in ("that", "those")
    k = j
    while led and (c.at(k).has("P", "of") or c.at(k).text in ("that", "those")):
        k += 1
    symbols = c.at(k).get("SYM")
    if not isinstance(symbols, tuple) or is_price(subject):
        return None
    behind = c.at(k + 1)
    ends = (
        behind.has("END") or behind.has("SIGN_MARK") or behind.has("ACT") or behind.has("CONJ") or behind.has("FILLER")
    )
    ends = ends or behind.has("HOLD") or c.at(k).text.endswith("'s")
    if not (k > j or ends) or c.at(c.skip(k + 1)).has("IND") or c.at(c.skip(k + 1)).has("SPAN"):
        return None
    c.memory.symbols[str(symbols[0])] = tuple(map(str, symbols))
    own = subject.parts[1] if subject.op == "call" and subject.word == "of" else subject
    return of_symbol(str(symbols[0]), own), k + 2 if behind.has("FILLER") else k + 1


def _it(c: Cursor, j: int, subject: Node) -> Found:
    """Return what "it" speaks of on the other side of a comparison."""
    if not c.at(j).has("EVENT") and c.at(j).text not in ("that", "its", "它"):
        return None
    spoken = _spoken(c, j, subject) if c.at(j).has("EVENT") else None
    if spoken is not None:
        return spoken
    if c.memory.pair is not None and not c.at(j + 1).has("AVG"):
        return _own_line(c, c.memory.pair[1]), j + 1
    return None


def _own_line(c: Cursor, node: Node) -> Node:
    """Return the line that a distance was told from: "buy 4% below its average, sell when it is back at it"."""
    inner = node.parts[0] if node.op == "lag" else node
    named = node in c.memory.lines.values()
    moved = inner.parts[1] if inner.op == "*" else inner.parts[0] if inner.op in ("+", "-") else None
    if not c.memory.exit_context or named or moved is None or moved.op != "call" or not is_price(moved):
        return node
    return moved


def _spoken(c: Cursor, j: int, subject: Node) -> Found:
    if c.at(c.skip(j + 1)).has("SER", "open", "close"):
        return name(str(c.at(c.skip(j + 1)).get("SER"))), c.skip(j + 1) + 1
    if c.memory.last_was_level and not is_price(subject) and c.memory.last_level is not None:
        return c.memory.last_level, j + 1
    spoken = c.memory.subject
    topic = c.memory.topic
    if c.memory.pair is None and topic is not None and is_price(topic) and topic != subject:
        return topic, j + 1
    if spoken in c.memory.averages and spoken != subject and _named_last(c, j):
        return spoken, j + 1
    if c.memory.pair is not None and _bare(c.memory.pair[0]) == _bare(subject):
        return _own_line(c, _unlagged(c.memory.pair, subject)), j + 1
    known = c.memory.pair
    if known is not None and spoken == known[0] and known[1] in c.memory.averages and spoken not in c.memory.averages:
        return known[1], j + 1  # "the middle of the bar crosses its average, sell when the close is below it".
    if spoken is not None and spoken != subject and is_price(spoken) and spoken.op != "name":
        return spoken, j + 1
    return None


def _named_last(c: Cursor, j: int) -> bool:
    """Return whether "it" follows what was said of an average alone: "the 50-day SMA rises, the close is above it"."""
    average, moves = False, False
    for k in range(j - 1, max(-1, j - _NEAR), -1):
        if c.at(k).has("SIGN_MARK", ".", ";", "\n") or (c.at(k).has("ACT") and not c.at(k).has("SER")):
            return False
        moves = moves or c.at(k).has("RISING") or c.at(k).has("STATE")
        average = c.at(k).has("AVG")
        if average or c.at(k).has("IND"):
            return average and moves
    return False


_NEAR = 14


def _bare(node: Node) -> Node:
    inner = node.parts[0] if node.op == "lag" else node
    return inner.parts[1] if inner.op == "call" and inner.word == "of" else inner


def _unlagged(pair: tuple[Node, Node], subject: Node) -> Node:
    """Return the other side of a pair on the subject's bar: "yesterday below the band, today above it"."""
    left, right = pair
    if left.op == "lag" and subject.op != "lag" and right.op == "lag":
        return right.parts[0]
    if subject.op == "lag" and left.op != "lag" and right.op not in ("lag", "num"):
        return lag(right, int(subject.parts[1].number))
    return right


def value_ago(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(than) it was 10 days ago", "5 days ago", "its value 3 bars ago" of the subject itself."""
    k, was = j, False
    while (
        c.at(k).has("EVENT")
        or c.at(k).has("WASBEFORE")
        or c.at(k).has("EQ")
        or c.at(k).text in ("its", "value", "level", "the", "where", "what", "own", "its own", "reading")
    ):
        was = was or c.at(k).has("WASBEFORE") or c.at(k).has("EQ") or c.at(k).text == "value"
        k += 1
    alone = not is_price(subject) and subject.op == "call" and not c.at(k).text.endswith("'s")
    if c.at(k).has("PREV") and (was or alone) and not c.at(c.skip(k + 1)).has("SER"):
        return lag(subject, int(str(c.at(k).get("PREV")))), k + 1
    span = c.at(k).get("SPAN")
    if span is None or (
        not c.at(c.skip(k + 1)).has("AGO", "ago")
        and c.at(c.skip(k + 1)).text not in ("ago", "earlier", "before", "back", "前")
    ):
        return None
    return lag(subject, c.memory.bars(span)), c.skip(k + 1) + 1  # type: ignore[arg-type]


def sensible(c: Cursor, sign: str, left: Node, right: Node) -> tuple[str, Node]:
    """Return a comparison with an extreme so that it can be true: the bar itself is left out of its own extreme."""
    wrapped = right.op == "call" and right.word == "of" and left.op == "call" and left.word == "of"
    if wrapped:
        sign, inner = sensible(c, sign, left.parts[1], right.parts[1])
        return sign, Node("call", ("of", right.parts[0], inner))
    if _is_cloud(right):
        return sign, Node("call", ("min" if sign == "<" else "max", *right.parts))
    if right.op != "call" or right.word not in ("highest", "lowest"):
        return sign, right
    up = right.word == "highest"
    inside = right.parts[0] in (left, name("high" if up else "low"))
    if inside and sign == (">" if up else "<"):
        c.memory.guess(
            "breakout", str(lag(right, 1)), "a bar cannot pass an extreme that it is part of; the bars before it count"
        )
        return sign, lag(right, 1)
    return sign, right


def _is_cloud(node: Node) -> bool:
    """Return whether it is an edge of the Ichimoku cloud: below the cloud is below the lower one."""
    edges = {part.word for part in node.parts if part.op == "field"}
    return node.op == "call" and node.word in ("max", "min") and edges == {"span_a", "span_b"}


def on_its_scale(c: Cursor, left: Node, right: Node) -> Node:
    """Return a level of the stochastic RSI in hundredths where it was given as a share, and that of the ATR in prices where it was given in percent: 0.2 is 20, 2% is 0.02 closes."""  # noqa: E501
    inner = left.parts[0] if left.op in ("field", "lag") else left
    if inner.word == "atr" and right.op == "num" and any(one.get("PCT") == right.number for one in c.lexemes):
        return arithmetic("*", num(round(right.number / 100, 10)), CLOSE)
    if inner.word != "stochrsi" or right.op != "num" or not 0 < right.number < 1:
        return right
    level = num(round(right.number * 100, 6))
    c.memory.guess("stochastic RSI level", level.number, "it runs from 0 to 100 here; a share was read in hundredths")
    return level


def as_share(c: Cursor, left: Node, right: Node, after: int) -> Node:
    """Return a percentage as a number where a quotient is compared with it: ATR / close over 3% is over 0.03."""
    percent = right.op == "num" and c.at(after - 1).has("PCT")
    if percent and str(left) == "high - low":
        return arithmetic(
            "*", num(round(right.number / 100, 10)), lag(CLOSE, 1)
        )  # A range in percent is of the close before.
    return num(round(right.number / 100, 10)) if percent and left.op == "/" else right


def entered_at(c: Cursor, sign: str, left: Node, right: Node) -> None:
    """Keep on which side of a price the entry waits: "back to the average" is then known to come from there."""
    if not c.memory.exit_context and (is_price(left) or left.op == "/") and right.op != "num":
        c.memory.entered_above = sign in (">", ">=")
        shown = str(right)
        c.memory.entered_edge = next((edge for edge in ("lower", "upper") if shown.endswith(f".{edge}")), None)


def reached(c: Cursor, level: Node) -> str:
    """Return how the close reaches a level on the way out: from below up to an upper line, back to a middle one from where the entry was."""  # noqa: E501
    outer = any(word in str(level) for word in (".upper", ".lower", "highest", "lowest"))
    above = c.memory.entered_above if c.memory.entered_by_order is None else c.memory.entered_by_order
    if not outer and c.memory.entered_edge is not None and ".middle" in str(level):
        return ">=" if c.memory.entered_edge == "lower" else "<="
    edge = next((edge for edge in ("lower", "upper") if str(level).endswith(f".{edge}")), None)
    if edge is not None and c.memory.entered_edge is not None and edge != c.memory.entered_edge:
        return ">=" if edge == "upper" else "<="
    if above is None or outer:
        return "<=" if c.memory.entered_short else ">="
    return "<=" if above else ">="


def own_price(left: Node, right: Node) -> Node:
    """Return the price of what is traded where another asset's would be compared with a level of the traded one."""
    foreign = left.op == "call" and left.word == "of" and is_price(left.parts[1])
    words = {part.word for part in walk(right) if part.op == "call"}
    own = bool(words & {"highest", "lowest"}) and "of" not in words
    return left.parts[1] if foreign and own else left


def compared(c: Cursor, sign: str, left: Node, right: Node) -> Node:
    """Return a comparison, and keep its sides."""
    left = own_price(left, right)
    sign, right = sensible(c, sign, left, on_its_scale(c, left, right))
    remember(c, left, right)
    entered_at(c, sign, left, right)
    return compare(sign, left, right)


def scaled_behind(c: Cursor, node: Node, k: int, sign: str) -> tuple[Node, int]:
    """Read a factor or a percentage behind the thing compared with: "的1.5倍", "by 60%", "均线2%"."""
    if node.op == "num":
        return node, k
    m = c.skip(k)
    if c.at(k).has("ZHOF") and c.at(k + 1).has("PCT"):
        return arithmetic("*", num(round(float(str(c.at(k + 1).get("PCT"))) / 100, 10)), node), k + 2
    by = c.at(k).has("P", "by") or c.at(m).has("P", "by")
    m = k if c.at(k).has("P", "by") else m
    m = c.skip(m + 1) if by else m
    m = c.skip(m + 1) if by and c.at(m).has("CMP", ">", ">=") else m
    lexeme = c.at(m)
    moved = amount_of(c, m) if by else None
    told = moved is not None and (moved[0] == "deviations" or c.at(moved[2] - 1).text in ("point", "points", "pts"))
    if moved is not None and (told or (moved[0] != "percent" and is_price(node))):
        return level(node, moved[0], moved[1], 1 if sign in (">", ">=") else -1), _past_or_more(c, moved[2])
    if c.at(m).has("CMP", ">=", ">") and (c.at(c.skip(m + 1)).has("PCT") or c.at(c.skip(m + 1)).has("MULT")):
        m = c.skip(m + 1)
        lexeme = c.at(m)
    if lexeme.has("MULT") and not c.at(c.skip(m + 1)).has("IND") and not _scales_next(c, m):
        return arithmetic("*", num(float(str(lexeme.get("MULT")))), node), m + 1
    glued = lexeme.has("PCT") and (by or c.at(m).start == c.at(m - 1).end or c.at(c.skip(k - 1)).text >= "\u4e00")
    if glued and not c.at(c.skip(m + 1)).has("STOP") and not c.at(c.skip(m + 1)).has("TARGET"):
        up = 1 if sign in (">", ">=") else -1
        return level(node, "percent", num(float(str(lexeme.get("PCT")))), up), _past_or_more(c, m + 1)
    return node, k


def _scales_next(c: Cursor, m: int) -> bool:
    """Return whether a multiple is of what stands behind it: "(above X on) twice the average volume"."""
    behind = c.at(c.skip(m + 1))
    return c.at(m).text.isascii() and any(behind.has(word) for word in ("SPAN", "AVG", "VOLAVG"))


def _past_or_more(c: Cursor, k: int) -> int:
    """Return the place behind "or more" after an amount: below X by 5% or more."""
    return c.skip(k) + 1 if c.at(c.skip(k)).has("CMP", ">=") and c.at(c.skip(k)).text.startswith("or ") else k
