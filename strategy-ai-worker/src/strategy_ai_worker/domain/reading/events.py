"""Conditions that have a name of their own: golden crosses, candles, streaks, gaps, new highs."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after, is_length
from strategy_ai_worker.domain.reading.indicators import CLOSE, INDICATORS, pattern
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, arithmetic, call, compare, lag, mirror, name, num

_NAMED = {"golden": ("crosses_above", 50, 200), "death": ("crosses_below", 50, 200)}
_COLOURS = {"up": (">", 1), "down": ("<", 1)}


def named_cross(c: Cursor, i: int) -> Found:
    """Read "golden cross" and "death cross", with the averages named near by or the usual 50 and 200."""
    lexeme = c.at(i)
    if not lexeme.has("CROSSNAME"):
        return None
    function, fast, slow = _NAMED[str(lexeme.get("CROSSNAME"))]
    pair = c.memory.pair or _named_pair(c)
    if pair is None:
        pair = (call("sma", CLOSE, fast), call("sma", CLOSE, slow))
        c.memory.guess(
            "golden cross", [fast, slow], "the averages of the cross were not named; 50 and 200 bars are the usual ones"
        )
    c.memory.pair = pair
    return call(function, *pair), i + 1


def _named_pair(c: Cursor) -> tuple[Node, Node] | None:
    known = list(dict.fromkeys(c.memory.averages))
    if len(known) < 2:
        return None
    fast, slow = sorted(known[:2], key=lambda node: node.parts[-1].number if node.parts[-1].op == "num" else 0)
    return fast, slow


def pair_cross(c: Cursor, i: int) -> Found:
    """Read a crossing that names its two lines in one breath: "15/45-day EMA cross up", "a 10 and 30 day SMA crossover"."""  # noqa: E501
    numbers, kind, j = _two_lengths(c, i)
    if numbers is not None:
        pair = (call(kind, CLOSE, min(numbers)), call(kind, CLOSE, max(numbers)))
        c.memory.averages.extend(pair)
        return _crossed(c, j, pair)
    lexeme = c.at(i)
    own = _own_pair(c, i)
    if own is not None:
        return _crossed(c, own[1], own[0])
    if (
        lexeme.has("AVG")
        and c.at(c.skip(i + 1)).has("X")
        and c.memory.pair is not None
        and not _has_other_side(c, c.skip(i + 1))
    ):
        return _crossed(c, c.skip(i + 1), c.memory.pair)
    way = lexeme.get("X")
    if isinstance(way, tuple) and c.memory.pair is not None and not _has_other_side(c, i):
        return _crossed(c, i, c.memory.pair)
    return None


def _own_pair(c: Cursor, i: int) -> tuple[tuple[Node, Node], int] | None:
    """Return the line and the signal line of "a MACD bullish crossover", "the stochastic crosses up"."""
    lines = {"macd": ("macd", "macd_signal"), "stoch": ("stoch_k", "stoch_d"), "aroonosc": ("aroon_up", "aroon_down")}
    key = str(c.at(i).get("IND"))
    if key not in lines:
        return None
    family = INDICATORS[key].family
    given, j = arguments_after(c, i + 1, most=3)
    j = c.skip(j)
    x = c.skip(j + 1) if c.at(j).has("STATE", "bullish", "bearish") and c.at(c.skip(j + 1)).has("X") else j
    if not (c.at(x).has("X") or c.at(x).has("CROSSNAME")) or (c.at(x).has("X") and _has_other_side(c, x)):
        return None
    known = c.memory.given.get(family, ())
    numbers = given or known
    usual = INDICATORS[lines[key][0]].usual
    full = tuple(numbers) + tuple(usual[len(numbers) :])
    return (INDICATORS[lines[key][0]].build(full), INDICATORS[lines[key][1]].build(full)), j


def _has_other_side(c: Cursor, i: int) -> bool:
    j = c.skip(i + 1)
    lexeme = c.at(j)
    if lexeme.text in ("it", "that", "each"):
        return False
    return any(
        lexeme.has(category)
        for category in ("IND", "AVG", "NUM", "SPAN", "PART", "HILO", "PREV", "PCT", "TF", "SYM", "LASTN", "USD")
    ) or (lexeme.has("SER") and not lexeme.has("ACT"))


def _crossed(c: Cursor, j: int, pair: tuple[Node, Node]) -> Found:
    j = c.skip(j)
    lexeme = c.at(j)
    way = ""
    if lexeme.has("STATE", "bullish", "bearish"):
        way, j = ("up" if lexeme.has("STATE", "bullish") else "down"), c.skip(j + 1)
        lexeme = c.at(j)
    if lexeme.has("CROSSNAME"):
        way, j = ("up" if lexeme.has("CROSSNAME", "golden") else "down"), j + 1
    elif lexeme.has("X"):
        found = lexeme.get("X")
        way = way or (str(found[0]) if isinstance(found, tuple) else "")
        j += 1
        after = c.skip(j)
        if not way and (c.at(after).has("MOVE") or c.at(after).has("RISING") or c.at(after).has("CMP")):
            way, j = (
                (
                    "up"
                    if c.at(after).has("MOVE", "up") or c.at(after).has("RISING", "up") or c.at(after).has("CMP", ">")
                    else "down"
                ),
                after + 1,
            )
    else:
        return None
    c.memory.pair = pair
    if not way:
        way = "down" if c.memory.exit_context else "up"
    return call("crosses_above" if way == "up" else "crosses_below", *pair), j


def _two_lengths(c: Cursor, i: int) -> tuple[tuple[int, int] | None, str, int]:  # noqa: C901 - one reading of one construct
    """Return the two lengths of "15/45-day EMA", "10 and 30 day SMA", "SMA 10/30", "EMA(12) and EMA(26)" before a cross."""  # noqa: E501
    first, j, kind = c.at(i), i, ""
    if first.has("AVG"):
        kind, j = str(first.get("AVG")) or "sma", c.skip(i + 1)
        j = j + 1 if c.is_sign(j, "(") else j
    if not is_length(c.at(j)):
        return None, "", i
    k = c.skip(j + 1)
    if not (c.is_sign(k, "/", ",", "-", "&") or c.at(k).has("CONJ", "and") or c.at(k).has("ARITH", "/")):
        return None, "", i
    k = c.skip(k + 1)
    if not is_length(c.at(k)):
        return None, "", i
    after = c.skip(k + 1)
    if not kind:
        if not c.at(after).has("AVG"):
            return None, "", i
        kind, after = str(c.at(after).get("AVG")) or "sma", c.skip(after + 1)
        if c.at(after).has("AVG", ""):
            after = c.skip(after + 1)
    elif c.is_sign(after, ")"):
        after = c.skip(after + 1)
    if not (
        c.at(after).has("X")
        or c.at(after).has("CROSSNAME")
        or (c.at(after).has("STATE", "bullish", "bearish") and c.at(c.skip(after + 1)).has("X"))
    ):
        return None, "", i
    return (_count(c, j), _count(c, k)), kind, after


def _count(c: Cursor, j: int) -> int:
    span = c.at(j).get("SPAN")
    return c.memory.bars(span) if isinstance(span, Span) else round(float(str(c.at(j).get("NUM"))))


def candle(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read candlestick patterns, with their direction before or behind."""
    j, direction = i, 0
    if c.at(j).has("STATE", "bullish", "bearish"):
        direction = 1 if c.at(j).has("STATE", "bullish") else -1
        j = c.skip(j + 1)
        j = j + 1 if c.at(j).has("ZHOF") else j
    if not c.at(j).has("PATTERN"):
        return None
    key, j = str(c.at(j).get("PATTERN")), j + 1
    if "up" in c.at(j - 1).text.split():
        direction = 1
    if "down" in c.at(j - 1).text.split():
        direction = -1
    behind = c.skip(j)
    if (
        direction == 0
        and c.at(behind).has("STATE", "bullish", "bearish")
        and key in ("engulfing", "harami", "marubozu", "kicking", "belthold", "haramicross")
    ):
        direction, j = (1 if c.at(behind).has("STATE", "bullish") else -1), behind + 1
    while c.at(c.skip(j)).text in (
        "pattern",
        "candle",
        "form",
        "forms",
        "appear",
        "appears",
        "print",
        "prints",
        "shape",
        "shows",
        "show",
        "shows up",
        "occurs",
        "形态",
        "candlestick",
        "bar",
        "day",
        "completes",
    ):
        j = c.skip(j) + 1
    if direction == 0 and c.memory.exit_context:
        direction = -1
    elif direction == 0:
        direction = 1
    return pattern(key, direction), j


def colour(word: str, shown: str) -> Node:
    """Return what an up day, a red candle, a higher low is."""
    if word in ("up", "down"):
        body = any(part in shown for part in ("candle", "bar", "white", "black", "阳", "阴"))
        sign = ">" if word == "up" else "<"
        return compare(sign, CLOSE, name("open")) if body else compare(sign, CLOSE, lag(CLOSE, 1))
    column = name(word.partition("_")[2])
    return compare(">" if word.startswith("higher") else "<", column, lag(column, 1))


def span_move(c: Cursor, i: int) -> Found:
    """Read "过去20日跌幅超过10%", "the week was down more than 2%": the change over a stretch of time."""
    j = c.skip(i + 1) if c.at(i).has("LASTN") else i
    span = c.at(j).get("SPAN")
    if not isinstance(span, Span):
        unit = c.at(j).get("UNIT")
        if unit not in ("week", "month") or not c.at(j + 1).has("EQ"):
            return None
        span = Span(1, str(unit))
    k = c.skip(j + 1)
    while c.at(k).has("EQ") or c.at(k).has("ZHOF"):
        k = c.skip(k + 1)
    if not c.at(k).has("MOVE") or c.at(k).has("IND"):
        return None
    up = c.at(k).has("MOVE", "up")
    k = c.skip(k + 1)
    sign = ">"
    while c.at(k).has("CMP") or c.at(k).has("P", "by", "of"):
        sign = str(c.at(k).get("CMP")) if c.at(k).has("CMP") else sign
        k = c.skip(k + 1)
    if not c.at(k).has("PCT"):
        return None
    share = float(str(c.at(k).get("PCT")))
    return compare(
        sign if up else mirror(sign), call("roc", CLOSE, c.memory.bars(span)), num(share if up else -share)
    ), k + 1


def streak(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "three red days in a row", "连续三天下跌", "a higher close", "down three days straight"."""
    j, count, run = i, 1, False
    if c.at(j).has("INAROW"):
        run, j = True, c.skip(j + 1)
    if is_length(c.at(j)):
        count, j = _count(c, j), c.skip(j + 1)
        if c.at(j).has("INAROW"):
            run, j = True, c.skip(j + 1)
        while (c.at(j).has("UNIT") and not c.at(j).has("DAYCOLOR")) or c.at(j).has("P", "of", "in", "with"):
            j = c.skip(j + 1)
    shown = c.at(j)
    if run and count > 1 and shown.has("SER", "close") and c.at(c.skip(j + 1)).has("DAYCOLOR"):
        j = c.skip(j + 1)
        shown = c.at(j)
    if (
        run
        and count > 1
        and not shown.has("DAYCOLOR")
        and (shown.has("RISING") or shown.has("MOVE") or shown.has("CMP", ">", "<"))
    ):
        up = shown.has("RISING", "up") or shown.has("MOVE", "up") or shown.has("CMP", ">")
        return call("rising" if up else "falling", CLOSE, count), _row(c, j + 1)
    if not shown.has("DAYCOLOR"):
        return None
    word = str(shown.get("DAYCOLOR"))
    j += 1
    text = shown.text
    if c.at(c.skip(j)).has("SER", "price") and c.at(c.skip(j)).text in (
        "bar",
        "bars",
        "candle",
        "candles",
        "candlestick",
    ):
        j, text = c.skip(j) + 1, text + " candle"
    if count == 1 and (is_length(c.at(c.skip(j))) or c.at(c.skip(j)).has("FORN")):
        k = c.skip(j + 1) if c.at(c.skip(j)).has("FORN") else c.skip(j)
        if is_length(c.at(k)) and c.at(c.skip(k + 1)).has("INAROW"):
            count, j = _count(c, k), c.skip(k + 1) + 1
    j = _row(c, j)
    node = colour(word, text)
    if count <= 1:
        return node, j
    if node == compare(node.op, CLOSE, lag(CLOSE, 1)):
        return call("rising" if node.op == ">" else "falling", CLOSE, count), j
    return call("all", node, count), j


def _row(c: Cursor, j: int) -> int:
    k = c.skip(j)
    while c.at(k).has("INAROW"):
        j = k + 1
        k = c.skip(j)
    return j


def gap(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "gaps up 2%", "a gap down of at least 1%", "opens more than 1% below the previous close" (the last as a comparison)."""  # noqa: E501
    j = i
    if c.at(j).has("SER", "open", "price") and c.at(c.skip(j + 1)).has("GAP"):
        j = c.skip(j + 1)
    lexeme = c.at(j)
    if not lexeme.has("GAP") or c.is_sign(j + 1, ":"):
        return None
    way = str(lexeme.get("GAP"))
    k = c.skip(j + 1)
    if not way and (c.at(k).has("MOVE") or c.at(k).has("CMP", ">", "<")):
        way, k = ("up" if c.at(k).has("MOVE", "up") or c.at(k).has("CMP", ">") else "down"), c.skip(k + 1)
    if not way:
        return None
    if c.at(k).has("GAP"):
        k = c.skip(k + 1)
    sign = ">="
    while c.at(k).has("P", "of", "by", "with") or c.at(k).has("CMP"):
        sign = str(c.at(k).get("CMP")) if c.at(k).has("CMP") else sign
        k = c.skip(k + 1)
    before = lag(CLOSE, 1)
    if c.at(k).has("PCT"):
        return _gap_of(c, k, way, sign, before)
    if lexeme.text in ("open up", "open higher", "open down", "open lower"):
        return None
    edge = lag(name("high" if way == "up" else "low"), 1)
    c.memory.guess(
        "gap",
        str(edge),
        f"a gap {way} without a size was read as an open beyond the previous bar's {'high' if way == 'up' else 'low'}",
    )
    return compare(">" if way == "up" else "<", name("open"), edge), j + 1


def _gap_of(c: Cursor, k: int, way: str, sign: str, before: Node) -> Found:
    share = float(str(c.at(k).get("PCT"))) / 100
    sign = ">=" if sign in (">=", "<=", "==") else ">"
    k += 1
    if c.at(c.skip(k)).has("CMP", ">="):
        k = c.skip(k) + 1
    m = c.skip(k)
    if c.at(m).has("CMP", "<", ">") or c.at(m).has("P", "from", "than", "against", "of"):
        n = c.skip(m + 1)
        if c.at(n).has("PREV") or c.at(n).has("SER"):
            k = n + 1
            k = c.skip(k) + 1 if c.at(c.skip(k)).has("SER", "close") else k
    edge = arithmetic("*", num(round(1 + share if way == "up" else 1 - share, 10)), before)
    return compare(sign if way == "up" else sign.replace(">", "<"), name("open"), edge), k


def squeeze(c: Cursor, i: int) -> Found:
    """Read a squeeze with both channels named: the Bollinger bands lie inside the Keltner channel."""
    if not c.at(i).has("SQUEEZE") or (c.at(i).text == "squeeze" and not c.at(c.skip(i + 1)).has("EQ")):
        return None
    bands, channel = call("bbands", CLOSE, 20, 2), call("keltner", 20, 1.5, 20)
    c.memory.guess(
        "squeeze", [20, 2, 1.5], "a squeeze was read as Bollinger bands (20, 2) inside the Keltner channel (20, 1.5)"
    )
    upper, lower = Node("field", ("upper", bands)), Node("field", ("lower", bands))
    return all_of(
        compare("<", upper, Node("field", ("upper", channel))), compare(">", lower, Node("field", ("lower", channel)))
    ), i + 1


def new_extreme(c: Cursor, i: int) -> Found:
    """Read "makes a new 20-day high", "a fresh 52-week closing low", "创60日新高"."""
    j, column = i, None
    if c.at(j).has("SER", "close", "price", "high", "low") and not c.at(j).has("SER", "high", "low"):
        column, j = str(c.at(j).get("SER")), c.skip(j + 1)
        j = c.skip(j + 1) if c.at(j).has("P", "at") else j
    while (
        c.at(j).has("EQ")
        or c.at(j).has("TOUCH")
        or c.at(j).has("P", "at", "on", "to")
        or c.at(j).has("TODAY")
        or c.at(j).has("X")
    ):
        j = c.skip(j + 1)
    fresh = c.at(j).has("NEW")
    j = c.skip(j + 1) if fresh else j
    if c.at(j).has("LASTN"):
        j = c.skip(j + 1)
    if not (is_length(c.at(j)) and c.at(j).has("SPAN")):
        return None
    length, k = _count(c, j), c.skip(j + 1)
    k, fresh = (c.skip(k + 1), True) if c.at(k).has("NEW") else (k, fresh)
    closing = c.at(k).has("SER", "close")
    k = c.skip(k + 1) if closing else k
    way = (
        c.at(k).get("HILO")
        if c.at(k).text in ("新高", "新低")
        else {"high": "highest", "low": "lowest"}.get(str(c.at(k).get("SER")))
    )
    fresh = fresh or c.at(k).text in ("新高", "新低")
    if way is None or not fresh:
        return None
    up = way == "highest"
    if closing or column == "close":
        series = CLOSE
    else:
        series = name("high" if up else "low")
        c.memory.guess(
            "new extreme",
            str(series),
            f"a new {'high' if up else 'low'} was read as a close beyond the {'highs' if up else 'lows'} of the bars before",  # noqa: E501
        )
    before = lag(call(str(way), series, length), 1)
    c.memory.pair = (CLOSE, before)
    c.memory.subject = CLOSE
    after = k + 1
    return compare(">" if up else "<", CLOSE, before), after
