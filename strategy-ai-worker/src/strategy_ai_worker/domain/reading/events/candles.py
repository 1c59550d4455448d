"""Candlestick patterns, coloured days and streaks."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.events.crosses import count_of
from strategy_ai_worker.domain.reading.indicators import CLOSE, pattern
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, of_symbol, primary
from strategy_ai_worker.domain.reading.trees import Node, call, compare, lag, mirror, name, num


def candle(c: Cursor, i: int) -> Found:
    """Read candlestick patterns, alone or several in a row: "2 inside bars in a row", "two consecutive dojis"."""
    number, run = c.at(i), c.skip(i + 1)
    if not number.has("NUM") or number.has("PCT") or not (c.at(run).has("PATTERN") or c.at(run).has("INAROW")):
        return _pattern_here(c, i)
    ahead = c.at(run).has("INAROW")
    found = _pattern_here(c, c.skip(run + 1) if ahead else run)
    if found is None or not (ahead or c.at(c.skip(found[1])).has("INAROW")):
        return None
    return call("all", found[0], count_of(c, i)), found[1] if ahead else c.skip(found[1]) + 1


def _pattern_here(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read a candlestick pattern, with its direction before or behind."""
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
    if key == "inside_bar" and c.at(c.skip(j)).has("BREAKOUT", "up", "down"):
        return _left_inside(str(c.at(c.skip(j)).get("BREAKOUT"))), c.skip(j) + 1
    if direction == 0 and c.memory.exit_context:
        direction = -1
    elif direction == 0:
        direction = 1
    seen = pattern(key, direction)
    c.memory.pattern = c.memory.pattern if c.memory.exit_context else seen
    return seen, j


_GREEN = {"green": ">", "white": ">", "red": "<", "black": "<"}


def divergence(c: Cursor, i: int) -> Found:
    """Read "bullish RSI divergence", "a bearish divergence between price and the MACD"."""
    j, way, oscillator = i, 0, None
    while j < i + 4 and not c.at(j).has("DIVERGENCE"):
        state = c.at(j).get("STATE") or {"+": "bullish", "-": "bearish"}.get(str(c.at(j).get("SIGN")))
        way = {"bullish": 1, "bearish": -1}.get(str(state), way)
        found = primary(c, j, None) if c.at(j).has("IND") else None
        if found is not None and found[0].op != "num":
            oscillator, j = found[0], found[1]
            continue
        if state is None and not c.at(j).is_noise:
            return None
        j += 1
    if not c.at(j).has("DIVERGENCE"):
        return None
    k = j + 1
    while k < j + 7 and (
        c.at(k).has("P")
        or c.at(k).has("SER", "price")
        or c.at(k).has("CONJ", "and")
        or c.at(k).text in ("between", "the", "its")
    ):
        k += 1
    behind = primary(c, k, None) if k > j + 1 and c.at(k).has("IND") else None
    if behind is not None and oscillator is None:
        oscillator, j = behind[0], behind[1] - 1
    if oscillator is None:
        oscillator = call("rsi", CLOSE, 14)
        c.memory.guess("divergence", "RSI(14)", "no indicator was named for the divergence; the RSI is usual")
    way = way or (-1 if c.memory.exit_context != c.memory.entered_short else 1)
    c.memory.guess("swing strength", 5, "a swing was taken as confirmed by five bars on each side")
    return Node("field", ("bullish" if way > 0 else "bearish", call("divergence", CLOSE, oscillator, 5))), j + 1


def heikin(c: Cursor, i: int) -> Found:  # noqa: C901 - one reading of one construct
    """Read "the Heikin-Ashi candle turns green", "two red HA candles in a row", "(HA) turns red"."""
    if not c.memory.heikin:
        return None
    j, count, named, sign, turns = i, 1, False, None, False
    while j < i + 10 and not c.at(j).has("END"):
        lexeme = c.at(j)
        colour_of = {"up": ">", "down": "<"}.get(str(lexeme.get("DAYCOLOR"))) or _GREEN.get(lexeme.text)
        way = {"bullish": ">", "bearish": "<"}.get(str(lexeme.get("STATE"))) or (
            {"+": ">", "-": "<"}.get(str(lexeme.get("SIGN")))
            if "green" in lexeme.text or "red" in lexeme.text
            else None
        )
        if lexeme.has("HEIKIN") or lexeme.has("SER", "price") or lexeme.has("TODAY"):
            named = True
        elif (colour_of or way) and sign is None:
            sign, turns = colour_of or way, bool(way) and lexeme.text.startswith(("turn", "flip", "go", "change"))
            named = named or lexeme.has("DAYCOLOR")
        elif is_length(lexeme) and not lexeme.has("PCT") and count == 1:
            count = count_of(c, j)
        elif lexeme.text in ("turns", "turn", "flips", "becomes", "goes"):
            turns = True
        elif not (
            lexeme.has("INAROW") or lexeme.has("EQ") or lexeme.has("FORN") or lexeme.has("UNIT") or lexeme.is_noise
        ):
            break
        if lexeme.has("MARK", "if") and sign is not None:
            break
        j += 1
    while j > i and (c.at(j - 1).is_noise or c.at(j - 1).has("MARK")):
        j -= 1
    if sign is None or not (named or turns):
        return None
    bar = call("heikin_ashi")
    node = compare(sign, Node("field", ("close", bar)), Node("field", ("open", bar)))
    if count > 1:
        return call("all", node, count), j
    return (Node("call", ("turned", node)) if turns else node), j


_MOST_NAMES = 6
"""Words that name the bar before its colour is said, at most."""


def coloured(c: Cursor, i: int) -> Found:
    """Read "the candle is green", "SPY is red on the day", "yesterday's bar was red"."""
    j, text, symbol = i, "", None
    back = int(str(c.at(i).get("PREV"))) if c.at(i).has("PREV") else 0
    while j < i + _MOST_NAMES and (
        c.at(j).has("SER", "price") or any(c.at(j).has(word) for word in ("TODAY", "SYM", "PREV"))
    ):
        symbols = c.at(j).get("SYM")
        symbol = str(symbols[0]) if isinstance(symbols, tuple) else symbol
        text, j = f"{text} {c.at(j).text}", c.skip(j + 1)
    k = j
    while c.at(k).has("EQ") or c.at(k).has("WASBEFORE") or c.at(k).text in ("closes", "closed", "close", "turns"):
        k = c.skip(k + 1)
    sign = _GREEN.get(c.at(k).text)
    if sign is None or j == i or c.at(k).has("STATE"):
        return None
    body = any(word in text for word in ("candle", "bar"))
    node = compare(sign, CLOSE, name("open")) if body else compare(sign, CLOSE, lag(CLOSE, 1))
    node = lag(node, back)
    after = k + 1
    while c.at(after).text in ("on", "for", "the", "day", "so", "far", "the day"):
        after += 1
    after = after if c.at(after - 1).text in ("day", "far", "the day") else k + 1
    return (node if symbol is None else of_symbol(symbol, node)), after


def _left_inside(way: str) -> Node:
    """Return what "an inside day breakout" is: the bar before lies inside, and the close leaves its range."""
    passes = compare(">", CLOSE, lag(name("high"), 1)) if way == "up" else compare("<", CLOSE, lag(name("low"), 1))
    return Node("and", (lag(pattern("inside_bar", 1), 1), passes))


def colour(word: str, shown: str) -> Node:
    """Return what an up day, a red candle, a higher low is."""
    if word in ("up", "down"):
        body = shown.startswith(("close", "finish", "end")) or any(
            part in shown for part in ("candle", "bar", "white", "black", "阳", "阴")
        )
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


def _counted_behind(c: Cursor, j: int, *, glued: bool) -> tuple[int, int]:
    """Return the count of "down for three days straight", "连跌四天" and the place after it."""
    if glued and is_length(c.at(j)):
        return count_of(c, j), j + 1
    k = c.skip(c.skip(j) + 1) if c.at(c.skip(j)).has("FORN") else c.skip(j)
    if is_length(c.at(k)) and c.at(c.skip(k + 1)).has("INAROW"):
        return count_of(c, k), c.skip(k + 1) + 1
    return 1, j


def all_green(c: Cursor, i: int) -> Found:
    """Read "the last three candles are all green", "the past 4 days were red"."""
    if not c.at(i).has("LASTN") or not is_length(c.at(c.skip(i + 1))):
        return None
    number = c.skip(i + 1)
    count, j, text = count_of(c, number), number + 1, c.at(number).text
    said = False
    while c.at(j).has("SER", "price") or c.at(j).has("EQ") or c.at(j).is_noise:
        said, text, j = said or c.at(j).has("EQ"), text + c.at(j).text, j + 1
    up = c.at(j).text == "green" or c.at(j).has("DAYCOLOR", "up") or c.at(j).has("MOVE", "up")
    down = c.at(j).text == "red" or c.at(j).has("DAYCOLOR", "down") or c.at(j).has("MOVE", "down")
    if not said or count < 2 or not (up or down):
        return None
    c.memory.streak = count
    if any(word in text for word in ("candle", "bar")):
        return call("all", compare(">" if up else "<", CLOSE, name("open")), count), j + 1
    return call("rising" if up else "falling", CLOSE, count), j + 1


def _within(c: Cursor, j: int) -> tuple[float, int] | None:
    """Return the bars of "(5 lower closes) out of the last 6", "in the past 10 days", and the place behind."""
    k, said = j, False
    while c.at(k).text == "out" or c.at(k).has("P", "of", "in") or c.at(k).has("LASTN") or c.at(k).has("WITHIN"):
        said = said or c.at(k).has("LASTN") or c.at(k).has("WITHIN") or c.at(k).text == "out"
        k = c.skip(k + 1)
    number = c.at(k)
    if not said or not number.has("NUM") or number.has("PCT"):
        return None
    after = k + 1
    while c.at(after).text in ("closes", "days", "bars", "sessions", "candles"):
        after += 1
    return count_of(c, k), after


_ORDINALS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}


def streak(c: Cursor, i: int) -> Found:  # noqa: C901, PLR0912 - one reading of one construct
    """Read "three red days in a row", "连续三天下跌", "a higher close", "down three days straight"."""
    if c.at(i).text in ("up", "down"):
        length, behind = _counted_behind(c, i + 1, glued=False)
        told = call("rising" if c.at(i).text == "up" else "falling", CLOSE, length)
        return (told, behind) if length > 1 else None
    j, count, run = i, 1, False
    counted = _ORDINALS.get(c.at(j).text, 0)
    if counted and (c.at(j + 1).has("INAROW") or (c.at(j + 1).has("DAYCOLOR") and _row(c, j + 2) > j + 2)):
        run, count, j = True, counted, j + (2 if c.at(j + 1).has("INAROW") else 1)
    if c.at(j).has("INAROW"):
        run, j = True, c.skip(j + 1)
    if is_length(c.at(j)):
        count, j = count_of(c, j), c.skip(j + 1)
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
    if not shown.has("DAYCOLOR") or (shown.has("MOVE") and _is_measured(c, j + 1)):
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
    if count == 1:
        count, j = _counted_behind(c, j, glued=shown.text.startswith("连"))
    j = _row(c, j)
    paired = _paired_extreme(c, j, word)
    if paired is not None:
        other, count, j = paired[0], max(count, paired[1]), paired[2]
        node = Node("and", (colour(word, text), colour(other, other)))
        return (node if count <= 1 else call("all", node, count)), j
    node = colour(word, text)
    if count <= 1:
        return node, j
    scattered = None if run else _within(c, j)
    if scattered is not None:
        return compare(">=", call("count", node, scattered[0]), num(count)), scattered[1]
    c.memory.streak = count
    if node == compare(node.op, CLOSE, lag(CLOSE, 1)):
        return call("rising" if node.op == ">" else "falling", CLOSE, count), j
    return call("all", node, count), j


def _paired_extreme(c: Cursor, j: int, word: str) -> tuple[str, int, int] | None:
    """Return the second of "a higher high and higher low (two days running)", with the count of both."""
    k = c.skip(j)
    if "_" not in word or not (c.at(k).has("CONJ", "and") or c.is_sign(k, ",")):
        return None
    other = c.skip(k + 1)
    second = str(c.at(other).get("DAYCOLOR") or "")
    if "_" not in second:
        return None
    count, after = _counted_behind(c, other + 1, glued=False)
    return second, count, _row(c, after)


def _is_measured(c: Cursor, j: int) -> bool:
    """Return whether a movement has its size behind it: "涨10%", "up more than 3%"."""
    k = c.skip(j)
    k = c.skip(k + 1) if c.at(k).has("CMP") or c.at(k).has("P", "by") else k
    return c.at(k).has("PCT")


def _row(c: Cursor, j: int) -> int:
    k = c.skip(j)
    while c.at(k).has("INAROW"):
        j = k + 1
        k = c.skip(j)
    return j
