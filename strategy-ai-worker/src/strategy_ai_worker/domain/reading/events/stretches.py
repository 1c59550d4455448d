"""What is said of a stretch of time, or of a thing by its slope: "last month was negative", "on rising volume"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, operand, primary
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, compare, lag, mirror, name, num, text

_FRAMES = {"week": "1w", "month": "1mo"}
_UP = {"DAYCOLOR": ("up",), "SIGN": ("+",), "MOVE": ("up",), "RISING": ("up",), "STATE": ("bullish",)}
_DOWN = {"DAYCOLOR": ("down",), "SIGN": ("-",), "MOVE": ("down",), "RISING": ("down",), "STATE": ("bearish",)}


def period_was(c: Cursor, i: int) -> Found:
    """Read "last month was negative", "the previous week closed down more than 2%", of completed weeks and months."""
    running = _running_period(c, i)
    if running is not None:
        return running
    if not (c.at(i).has("LASTN") or c.at(i).has("PREV")):
        return None
    frame = _FRAMES.get(str(c.at(c.skip(i + 1)).get("UNIT")))
    if frame is None:
        return None
    j = c.skip(c.skip(i + 1) + 1)
    while c.at(j).has("EQ") or c.at(j).has("WASBEFORE") or (c.at(j).has("SER", "close") and not c.at(j).has("MOVE")):
        j = c.skip(j + 1)
    way = _way(c, j)
    if way == 0:
        return None
    change = Node("call", ("on", text(frame), call("roc", CLOSE, 1)))
    k = c.skip(j + 1)
    sign = ">"
    while c.at(k).has("CMP") or c.at(k).has("P", "by", "of"):
        sign, k = str(c.at(k).get("CMP") or sign), c.skip(k + 1)
    if c.at(k).has("PCT"):
        share = float(str(c.at(k).get("PCT")))
        return compare(sign if way > 0 else mirror(sign), change, num(way * share)), k + 1
    return compare(">" if way > 0 else "<", change, num(0)), j + 1


def whole_period(c: Cursor, i: int) -> Found:
    """Read "a down week", "an up month": of the bar itself where the bars are that long, else of the last whole one."""
    unit = str(c.at(i + 1).get("UNIT"))
    frame = _FRAMES.get(unit)
    way = _way(c, i)
    bare = c.at(i).text in ("up", "down", "winning", "losing", "positive", "negative", "rising", "falling")
    if frame is None or way == 0 or not bare or c.at(i + 1).has("SPAN") or c.at(i + 1).text not in ("week", "month"):
        return None
    sign = ">" if way > 0 else "<"
    if c.memory.timeframe == frame:
        return compare(sign, CLOSE, lag(CLOSE, 1)), i + 2
    return compare(sign, Node("call", ("on", text(frame), call("roc", CLOSE, 1))), num(0)), i + 2


def _running_period(c: Cursor, i: int) -> Found:
    """Read "the week is down so far", "this month is up": against the close of the week or month before."""
    i = i - 1 if c.at(i - 1).has("UNIT") else i
    frame = _FRAMES.get(str(c.at(i).get("UNIT")))
    if frame is None or c.at(i).has("SPAN") or c.at(i - 1).text not in ("the", "this"):
        return None
    j = i + 1
    while c.at(j).has("EQ") and _way(c, j) == 0:
        j += 1
    way = _way(c, j)
    ends = j + 1
    while c.at(ends).text in ("so", "far", "to date", "yet"):
        ends += 1
    if way == 0 or c.at(ends).has("PCT") or c.at(ends).has("CMP"):
        return None
    return compare(">" if way > 0 else "<", CLOSE, call("on", text(frame), CLOSE)), ends


def _way(c: Cursor, j: int) -> int:
    if any(c.at(j).has(category, *values) for category, values in _UP.items()):
        return 1
    return -1 if any(c.at(j).has(category, *values) for category, values in _DOWN.items()) else 0


def on_volume(c: Cursor, i: int) -> Found:
    """Read "on at least 1.5 times average volume", "with above average volume": the volume of the bar is meant."""
    sign, factor, j = "", 1.0, i
    if c.at(j).has("CMP"):
        sign, j = str(c.at(j).get("CMP")), c.skip(j + 1)
    if c.at(j).has("MULT"):
        sign, factor, j = sign or ">=", float(str(c.at(j).get("MULT"))), c.skip(j + 1)
        j = c.skip(j + 1) if c.at(j).has("P", "of") else j
    share = _share_at(c, j) if sign else None
    if share is not None:
        factor, j = share
    leads = c.at(j).has("AVG") or c.at(j).has("VOLAVG") or c.at(j).has("SPAN")
    if not sign or not leads:
        return None
    found = primary(c, j, None)
    if (
        found is None
        or found[0].op != "call"
        or found[0].word not in ("sma", "ema")
        or str(found[0].parts[0]) != "volume"
    ):
        return None
    side = found[0] if factor == 1 else arithmetic("*", num(factor), found[0])
    return compare(sign, name("volume"), side), found[1]


def _share_at(c: Cursor, j: int) -> tuple[float, int] | None:
    """Return the share of "less than half of", "under 70% of", and the place behind it."""
    share = c.at(j).get("HALFOF")
    value = float(str(c.at(j).get("PCT"))) / 100 if c.at(j).has("PCT") else share
    k = c.skip(j + 1)
    return (round(value, 10), c.skip(k + 1) if c.at(k).has("P", "of") else k) if isinstance(value, float) else None


def off_high(c: Cursor, i: int) -> Found:
    """Read "从20日高点回撤8%以上": the close lies that far below the extreme; after a new one it comes to lie there."""
    if c.at(i).text not in ("从", "自", "距", "较"):
        return None
    level = operand(c, i + 1)
    k = c.skip(level[1]) if level is not None else i
    if level is None or not c.at(k).has("MOVE") or not c.at(c.skip(k + 1)).has("PCT"):
        return None
    share = float(str(c.at(c.skip(k + 1)).get("PCT"))) / 100
    down = c.at(k).has("MOVE", "down")
    bound = arithmetic("*", num(round(1 - share if down else 1 + share, 10)), level[0])
    after = c.skip(k + 1) + 1
    after = after + 1 if c.at(after).has("CMP") else after
    if c.at(k).has("FIRST"):
        return call("crosses_below" if down else "crosses_above", CLOSE, bound), after
    return compare("<=" if down else ">=", CLOSE, bound), after


def fallen(c: Cursor, i: int) -> Found:
    """Read "a 15% fall from the 1-year high", "at least a 10% pullback from its 52-week high"."""
    j = i
    while c.at(j).has("CMP", ">=", ">") or c.at(j).has("SIZE") or (c.at(j).is_noise and j < i + 3):
        j += 1
    k = c.skip(j + 1)
    k = c.skip(k + 1) if c.at(k).has("CMP", ">=") else k
    noun = c.at(k).has("MOVE", "down") or c.at(k).text in ("pullback", "correction", "drawdown", "retracement")
    if not c.at(j).has("PCT") or not noun:
        return None
    m = c.skip(k + 1) if not c.at(k + 1).has("P", "from") else k + 1
    level = operand(c, m + 1) if c.at(m).has("P", "from") or c.at(m).text in ("below", "under", "off") else None
    if level is None or not is_price(level[0]):
        return None
    share = abs(float(str(c.at(j).get("PCT")))) / 100
    c.memory.pair = (CLOSE, level[0])
    return compare("<=", CLOSE, arithmetic("*", num(round(1 - share, 10)), level[0])), level[1]


def heavy_volume(c: Cursor, i: int) -> Found:
    """Read "放量", "on heavy volume": a usual meaning, said as an assumption."""
    if not c.at(i).has("VOLUMEWORD"):
        return None
    side = "above" if c.at(i).has("VOLUMEWORD", "high") else "below"
    c.memory.guess("volume", 20, f'"{c.at(i).text}" was read as volume {side} its 20-bar average')
    sign = ">" if c.at(i).has("VOLUMEWORD", "high") else "<"
    return compare(sign, name("volume"), call("sma", name("volume"), 20)), i + 1


def volume_moves(c: Cursor, i: int) -> Found:
    """Read "each on lower volume", "on higher volume": against the bar before, through the whole streak before it."""
    j = i
    while c.at(j).has("P", "on", "with") or c.at(j).text in ("each", "all", "every", "on"):
        j += 1
    way = c.at(j).get("MOVE") if c.at(j).text in ("lower", "higher") else None
    if way is None or not c.at(j + 1).has("SER", "volume"):
        return None
    streak = c.memory.streak if any(c.at(k).text in ("each", "all", "every") for k in range(max(0, i - 2), j)) else 1
    return call("rising" if way == "up" else "falling", name("volume"), streak), j + 2


def sloping(c: Cursor, i: int) -> Found:
    """Read "on rising volume", "with a falling ADX": the slope stands before the thing."""
    lexeme, count = c.at(i), 1
    if lexeme.has("NUM") and not lexeme.has("SPAN") and c.at(i + 1).has("RISING"):
        i, count = i + 1, int(float(str(lexeme.get("NUM"))))
        lexeme = c.at(i)
    if not lexeme.has("RISING") or not lexeme.text.endswith("ing"):
        return None
    j = c.skip(i + 1)
    thing = c.at(j)
    if not (thing.has("SER", "volume") or thing.has("IND") or thing.has("AVG") or thing.has("SPAN")):
        return None
    found = primary(c, j, None)
    if found is None or found[0].op == "num":
        return None
    after = c.skip(found[1]) + 1 if c.at(c.skip(found[1])).has("INAROW") else found[1]
    return call("rising" if lexeme.has("RISING", "up") else "falling", found[0], count), after
