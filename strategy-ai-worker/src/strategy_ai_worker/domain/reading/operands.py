"""Reading one thing that can be compared: a price, an indicator, a level, a number."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after, is_length
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE, INDICATORS, indicator
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, lag, name, num, walk
from strategy_language.catalogue.table import CATALOGUE

Found = tuple[Node, int] | None
_DEEPEST = 25
_COARSER = {"day": "1d", "week": "1w", "month": "1mo", "hour": "1h"}
_ORDER = ["1m", "5m", "15m", "30m", "1h", "2h", "4h", "1d", "1w", "1mo", "3mo"]
_HIGH_LOW = {"high": "highest", "low": "lowest"}


def operand(c: Cursor, i: int, subject: Node | None = None) -> Found:
    """Return the operand that begins at a lexeme, with its arithmetic, and the place after it."""
    i = c.skip(i)
    found = offset(c, i, subject) or _scaled(c, i, subject) or primary(c, i, subject)
    while found is not None:
        node, j = found
        sign = _sign_at(c, c.skip(j))
        if sign is None:
            return found
        after = c.skip(j) + 1
        right = _scaled(c, c.skip(after), node) or atr_amount(c, c.skip(after)) or primary(c, c.skip(after), None)
        if right is None:
            return found
        found = _binary(sign, node, right[0]), right[1]
    return None


def _binary(sign: str, left: Node, right: Node) -> Node:
    """Return left sign right, with products binding first."""
    if sign in "*/" and left.op in ("+", "-"):
        return Node(left.op, (left.parts[0], arithmetic(sign, left.parts[1], right)))
    return arithmetic(sign, left, right)


def _sign_at(c: Cursor, i: int) -> str | None:
    lexeme = c.at(i)
    if lexeme.has("ARITH"):
        return str(lexeme.get("ARITH"))
    if lexeme.has("SIGN_MARK", "+", "-", "*", "/"):
        return str(lexeme.get("SIGN_MARK"))
    return None


def direction_of(lexeme: Lexeme) -> int:
    """Return 1 for above, higher, up; -1 for below, lower, down; 0 for neither."""
    if lexeme.has("CMP", ">") or lexeme.has("MOVE", "up"):
        return 1
    if lexeme.has("CMP", "<") or lexeme.has("MOVE", "down"):
        return -1
    return 0


def offset(c: Cursor, i: int, subject: Node | None) -> Found:
    """Return "2% above X", "1 ATR below X", "2 standard deviations above X" as a level."""
    amount = _amount(c, i)
    if amount is None:
        return None
    kind, value, j = amount
    j = c.skip(j)
    sign = direction_of(c.at(j))
    if sign == 0 and c.at(j).has("P", "from"):
        return None
    if sign == 0:
        return None
    base = primary(c, c.skip(_past_than(c, j + 1)), subject)
    if base is None:
        return None
    return level(base[0], kind, value, sign), base[1]


def level(base: Node, kind: str, value: Node, sign: int) -> Node:
    """Return a base moved by an amount: percent of it, or a distance."""
    if kind == "percent":
        return arithmetic("*", num(round(1 + sign * value.number / 100, 10)), base)
    if kind == "deviations":
        length = base.parts[-1] if base.parts and base.parts[-1].op == "num" else num(20)
        value = arithmetic("*", value, call("stddev", CLOSE, length))
    return arithmetic("+" if sign > 0 else "-", base, value)


def _past_than(c: Cursor, j: int) -> int:
    j = c.skip(j)
    return j + 1 if c.at(j).has("P", "than", "from", "of") else j


def _amount(c: Cursor, i: int) -> tuple[str, Node, int] | None:
    lexeme = c.at(i)
    if lexeme.has("PCT"):
        return "percent", num(_number(lexeme, "PCT")), i + 1
    atr = atr_amount(c, i)
    if atr is not None:
        return "distance", atr[0], atr[1]
    if lexeme.has("USD"):
        return "distance", num(_number(lexeme, "USD")), i + 1
    if lexeme.has("NUM") and c.at(c.skip(i + 1)).has("DEV"):
        return "deviations", num(_number(lexeme, "NUM")), c.skip(i + 1) + 1
    return None


def atr_amount(c: Cursor, i: int) -> Found:
    """Return "2 ATR", "2 x the 10-day ATR", "one ATR(14)" as a distance in price."""
    lexeme = c.at(i)
    value, j = 1.0, i
    if lexeme.has("SPAN") or lexeme.has("CLOCK"):
        return None
    if lexeme.has("MULT") or lexeme.has("NUM"):
        value, j = _number(lexeme, "MULT" if lexeme.has("MULT") else "NUM"), i + 1
        j = c.skip(j)
        if c.at(j).has("TIMES") or c.is_sign(j, "*"):
            j = c.skip(j + 1)
    elif lexeme.has("HALFOF") and isinstance(lexeme.get("HALFOF"), float):
        value, j = float(str(lexeme.get("HALFOF"))), c.skip(i + 1)
    length: float | None = None
    if j > i and c.at(j).has("SPAN") and c.at(c.skip(j + 1)).has("IND", "atr"):
        length, j = c.memory.bars(_span(c.at(j))), c.skip(j + 1)
    if not c.at(j).has("IND", "atr") or (j == i):
        return None
    given, j = arguments_after(c, j + 1)
    length = length or (given[0] if given else None) or c.memory.given.get("atr", (None,))[0]
    if length is None:
        length = 14
        c.memory.guess("ATR length", 14, "no length of the ATR was named; 14 is the usual one")
    return arithmetic("*", num(value), call("atr", length)) if value != 1 else call("atr", length), j


def _scaled(c: Cursor, i: int, subject: Node | None) -> Found:
    lexeme = c.at(i)
    factor, j = None, i + 1
    if lexeme.has("MULT"):
        factor = _number(lexeme, "MULT")
    elif lexeme.has("PCT") and c.at(j).has("P", "of"):
        factor, j = _number(lexeme, "PCT") / 100, j + 1
    elif lexeme.has("HALFOF") and isinstance(lexeme.get("HALFOF"), float):
        factor = float(str(lexeme.get("HALFOF")))
    elif lexeme.has("NUM") and (c.is_sign(c.skip(j), "*") or c.at(c.skip(j)).has("TIMES")):
        factor, j = _number(lexeme, "NUM"), c.skip(j) + 1
    if factor is None:
        return None
    j = c.skip(j)
    inner = primary(c, j, subject)
    if inner is None and subject is not None and c.at(j).has("AVG"):
        inner = average_of(c, j, subject)
    return None if inner is None else (arithmetic("*", num(round(factor, 10)), inner[0]), inner[1])


def primary(c: Cursor, i: int, subject: Node | None) -> Found:
    """Return the operand without arithmetic that begins at a lexeme."""
    if c.memory.depth > _DEEPEST:
        return None
    c.memory.depth += 1
    found = _primary(c, i, subject)
    c.memory.depth -= 1
    return found


def _primary(c: Cursor, i: int, subject: Node | None) -> Found:
    lexeme = c.at(i)
    if c.is_sign(i, "("):
        return _bracketed(c, i, subject)
    framed = _framed(c, i, subject)
    if framed is not None:
        return framed
    for reader in (
        _line_of_family,
        _slashed,
        _session_level,
        _of_symbol,
        _on_timeframe,
        _lagged,
        _lastn_led,
        _length_led,
        _indicator,
        _band,
        _extreme,
        _average,
        _series,
    ):
        found = reader(c, i, subject)
        if found is not None:
            return _then_ago(c, found)
    return _literal(lexeme, i)


def _framed(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "... on weekly bars" and "... on SPY" behind an operand: the whole of it is read there."""
    j, limit = i, i + 14
    while j < limit and not _ends_operand(c, j):
        if c.at(j).text == "on" and (
            isinstance(c.at(j + 1).get("TF"), str) or isinstance(c.at(j + 1).get("SYM"), tuple)
        ):
            break
        j += 1
    else:
        return None
    if c.at(j).text != "on" or j == i:
        return None
    frame, symbols = c.at(j + 1).get("TF"), c.at(j + 1).get("SYM")
    after = j + 2
    while c.at(after).has("CHART") or c.at(after).text in ("bars", "candles"):
        after += 1
    part = Cursor(c.lexemes[:j], c.memory)
    inside = c.memory.timeframe
    if isinstance(frame, str) and _is_coarser(frame, inside):
        c.memory.timeframe = frame
        inner = primary(part, i, subject)
        c.memory.timeframe = inside
        return None if inner is None or inner[1] < part.skip(j) else (on_timeframe(frame, inner[0]), after)
    if isinstance(symbols, tuple):
        inner = primary(part, i, subject)
        c.memory.symbols[str(symbols[0])] = tuple(map(str, symbols))
        return None if inner is None or inner[1] < part.skip(j) else (of_symbol(str(symbols[0]), inner[0]), after)
    return None


def _ends_operand(c: Cursor, j: int) -> bool:
    lexeme = c.at(j)
    if lexeme.has("END") or lexeme.has("SIGN_MARK", ".", ",", ";", ":", "\n"):
        return True
    return any(lexeme.has(word) for word in ("CMP", "X", "EQ", "CONJ", "RISING", "STATE", "BETWEEN")) or (
        lexeme.has("MARK") and lexeme.text != "on"
    )


def _line_of_family(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the histogram of the MACD(12, 26, 9)", "%D of the slow stochastic", "the direction of the Supertrend"."""
    j = next((k for k in range(i, i + 4) if c.at(k).has("P", "of")), None)
    if j is None or j == i:
        return None
    target = c.skip(j + 1)
    if not c.at(target).has("IND") or c.at(target).has("IND", *BANDS):
        return None
    words = " ".join(c.at(k).text for k in range(i, j))
    found = _indicator_with(c, target, (), subject, join=False)
    if found is None or found[0].op != "field":
        return None
    record = found[0].parts[0]
    entry = CATALOGUE.get(record.word)
    if entry is None:
        return None
    output = next(
        (name_ for name_ in entry.outputs if words.lower() in (entry.words_of(name_).lower(), name_, f"{name_} line")),
        None,
    )
    return None if output is None else (Node("field", (output, record)), found[1])


def _past_unit(c: Cursor, j: int) -> int:
    """Skip "(percent)" and "in percent" behind an indicator."""
    if c.is_sign(j, "(") and c.at(j + 1).has("PCTWORD") and c.is_sign(j + 2, ")"):
        return j + 3
    if c.at(j).text == "in" and c.at(j + 1).has("PCTWORD"):
        return j + 2
    return j


def _bracketed(c: Cursor, i: int, subject: Node | None) -> Found:
    inner = operand(c, i + 1, subject)
    if inner is None or not c.is_sign(c.skip(inner[1]), ")"):
        return None
    return inner[0], c.skip(inner[1]) + 1


def _session_level(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the high of the first hour", "the opening range low", "the first 30 minutes' high", "the open of the day"."""  # noqa: E501
    del subject
    lexeme = c.at(i)
    side = lexeme.get("SER") if lexeme.has("SER", "high", "low", "open") else None
    j = c.skip(i + 1) if side else i
    if side and not c.at(j).has("P", "of") and not c.at(i + 1).has("P", "of", "in") and not c.at(j).has("OPENRANGE"):
        return None
    while c.at(j).has("P", "of", "in"):
        j = c.skip(j + 1)
    if side == "open" and (
        c.at(j).text in ("day", "session", "the day", "the session")
        or c.at(j).has("SESSION", "open")
        or c.at(i + 1).has("TODAY")
    ):
        return call("day_open") if c.memory.timeframe.endswith(("m", "h")) else name("open"), j + 1
    minutes, k = _opening_minutes(c, j)
    if minutes is None:
        return None
    if side is None:
        m = c.skip(k)
        if not c.at(m).has("SER", "high", "low"):
            return None
        side, k = c.at(m).get("SER"), m + 1
    if side == "open":
        return None
    return call(f"opening_range_{side}", minutes), k


def _opening_minutes(c: Cursor, j: int) -> tuple[int | None, int]:
    lexeme = c.at(j)
    if lexeme.has("SESSION", "first_hour"):
        return 60, j + 1
    if lexeme.has("OPENRANGE"):
        return (60 if c.memory.timeframe == "1h" else 30), j + 1
    span, k = lexeme.get("SPAN"), j
    if lexeme.text in ("first", "opening", "the first"):
        k = c.skip(j + 1)
        span = c.at(k).get("SPAN")
    opens = k > j or c.at(j - 1).text in ("first", "opening", "the first") or c.at(c.skip(k + 1)).has("OPENRANGE")
    if isinstance(span, Span) and span.unit in ("minute", "hour") and opens:
        after = c.skip(k + 1) + 1 if c.at(c.skip(k + 1)).has("OPENRANGE") else k + 1
        return int(span.count * (60 if span.unit == "hour" else 1)), after
    return None, j


def _slashed(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "12/26/9 MACD": the numbers stand before the name, with strokes between."""
    del subject
    numbers, j = [], i
    while is_length(c.at(j)) and not c.at(j).has("SPAN"):
        numbers.append(_number(c.at(j), "NUM"))
        if not c.is_sign(j + 1, "/", ",", "-") and not c.at(j + 1).has("ARITH", "/", "-"):
            j += 1
            break
        j += 2
    if len(numbers) < 2 or not c.at(c.skip(j)).has("IND"):
        return None
    key = str(c.at(c.skip(j)).get("IND"))
    if key in BANDS or key in ("cloud", "slope", "entry_return") or len(numbers) > len(indicator(key).usual):
        return None
    c.memory.given.setdefault(indicator(key).family, tuple(numbers))
    return _indicator_with(c, c.skip(j), tuple(numbers), None)


def _literal(lexeme: Lexeme, i: int) -> Found:
    for category in ("PCT", "NUM", "USD"):
        if lexeme.has(category):
            return num(_number(lexeme, category)), i + 1
    return None


def _of_symbol(c: Cursor, i: int, subject: Node | None) -> Found:
    lexeme = c.at(i)
    if not lexeme.has("SYM"):
        return None
    symbols = lexeme.get("SYM")
    symbol = str(symbols[0]) if isinstance(symbols, tuple) else str(symbols)
    c.memory.symbols[symbol] = tuple(map(str, symbols)) if isinstance(symbols, tuple) else (symbol,)
    before = c.memory.symbol
    c.memory.symbol = symbol
    j = c.skip(i + 1)
    if c.is_sign(j, "(") and c.at(j + 1).has("SYM") and c.is_sign(j + 2, ")"):
        j = c.skip(j + 3)
    inner = primary(c, j, subject) if not c.at(j).has("SYM") else None
    if inner is None or inner[0].op == "num":
        inner = (CLOSE, i + 1) if inner is None or c.memory.symbol else inner
    c.memory.symbol = before
    return of_symbol(symbol, inner[0]), inner[1]


def of_symbol(symbol: str, node: Node) -> Node:
    """Return an expression read on another symbol's bars."""
    if node.op == "num" or (node.op == "call" and node.word == "of"):
        return node
    return Node("call", ("of", Node("text", (symbol,)), node))


def _on_timeframe(c: Cursor, i: int, subject: Node | None) -> Found:
    lexeme = c.at(i)
    frame = lexeme.get("TF")
    if not isinstance(frame, str):
        return None
    if not _is_coarser(frame, c.memory.timeframe):
        follows = c.at(c.skip(i + 1))
        speaks = any(follows.has(word) for word in ("SER", "IND", "AVG", "SPAN", "NUM", "PART", "HILO"))
        return primary(c, c.skip(i + 1), subject) if speaks and not lexeme.has("AVG") else None
    inside = c.memory.timeframe
    c.memory.timeframe = frame
    j = c.skip(i + 1)
    j = c.skip(j + 1) if c.at(j).has("CHART") else j
    j = c.skip(j + 1) if c.is_sign(j, ",") else j
    inner = primary(c, j, subject)
    c.memory.timeframe = inside
    if inner is None or inner[0].op == "num":
        return None
    return on_timeframe(frame, inner[0]), inner[1]


def on_timeframe(frame: str, node: Node) -> Node:
    """Return an expression read on completed bars of a coarser timeframe."""
    if node.op == "num" or (node.op == "call" and node.word == "on"):
        return node
    return Node("call", ("on", Node("text", (frame,)), node))


def _is_coarser(frame: str, other: str) -> bool:
    return frame in _ORDER and other in _ORDER and _ORDER.index(frame) > _ORDER.index(other)


def _lagged(c: Cursor, i: int, subject: Node | None) -> Found:
    lexeme = c.at(i)
    if lexeme.has("TODAY") and not lexeme.has("SER"):
        return primary(c, c.skip(i + 1), subject)
    if not lexeme.has("PREV"):
        return None
    bars = int(str(lexeme.get("PREV")))
    j = c.skip(i + 1)
    if c.at(j).has("SPAN") or (c.at(j).has("NUM") and not c.at(j).has("CLOCK")):
        return _lastn_led(c, i, subject)
    parted = c.at(j).has("CONJ", "and", "or") or any(
        c.at(k).has("P") and not c.at(k).has("P", "of") for k in range(i + 1, j)
    )
    inner = None if parted else primary(c, j, subject)
    session = _of_previous_session(c, lexeme, inner)
    if session is not None:
        return session
    if inner is not None and inner[0].op != "num" and not (inner[0] == CLOSE and c.at(j).has("SER", "price")):
        return lag(inner[0], bars), inner[1]
    unit = c.at(j).get("UNIT")
    if unit in ("week", "month") and c.at(c.skip(j + 1)).has("SER"):
        series = primary(c, c.skip(j + 1), subject)
        return None if series is None else (lag_on(str(unit), series[0]), series[1])
    return lag(subject if subject is not None else CLOSE, bars), i + 1


def _of_previous_session(c: Cursor, lexeme: Lexeme, inner: Found) -> Found:
    """Return yesterday's price on intraday bars: that of the session before, not of the bar before."""
    daily = any(word in lexeme.text for word in ("day", "session", "日", "天"))
    if not daily or inner is None or inner[0].op != "name" or inner[0].word not in ("open", "high", "low", "close"):
        return None
    if not c.memory.timeframe.endswith(("m", "h")) or lexeme.get("PREV") != 1:
        return None
    return call(f"prev_session_{inner[0].word}"), inner[1]


def lag_on(unit: str, node: Node) -> Node:
    """Return a column of the last completed week or month."""
    return on_timeframe(_COARSER[unit], node)


def _then_ago(c: Cursor, found: tuple[Node, int]) -> Found:
    """Read "... of the previous day", "... two days ago" behind an operand."""
    node, j = found
    if node.op == "num":
        return found
    if c.at(j).has("P", "of") and isinstance(c.at(j + 1).get("SYM"), tuple):
        symbols = tuple(map(str, c.at(j + 1).get("SYM")))  # type: ignore[call-overload]
        c.memory.symbols[symbols[0]] = symbols
        return of_symbol(symbols[0], node), j + 2
    k = c.skip(j)
    if c.at(k).has("SPAN") and c.at(c.skip(k + 1)).has("AGO", "ago"):
        c.memory.lag_said = True
        return lag(node, c.memory.bars(_span(c.at(k)))), c.skip(k + 1) + 1
    if c.at(k).has("PREV") and _closes_here(c, k + 1) and not _walked_lag(node):
        return lag(node, int(str(c.at(k).get("PREV")))), k + 1
    return found


def _closes_here(c: Cursor, k: int) -> bool:
    k = c.skip(k)
    following = c.at(k)
    if following.has("SER") and not following.has("SER", "price"):
        return False
    return not (
        following.has("SPAN")
        or following.has("NUM")
        or following.has("IND")
        or following.has("AVG")
        or following.has("EQ")
        or (following.has("ACT") and following.has("SER"))
    )


def _walked_lag(node: Node) -> bool:
    return any(part.op == "lag" for part in walk(node))


def _lastn_led(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the previous 20 days' high", "过去252个交易日的涨幅", "前20天最高价"."""
    lexeme = c.at(i)
    if not (lexeme.has("LASTN") or lexeme.has("PREV")):
        return None
    j = c.skip(i + 1)
    if not is_length(c.at(j)):
        return None
    inner = _length_led(c, j, subject)
    if inner is None or inner[0].op == "num":
        return None
    node, after = inner
    before = lexeme.has("LASTN", "prev") or lexeme.has("PREV")
    is_extreme = node.op == "call" and node.word in ("highest", "lowest")
    return (lag(node, 1) if before and is_extreme else node), after


def _length_led(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read what begins with a length: "50-day average", "14-period RSI", "20-day high", "8 ema", or a bare "200-day"."""  # noqa: E501
    lexeme = c.at(i)
    if not is_length(lexeme):
        return None
    j = c.skip(i + 1)
    if c.is_sign(j, ",") and c.at(c.skip(j + 1)).has("NUM") and c.at(c.skip(c.skip(j + 1) + 1)).has("DEV"):
        return _band_with_prefix(c, i, c.skip(j + 1))
    if c.at(j).has("NUM") and c.at(c.skip(j + 1)).has("DEV") and not c.at(j).has("SPAN"):
        return _band_with_prefix(c, i, j)
    thing = c.at(j)
    if thing.has("TODAY") or thing.has("LASTN"):
        j = c.skip(j + 1)
        thing = c.at(j)
    found = _average_led_by(c, i, j, subject) or _bar_of_length(c, i, j, subject)
    if found is None and thing.has("IND") and not thing.has("DEV"):
        found = _indicator_with(c, j, (_bars(c, lexeme),), subject)
    if found is None and (thing.has("PART") or thing.has("IND", *BANDS)):
        found = _band(c, j, subject, (_bars(c, lexeme),))
    if found is None:
        found = _extreme_led_by(c, lexeme, j)
    return found or _bare_length(c, i, subject)


_LENGTHS = {
    ("minute", 1): "1m",
    ("minute", 5): "5m",
    ("minute", 15): "15m",
    ("minute", 30): "30m",
    ("hour", 1): "1h",
    ("hour", 2): "2h",
    ("hour", 4): "4h",
    ("day", 1): "1d",
    ("week", 1): "1w",
}


def _bar_of_length(c: Cursor, i: int, j: int, subject: Node | None) -> Found:
    """Read "the 4h close", "the 1-hour RSI": a bar of that length."""
    span = c.at(i).get("SPAN")
    if (
        not isinstance(span, Span)
        or span.unit not in ("hour", "minute")
        or not (c.at(j).has("SER") or c.at(j).has("AVG") or c.at(j).has("NUM"))
    ):
        return None
    frame = _LENGTHS.get((span.unit, int(span.count)))
    if frame is None or c.at(j).has("SER", "high", "low"):
        return None
    if frame == c.memory.timeframe:
        return primary(c, j, subject)
    if not _is_coarser(frame, c.memory.timeframe):
        return None
    inside, c.memory.timeframe = c.memory.timeframe, frame
    inner = primary(c, j, subject)
    c.memory.timeframe = inside
    return None if inner is None else (on_timeframe(frame, inner[0]), inner[1])


def _band_with_prefix(c: Cursor, i: int, j: int) -> Found:
    after = c.skip(c.skip(j + 1) + 1)
    return _band(c, after, None, (_bars(c, c.at(i)), _number(c.at(j), "NUM")))


def _average_led_by(c: Cursor, i: int, j: int, subject: Node | None) -> Found:
    lexeme, thing = c.at(i), c.at(j)
    if thing.has("VOLAVG"):
        return call("sma", name("volume"), _bars(c, lexeme)), j + 1
    if not thing.has("AVG"):
        if thing.has("SER", "volume") and c.at(c.skip(j + 1)).has("AVG"):
            return call(_kind(c, c.at(c.skip(j + 1))), name("volume"), _bars(c, lexeme)), c.skip(j + 1) + 1
        return None
    if str(thing.get("AVG")) not in ("", "median") and c.at(c.skip(j + 1)).has("AVG", ""):
        return _finish_average(c, i, _kind(c, thing), c.skip(j + 1) + 1, subject)
    return _finish_average(c, i, _kind(c, thing), j + 1, subject)


def _kind(c: Cursor, lexeme: Lexeme) -> str:
    kind = str(lexeme.get("AVG") or "")
    if kind:
        c.memory.average_kind = kind
        return kind
    if lexeme.text.strip() in ("ma", "average", "均线", "line", "ma line") and c.memory.average_kind:
        return c.memory.average_kind
    return "sma"


def _finish_average(c: Cursor, i: int, kind: str, j: int, subject: Node | None) -> Found:
    """Return the average of what is named behind it, of the subject where it is "its" average, or of the close."""
    lexeme = c.at(i)
    k = c.skip(j)
    if c.at(k).has("SER", "volume"):
        return call(kind, name("volume"), _bars(c, lexeme)), k + 1
    of = _of_what(c, j)
    if of is not None:
        node = call(kind, of[0], _bars(c, lexeme))
        if is_price(of[0]):
            c.memory.averages.append(node)
        return node, of[1]
    base = subject if subject is not None and not is_price(subject) else CLOSE
    return _frame_average(c, lexeme, kind, base), j


def _of_what(c: Cursor, j: int) -> Found:
    if not c.at(j).has("P", "of"):
        return None
    k = c.skip(j + 1)
    if c.at(k).has("SER") and not c.at(k).has("SER", "price", "entry"):
        return name(str(c.at(k).get("SER"))) if c.at(k).get("SER") in (
            "open",
            "high",
            "low",
            "close",
            "volume",
        ) else CLOSE, k + 1
    if c.at(k).has("IND") and not c.at(k).has("NUM"):
        return _indicator(c, k, None)
    if c.at(k).has("SER", "price"):
        return CLOSE, k + 1
    return None


def _frame_average(c: Cursor, lexeme: Lexeme, kind: str, base: Node) -> Node:
    span = lexeme.get("SPAN")
    frame = _COARSER.get(span.unit) if isinstance(span, Span) else None
    if isinstance(span, Span) and frame and _is_coarser(frame, c.memory.timeframe):
        node = on_timeframe(frame, call(kind, base, span.count))
    else:
        node = call(kind, base, _bars(c, lexeme))
    if is_price(base):
        c.memory.averages.append(node)
    return node


def _extreme_led_by(c: Cursor, lexeme: Lexeme, j: int) -> Found:  # noqa: C901, PLR0911 - one reading of one construct
    """Read "20-day high", "52-week closing high", "20-day highest close", "20日新高"."""
    thing = c.at(j)
    following = c.at(c.skip(j + 1))
    length = _bars(c, lexeme)
    if thing.has("HILO"):
        which = str(thing.get("HILO"))
        if following.has("SER", "open", "high", "low", "close", "volume"):
            return call(which, name(str(following.get("SER"))), length), _past_before(c, c.skip(j + 1) + 1)[0]
        if thing.has("SER", "high", "low") or thing.text in ("新高", "新低", "最高", "最低"):
            return call(which, name("high" if which == "highest" else "low"), length), j + 1
        return None
    if thing.has("SER", "close") and following.has("SER", "high", "low"):
        return call(_HIGH_LOW[str(following.get("SER"))], CLOSE, length), c.skip(j + 1) + 1
    if thing.has("SER", "high", "low"):
        series = str(thing.get("SER"))
        if following.has("SER", "close"):
            return call(_HIGH_LOW[series], CLOSE, length), c.skip(j + 1) + 1
        if following.has("P", "of") and c.at(c.skip(c.skip(j + 1) + 1)).has("SER", "close", "volume"):
            return call(_HIGH_LOW[series], name(str(c.at(c.skip(c.skip(j + 1) + 1)).get("SER"))), length), c.skip(
                c.skip(j + 1) + 1
            ) + 1
        return call(_HIGH_LOW[series], name(series), length), j + 1
    if thing.has("SER", "volume") and following.has("SER", "high", "low"):
        return call(_HIGH_LOW[str(following.get("SER"))], name("volume"), length), c.skip(j + 1) + 1
    return None


def _bare_length(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read a bare "200-day" or "34" as the average of that length that was named before."""
    lexeme = c.at(i)
    if lexeme.has("PCT") or lexeme.has("MULT") or lexeme.has("CLOCK") or lexeme.has("SHARES"):
        return None
    length = _number(lexeme, "NUM")
    known = c.memory.average_of_length(length)
    about_average = subject is None or is_price(subject)
    if known is not None and about_average and (lexeme.has("SPAN") or subject is not None or _compares_next(c, i + 1)):
        return known, i + 1
    if (
        lexeme.has("SPAN")
        and about_average
        and isinstance(lexeme.get("SPAN"), Span)
        and _span(lexeme).unit in ("day", "week", "bar")
    ):
        if c.at(c.skip(i + 1)).has("AGO") or c.at(c.skip(i + 1)).has("LATER") or c.at(c.skip(i + 1)).has("INAROW"):
            return None
        if not (_compares_next(c, i + 1) or subject is not None):
            return None
        kind = c.memory.average_kind or "sma"
        c.memory.guess("average", kind, f"a bare {lexeme.text} was taken for the {kind.upper()} of that length")
        return _frame_average(c, lexeme, kind, CLOSE), i + 1
    return None


def _compares_next(c: Cursor, j: int) -> bool:
    following = c.at(c.skip(j))
    return following.has("CMP") or following.has("X")


def _indicator(c: Cursor, i: int, subject: Node | None) -> Found:
    if c.at(i).has("IND", *BANDS):
        return None
    return _indicator_with(c, i, (), subject) if c.at(i).has("IND") else None


def _indicator_with(c: Cursor, i: int, given: tuple[float, ...], subject: Node | None, *, join: bool = True) -> Found:  # noqa: C901 - one reading of one construct
    """Return an indicator with the numbers given before or behind it, named elsewhere, or usual."""
    lexeme = c.at(i)
    key = str(lexeme.get("IND"))
    if key == "cloud":
        return _cloud(c, i)
    if key == "entry_return":
        return name("open_return"), i + 1
    if key in BANDS or key == "slope":
        return None if key in BANDS else _slope(c, i, subject)
    joined = _joined_indicator(c, i, key) if join else None
    if joined is not None:
        return joined
    spec = indicator(key)
    behind, j = arguments_after(c, i + 1, most=max(1, len(spec.usual)))
    j = _past_unit(c, j)
    owner = c.at(j + 1).get("SYM") if c.at(j).has("P", "of") else None
    if isinstance(owner, tuple) and not behind and not given:
        behind, j = arguments_after(c, j + 2, most=max(1, len(spec.usual)))
    of = _of_what(c, j)
    numbers = given or behind
    if not numbers and len(c.memory.given.get(spec.family, ())) <= len(spec.usual):
        numbers = c.memory.given.get(spec.family, ())
    if not numbers and spec.usual:
        c.memory.guess(
            f"{spec.title} settings",
            list(spec.usual),
            f"no numbers of the {spec.title} were named; these are the usual ones",
        )
    full = tuple(numbers) + tuple(spec.usual[len(numbers) :])
    if given and behind and len(behind) == len(spec.usual) - 1:
        full = (*given, *behind)
    node = spec.build(full)
    if of is not None:
        node, j = _on_other_series(node, of[0]), of[1]
    if isinstance(owner, tuple):
        c.memory.symbols[str(owner[0])] = tuple(map(str, owner))
        node = of_symbol(str(owner[0]), node)
    return node, _past_unit(c, j)


def _joined_indicator(c: Cursor, i: int, key: str) -> Found:
    """Read "MACD (12, 26, 9) histogram", "stochastic (14, 3, 3) %K": the numbers stand between the name and its line."""  # noqa: E501
    if key not in ("macd", "stoch", "stochrsi", "aroonosc"):
        return None
    numbers, j = arguments_after(c, i + 1, most=3)
    line = c.at(c.skip(j))
    family = INDICATORS[key].family
    if (
        not line.has("IND")
        or str(line.get("IND")) == key
        or (j == i + 1 and not numbers and line.text.startswith(("+", "-")))
    ):
        return None
    other = str(line.get("IND"))
    if key == "stochrsi" and other in ("stoch_k", "stoch_d"):
        node, _ = _indicator_with(c, i, numbers, None, join=False) or (None, 0)
        line_of = Node("field", ("k" if other == "stoch_k" else "d", node.parts[0])) if node is not None else None
        return None if line_of is None else (line_of, c.skip(j) + 1)
    if other not in INDICATORS or INDICATORS[other].family != family:
        return None
    if numbers:
        c.memory.given.setdefault(family, numbers)
    return _indicator_with(c, c.skip(j), numbers, None)


def _on_other_series(node: Node, series: Node) -> Node:
    if node.op == "call" and node.parts and node.parts[0] == CLOSE:
        return Node("call", (node.word, series, *node.parts[1:]))
    return node


def _cloud(c: Cursor, i: int) -> Found:
    spans = INDICATORS["senkou_a"].build((9, 26, 52)), INDICATORS["senkou_b"].build((9, 26, 52))
    c.memory.guess(
        "Ichimoku settings", [9, 26, 52], "no numbers of the Ichimoku cloud were named; these are the usual ones"
    )
    return call("max", *spans), i + 1


def _slope(c: Cursor, i: int, subject: Node | None) -> Found:
    inner = primary(c, c.skip(i + 1), subject)
    if inner is None:
        return None
    return arithmetic("-", inner[0], lag(inner[0], 1)), inner[1]


def _band(c: Cursor, i: int, subject: Node | None, given: tuple[float, ...] = ()) -> Found:  # noqa: ARG001
    """Read a line of a band: "upper Bollinger band (20, 2)", "布林带下轨", "the top of the channel"."""
    part, family, j, numbers, named = None, None, i, given, 0
    while True:
        lexeme = c.at(j)
        if lexeme.has("IND", *BANDS) and family is None:
            family = str(lexeme.get("IND"))
        elif lexeme.has("PART") and part is None and not (lexeme.has("MOVE") and c.at(c.skip(j + 1)).has("SER")):
            part = str(lexeme.get("PART"))
        elif not (lexeme.has("BANDWORD") and (part or family)) and not (lexeme.is_noise and (part or family)):
            break
        named += lexeme.has("BANDWORD") or lexeme.has("IND")
        read, after = arguments_after(c, j + 1, most=3)
        numbers, j = (read or numbers, after) if (read and c.at(j).has("IND")) or (read and part) else (numbers, j + 1)
    if part is None or (family is None and c.memory.band is None and c.memory.channel is None and not named):
        return None
    while (
        j > i + 1
        and c.at(j - 1).is_noise
        and not (c.at(j - 1).has("PART") or c.at(j - 1).has("BANDWORD") or c.at(j - 1).has("IND"))
    ):
        j -= 1
    of = _of_what(c, j)
    return _line_of(c, part, family, numbers), of[1] if of is not None and of[0] == CLOSE else j


def _line_of(c: Cursor, part: str, family: str | None, numbers: tuple[float, ...]) -> Node:
    if family is None and c.memory.channel is not None:
        middle, width = c.memory.channel
        return middle if part == "middle" else arithmetic("+" if part == "upper" else "-", middle, width)
    family = family or c.memory.band or "bb"
    c.memory.band = family
    build, usual = BANDS[family]
    known = numbers or c.memory.given.get(family, ())
    if not known:
        title = {"bb": "Bollinger bands", "keltner": "Keltner channel", "donchian": "Donchian channel"}[family]
        c.memory.guess(
            f"{title} settings", list(usual), f"no numbers of the {title} were named; these are the usual ones"
        )
    return build(part, tuple(known) + tuple(usual[len(known) :]))


def _extreme(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the highest high of the previous 20 days", "lowest close over the last 7 days"."""
    lexeme = c.at(i)
    if not lexeme.has("HILO"):
        return None
    which = str(lexeme.get("HILO"))
    j = c.skip(i + 1)
    series = None
    if c.at(j).has("SER", "open", "high", "low", "close", "volume", "range", "price"):
        series, j = series_node(str(c.at(j).get("SER"))), c.skip(j + 1)
        if c.at(j).has("SER", "price") and c.at(j).text in ("price", "prices", "价格"):
            j = c.skip(j + 1)
    elif c.at(j).has("IND"):
        found = _indicator(c, j, subject)
        series, j = (found[0], c.skip(found[1])) if found else (None, j)
    before = False
    while (
        c.at(j).has("P") or c.at(j).has("LASTN") or c.at(j).has("PREV") or c.at(j).has("WITHIN") or c.at(j).has("FORN")
    ):
        before = before or c.at(j).has("LASTN", "prev") or c.at(j).has("PREV") or "previous" in c.at(j).text
        j = c.skip(j + 1)
    if not is_length(c.at(j)):
        return None
    length, j = _bars(c, c.at(j)), j + 1
    j, after = _past_before(c, j)
    series = series or (
        subject if subject is not None and not is_price(subject) else name("high" if which == "highest" else "low")
    )
    if series == CLOSE and c.at(c.skip(i + 1)).has("SER", "price"):
        series = CLOSE
    node = call(which, series, length)
    return lag(node, 1) if before or after else node, j


def _past_before(c: Cursor, j: int) -> tuple[int, bool]:
    k = c.skip(j)
    if c.at(k).text in ("before", "prior", "earlier", "beforehand", "preceding", "before it", "before today"):
        k += 1
        if c.at(c.skip(k)).has("TODAY") or c.at(c.skip(k)).text in ("it", "this one"):
            k = c.skip(k) + 1
        return k, True
    if c.at(k).text in ("not counting", "excluding", "except") and c.at(c.skip(k + 1)).has("TODAY"):
        return c.skip(k + 1) + 1, True
    return j, False


def _average(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "SMA(50)", "the average of the last 50 closes", "that average"."""
    lexeme = c.at(i)
    if lexeme.has("VOLAVG"):
        given, j = arguments_after(c, i + 1)
        return call("sma", name("volume"), _volume_length(c, given)), j
    if not lexeme.has("AVG") or (lexeme.has("TF") and lexeme.text == "日线"):
        return None
    j = i + 1
    if c.at(c.skip(j)).has("SER", "volume"):
        given, j = arguments_after(c, c.skip(j) + 1)
        return call("sma", name("volume"), _volume_length(c, given)), j
    of = _of_what(c, j)
    given, after = arguments_after(c, of[1] if of else j)
    if given:
        kind = _kind(c, lexeme)
        base = of[0] if of else CLOSE
        later = _of_what(c, after)
        if later is not None:
            base, after = later
        if c.at(c.skip(after)).has("SER", "volume") and of is None:
            base, after = name("volume"), c.skip(after) + 1
        node = call(kind, base, given[0])
        if is_price(base):
            c.memory.averages.append(node)
        return node, after
    return average_of(c, i, subject)


def _volume_length(c: Cursor, given: tuple[float, ...]) -> float:
    if given:
        return given[0]
    c.memory.guess("average volume", 20, "no length of the average volume was named; 20 bars are usual")
    return 20


def average_of(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "that average", "its average", "the 均线" by what was named before."""
    lexeme = c.at(i)
    kind = str(lexeme.get("AVG") or "")
    if subject is not None and not is_price(subject):
        c.memory.guess("average", 20, "no length of the average was named; 20 bars are usual")
        return call(kind or "sma", subject, 20), i + 1
    for node in reversed(c.memory.averages):
        inner = node.parts[-1] if node.word == "on" else node
        if not kind or inner.word == kind:
            return node, i + 1
    return None


def _series(c: Cursor, i: int, subject: Node | None) -> Found:
    lexeme = c.at(i)
    if lexeme.has("TIMEHINT"):
        return None
    word = lexeme.get("SER")
    if word is None:
        return None
    if word == "price" and lexeme.text.endswith("'s"):
        return primary(c, c.skip(i + 1), subject)
    if word == "entry" and lexeme.has("ACT") and not _is_entry_level(c, i):
        return None
    if word in ("high", "low") and c.at(i + 1).has("P", "of", "in", "over"):
        k = c.skip(i + 2)
        if (c.at(k).has("LASTN") or c.at(k).has("PREV")) and c.at(c.skip(k + 1)).has("SPAN"):
            span = c.skip(k + 1)
            extreme = call(_HIGH_LOW[str(word)], name(str(word)), _bars(c, c.at(span)))
            return (lag(extreme, 1) if c.at(k).has("LASTN", "prev") or c.at(k).has("PREV") else extreme), span + 1
    if word == "volume" and c.at(c.skip(i + 1)).has("AVG") and not c.at(c.skip(i + 1)).has("TF"):
        return _volume_average(c, i)
    return series_node(str(word)), i + 1


def _is_entry_level(c: Cursor, i: int) -> bool:
    """Return whether "entry" is the price paid: "5% below entry"."""
    return any(c.at(k).has("CMP") or c.at(k).has("P", "from", "of", "to") for k in (i - 1, i - 2)) and not c.is_sign(
        i + 1, ":"
    )


def _volume_average(c: Cursor, i: int) -> Found:
    j = c.skip(i + 1)
    given, after = arguments_after(c, j + 1)
    return call("sma", name("volume"), _volume_length(c, given)), after


def series_node(word: str) -> Node:
    """Return the tree of a series word."""
    high, low = name("high"), name("low")
    if word == "range":
        return arithmetic("-", high, low)
    if word == "body":
        return call("abs", arithmetic("-", CLOSE, name("open")))
    if word == "typical":
        return arithmetic("/", arithmetic("+", arithmetic("+", high, low), CLOSE), num(3))
    if word == "median":
        return arithmetic("/", arithmetic("+", high, low), num(2))
    if word == "entry":
        return name("entry_price")
    return CLOSE if word == "price" else name(word)


_PRICE_FUNCTIONS = frozenset(
    [
        "sma",
        "ema",
        "wma",
        "hma",
        "dema",
        "tema",
        "kama",
        "trima",
        "t3",
        "rma",
        "zlema",
        "vwma",
        "median",
        "vwap",
        "highest",
        "lowest",
        "sar",
        "linearreg",
        "max",
        "min",
    ]
)


def is_price(node: Node) -> bool:
    """Return whether a tree is in units of price."""
    if node.op == "name":
        return node.word in ("open", "high", "low", "close", "entry_price")
    if node.op == "lag":
        return is_price(node.parts[0])
    if node.op in ("+", "-"):
        return is_price(node.parts[0]) and not is_price(node.parts[1])
    if node.op == "*":
        return any(is_price(part) for part in node.parts)
    if node.op == "field":
        return node.parts[0].word in ("bbands", "supertrend", "ichimoku", "donchian", "keltner")
    if node.op == "call" and node.word in ("on", "of"):
        return is_price(node.parts[-1])
    if node.op == "call" and node.word in _PRICE_FUNCTIONS:
        return node.word in ("vwap", "sar") or is_price(node.parts[0])
    return False


def _bars(c: Cursor, lexeme: Lexeme) -> int:
    span = lexeme.get("SPAN")
    return c.memory.bars(span) if isinstance(span, Span) else round(_number(lexeme, "NUM"))


def _span(lexeme: Lexeme) -> Span:
    span = lexeme.get("SPAN")
    return span if isinstance(span, Span) else Span(_number(lexeme, "NUM"), "bar")


def _number(lexeme: Lexeme, category: str) -> float:
    return float(str(lexeme.get(category)))
