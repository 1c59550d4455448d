"""What must be known before the first condition is read: the bars, the market, the numbers of each indicator."""

from __future__ import annotations

from dataclasses import replace

from strategy_ai_worker.domain.reading.arguments import arguments_after, is_length
from strategy_ai_worker.domain.reading.indicators import BANDS, indicator, placed_numbers
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import atr_amount

_CONTEXT = frozenset(
    [
        "setup",
        "set up",
        "trend",
        "bias",
        "regime",
        "context",
        "condition",
        "conditions",
        "filters",
        "background",
        "market condition",
    ]
)
_TRIGGER = frozenset(["trigger", "signal", "entry signal", "entry trigger", "buy trigger", "buy signal", "go"])
_ENTRY = frozenset(["trigger", "entry", "buy", "long", "enter", "signal", "entries", "entry trigger", "entry signal"])


_FRAMES = {
    ("minute", 1): "1m", ("minute", 5): "5m", ("minute", 15): "15m", ("minute", 30): "30m", ("minute", 60): "1h",
    ("hour", 1): "1h", ("hour", 2): "2h", ("hour", 4): "4h", ("day", 1): "1d", ("week", 1): "1w", ("month", 1): "1mo",
}  # fmt: skip
_ORDER = ("1m", "5m", "15m", "30m", "1h", "2h", "4h", "1d", "1w", "1mo", "3mo")


def look_ahead(c: Cursor) -> tuple[str, tuple[int, int]] | None:
    """Fill the memory with the timeframe, the market and the given numbers; return the timeframe said and its words."""
    _name_volatility(c)
    _name_headings(c)
    _name_tickers(c)
    found = _timeframe(c)
    if found is not None:
        c.memory.timeframe = found[0]
    for i, lexeme in enumerate(c.lexemes):
        symbols = lexeme.get("SYM")
        if isinstance(symbols, tuple) and "/" in str(symbols[0]):
            c.memory.round_the_clock = True
        if isinstance(symbols, tuple) and str(symbols[0]).endswith(".HK"):
            c.memory.session_minutes = 330
        if lexeme.has("IND"):
            _numbers(c, i, str(lexeme.get("IND")))
            if lexeme.has("IND", *BANDS) and c.memory.band is None:
                c.memory.band = str(lexeme.get("IND"))
    _settle_lines(c)
    c.memory.opening_minutes = _opening_range(c)
    c.memory.heikin = any(lexeme.has("HEIKIN") for lexeme in c.lexemes)
    c.memory.monthly = any(_speaks_of_months(lexeme) for lexeme in c.lexemes)
    return found


def _speaks_of_months(lexeme: Lexeme) -> bool:
    named = lexeme.has("UNIT", "month") or lexeme.has("PERIODIC", "monthly") or "month" in lexeme.text
    return named or lexeme.text in ("次月", "下月", "下个月", "当月", "本月")


def _name_headings(c: Cursor) -> None:
    """Read the headings of a list: a set-up or a trend beside a trigger is a filter of it."""
    heads = {
        i: lexeme.text
        for i, lexeme in enumerate(c.lexemes)
        if c.is_sign(i + 1, ":") and (i == 0 or c.at(i - 1).has("SIGN_MARK"))
    }
    if not any(text in _ENTRY for text in heads.values()):
        return
    for i, text in heads.items():
        if text in _CONTEXT:
            c.lexemes[i] = replace(c.lexemes[i], meanings={"ACT": "filter"})
        elif text in _TRIGGER:
            c.lexemes[i] = replace(c.lexemes[i], meanings={"ACT": "enter"})


def _name_tickers(c: Cursor) -> None:
    """Take a ticker that nobody knows for an asset where something is said of it: "while UUP is below its average"."""
    for i, lexeme in enumerate(c.lexemes):
        behind = c.at(i + 1)
        speaks = any(behind.has(word) for word in ("EQ", "CMP", "X", "RISING", "TOUCH", "WASBEFORE", "BETWEEN"))
        owns = behind.text == "'s" or behind.has("SER", "close", "open", "high", "low", "volume")
        if lexeme.has("TICKER") and (speaks or owns):
            c.lexemes[i] = replace(lexeme, meanings={"SYM": (str(lexeme.get("TICKER")),)})


def _name_volatility(c: Cursor) -> None:
    """Let a bare "vol" be the volatility where the message speaks of one and of no volume."""
    speaks = any(lexeme.has("IND", "hv") and lexeme.text != "vol" for lexeme in c.lexemes)
    if not speaks or any("volume" in lexeme.text for lexeme in c.lexemes):
        return
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.text == "vol":
            c.lexemes[i] = replace(lexeme, meanings={"IND": "hv"})


def _opening_range(c: Cursor) -> int | None:
    """Return the length of the opening range that an intraday message speaks of, in minutes."""
    if not c.memory.timeframe.endswith(("m", "h")):
        return None
    told = next((minutes for i in range(len(c.lexemes)) if (minutes := _first_minutes(c, i))), 0)
    led = [i for i, lexeme in enumerate(c.lexemes) if lexeme.has("OPENRANGE")]
    if told or not led:
        return told or None
    for near in (led[0] - 1, *range(led[0] + 1, led[0] + 5)):
        span = c.at(near).get("SPAN")
        if isinstance(span, Span) and span.unit in ("minute", "hour") and not c.at(near + 1).has("CHART"):
            return round(span.count * (60 if span.unit == "hour" else 1))
    return 60 if c.memory.timeframe == "1h" else 30


def _first_minutes(c: Cursor, i: int) -> int:
    """Return the minutes of "the first 30 minutes", "the first hour", "the first bar" at a place; 0 where none are."""
    lexeme, span, told = c.at(i), c.at(c.skip(i + 1)).get("SPAN"), c.at(i).get("OPENRANGE")
    if isinstance(told, int):
        return told
    if lexeme.has("SESSION", "first_hour"):
        of_bar = 0 if "hour" in lexeme.text or not _speaks_of_range(c, i) else c.memory.minutes_of_bars(Span(1, "bar"))
        return 60 if "hour" in lexeme.text else of_bar
    if lexeme.text not in ("first", "opening") or not isinstance(span, Span):
        return 0
    if span.unit in ("minute", "hour"):
        return round(span.count * (60 if span.unit == "hour" else 1))
    return c.memory.minutes_of_bars(span) if any(one.has("OPENRANGE") for one in c.lexemes) else 0


def _speaks_of_range(c: Cursor, i: int) -> bool:
    """Return whether high and low of the first bar are named, so that "that high" can speak of it."""
    sides = {c.at(k).get("SER") for k in range(i - 7, i + 4)}
    return {"high", "low"} <= sides


def _settle_lines(c: Cursor) -> None:
    """Settle which stochastic has the lines, and the numbers of a channel given in words."""
    named = {str(lexeme.get("IND")) for lexeme in c.lexemes if lexeme.has("IND")}
    first = next((str(one.get("IND")) for one in c.lexemes if one.has("IND", "stochrsi", "stoch")), "")
    if first == "stochrsi":
        c.memory.stochastic = "stochrsi"
    elif "stochf" in named and "stoch" not in named:
        c.memory.stochastic = "stochf"
    if c.memory.band == "keltner" and len(c.memory.given.get("keltner", ())) < 2:
        _keltner_in_words(c)
    if c.memory.band == "envelope" and len(c.memory.given.get("envelope", ())) < 2:
        _envelope_in_words(c)


def _numbers(c: Cursor, i: int, key: str) -> None:
    """Keep the numbers that the message gives to an indicator, wherever they stand around its name."""
    if key in ("cloud", "slope", "entry_return"):
        return
    band = key in BANDS
    family = key if band else indicator(key).family
    usual = BANDS[key][1] if band else indicator(key).usual
    if not usual or _is_level_of(c, i):
        return
    most = len(usual) if band else indicator(key).most
    given = _behind_band(c, i, usual) if band else _around(c, i, family, most)
    given = placed_numbers(key, given, c.memory.given.get(family, ())) if given else given
    if given and len(given) <= most:
        if family == "ichimoku" and len(given) > 1:
            c.memory.given[family] = given
        if family == "atr" and c.memory.given.get(family, given) != given:
            c.memory.given[family] = usual  # Of two lengths neither is that of an ATR without one.
        c.memory.given.setdefault(family, given)


def _around(c: Cursor, i: int, family: str, most: int) -> tuple[float, ...]:
    """Return "12/26/9 MACD", "RSI(14)", "14日的RSI", "14-day RSI"."""
    listed = _before_name(c, i)
    if 1 < len(listed) <= most:
        return listed
    given, _ = arguments_after(c, i + 1, most=max(1, most))
    return given or _length_before(c, i, family)


def _behind_band(c: Cursor, i: int, usual: tuple[float, ...]) -> tuple[float, ...]:
    j = i + 1
    while c.at(j).has("BANDWORD") or c.at(j).has("PART") or (c.at(j).is_noise and not c.at(j).has("CONJ")):
        j += 1
    begin = j if c.is_sign(j, "(") or c.at(j).has("NUM") else i + 1
    given, _ = arguments_after(c, begin, most=max(1, len(usual)))
    given = given or _length_before(c, i, "")
    return _band_numbers(c, i, given[0], usual) if len(given) == 1 else given


def _length_before(c: Cursor, i: int, family: str) -> tuple[float, ...]:
    before = c.at(i - 1)
    if before.has("ZHOF") and c.at(i - 2).has("SPAN"):
        before = c.at(i - 2)
    elif not is_length(before) or before.has("CMP"):
        return ()
    span = before.get("SPAN")
    if isinstance(span, Span):
        return (c.memory.bars(span),) if span.unit not in ("hour", "minute") else ()
    return () if c.at(i - 2).has("CMP") or family == "atr" else (float(str(before.get("NUM"))),)


def _band_numbers(c: Cursor, i: int, said: float, usual: tuple[float, ...]) -> tuple[float, ...]:
    """Return the numbers of a band where one is a width: "20-day Bollinger band with 2 deviations"."""
    near = range(i + 1, i + 6)
    width = next((k for k in near if c.at(k).has("NUM") and c.at(c.skip(k + 1)).has("DEV")), None)
    if width is None or float(str(c.at(width).get("NUM"))) != said:
        return (said,)
    span = c.at(i - 1).get("SPAN")
    return (c.memory.bars(span) if isinstance(span, Span) else usual[0], said)


def _before_name(c: Cursor, i: int) -> tuple[float, ...]:
    """Return the numbers of "12/26/9 MACD"."""
    numbers: list[float] = []
    k = i - 1
    while k >= 0 and is_length(c.at(k)) and not c.at(k).has("SPAN"):
        numbers.insert(0, float(str(c.at(k).get("NUM"))))
        if not (c.is_sign(k - 1, "/", "-") or c.at(k - 1).has("ARITH", "/", "-")):
            break
        k -= 2
    return tuple(numbers)


def _is_level_of(c: Cursor, i: int) -> bool:
    """Return whether the number behind an indicator is its level: "sell at RSI 65"."""
    return c.at(i - 1).has("P", "at") and not c.is_sign(i + 1, "(") and not c.at(i + 1).has("SPAN")


_LEVELS = ("STOP", "TRAIL", "TARGET")
_WIDTHS = frozenset(["multiplier", "multiple", "factor", "mult"])


def _keltner_in_words(c: Cursor) -> None:
    """Read "20-day EMA, 1.5 x ATR(10)" as the numbers of a Keltner channel."""
    length = multiple = atr = None
    for i, lexeme in enumerate(c.lexemes):
        if length is None and is_length(lexeme) and c.at(c.skip(i + 1)).has("AVG", "ema", ""):
            span = lexeme.get("SPAN")
            length = c.memory.bars(span) if isinstance(span, Span) else float(str(lexeme.get("NUM")))
        beside = c.at(i - 1 - c.at(i - 1).has("P", "of")).text in _WIDTHS or c.at(i + 1).text in _WIDTHS
        if multiple is None and beside and set(lexeme.meanings) <= {"NUM", "MULT"} and lexeme.meanings:
            multiple = float(str(lexeme.get("NUM") or lexeme.get("MULT")))
            continue
        found = atr_amount(c, i) if multiple is None and (lexeme.has("NUM") or lexeme.has("MULT")) else None
        if found is not None and any(c.at(k).has(word) for k in (i - 1, c.skip(found[1])) for word in _LEVELS):
            found = None  # "1.5倍ATR止损": the distance of a stop, and no width.
        if found is not None:
            node = found[0]
            multiple = abs(node.parts[0].number) if node.op == "*" else 1.0
            atr = (node.parts[1] if node.op == "*" else node).parts[0].number
    atr = atr or c.memory.given.get("atr", (None,))[0]
    if multiple is not None:
        known = c.memory.given.get("keltner", (20,))[0]
        c.memory.given["keltner"] = (length or known, multiple, atr or 10)


def _envelope_in_words(c: Cursor) -> None:
    """Read "20-day SMA plus and minus 3%", "3% envelope around the 20-day average" as the numbers of an envelope."""
    length = width = None
    for i, lexeme in enumerate(c.lexemes):
        if length is None and is_length(lexeme) and c.at(c.skip(i + 1)).has("AVG", "sma", ""):
            span = lexeme.get("SPAN")
            length = c.memory.bars(span) if isinstance(span, Span) else float(str(lexeme.get("NUM")))
        around = any(
            c.at(k).text in ("plus", "minus", "±", "+", "envelope", "around", "either") for k in (i - 1, i - 2, i + 1)
        )
        if width is None and lexeme.has("PCT") and (around or lexeme.text.startswith(("minus", "±", "+"))):
            width = abs(float(str(lexeme.get("PCT"))))
    if length is not None and width is not None:
        c.memory.given["envelope"] = (length, width)


def _timeframe(c: Cursor) -> tuple[str, tuple[int, int]] | None:
    found = []
    for i, lexeme in enumerate(c.lexemes):
        frame = lexeme.get("TF")
        if isinstance(frame, str) and not _is_average_in_chinese(c, i) and _is_chart(c, i, frame):
            found.append((frame, (i, i + 1)))
            continue
        span = lexeme.get("SPAN")
        if isinstance(span, Span) and span.unit in ("hour", "minute", "day", "week"):
            known = _FRAMES.get((span.unit, int(span.count)))
            chart = c.at(i + 1).has("CHART") or (
                c.at(i + 1).has("SER", "price")
                and c.at(i + 1).text in ("bars", "candles", "bar", "candle", "candlesticks")
            )
            if known and (chart or (span.unit in ("hour", "minute") and _stands_alone(c, i))):
                found.append((known, (i, i + 2 if chart else i + 1)))
    return min(found, key=lambda frame: _ORDER.index(frame[0])) if found else None


def _is_average_in_chinese(c: Cursor, i: int) -> bool:
    return c.at(i).text == "日线" and c.at(i - 1).has("NUM")


def _is_chart(c: Cursor, i: int, frame: str) -> bool:
    """Return whether "weekly" names the bars: a weekly RSI in a daily strategy, or a monthly rotation, does not."""
    if frame not in ("1w", "1mo", "3mo"):
        return True
    if _is_of_condition(c, i):
        return False
    lexeme, after = c.at(i), c.at(i + 1)
    inside = c.at(i - 1).has("CONJ") or c.at(i - 1).has("MARK")
    if inside and lexeme.text >= "\u4e00" and after.has("CHART") and c.at(i + 2).has("SER"):
        return False
    charted = (
        after.has("CHART")
        or after.text in ("bars", "candles", "bar", "candle")
        or any(word in lexeme.text for word in ("线", "周k", "月k", "chart"))
    )
    followed = c.at(c.skip(i + 1))
    operand_follows = any(followed.has(word) for word in ("IND", "AVG", "SER", "NUM", "SPAN", "HILO"))
    if charted and not operand_follows and not after.has("CHART"):
        return not c.at(i - 1).has("ACT")
    return (
        after.has("CHART")
        or after.text in ("bars", "candles")
        or (c.is_sign(i + 1, ":", ".") and (not lexeme.has("PERIODIC") or _names_bars(c, i)))
    )


def _is_of_condition(c: Cursor, i: int) -> bool:
    """Return whether "on the weekly chart" belongs to one condition among others: the bars are those of the rest."""
    led = 1 if c.at(i - 1).text == "on" else 2 if c.at(i - 1).text in ("the", "its") and c.at(i - 2).text == "on" else 0
    if not led or not c.at(i + 1).has("CHART"):
        return False
    first = i - led
    says = ("CMP", "X", "EQ", "RISING", "STATE", "SIGN")
    between = any(c.at(i + 2).has(word) for word in says)
    begin = next((k + 1 for k in range(first - 1, -1, -1) if _parts_conditions(c, k)), 0)
    told = ("CMP", "X", "RISING", "STATE", "GAP", "PATTERN", "MOVE", "TOUCH")
    others = any(c.at(k).has(word) for k in range(begin) for word in told)
    filters = begin > 0 and c.at(begin - 1).has("MARK", "only", "unless")
    days = any(isinstance(span, Span) and span.unit == "day" for span in (one.get("SPAN") for one in c.lexemes))
    leads = begin == first and not any(c.at(i + 2).has(word) for word in ("SIGN_MARK", "END", "ACT"))
    return (others or filters) and (between or leads or days)


def _parts_conditions(c: Cursor, k: int) -> bool:
    """Return whether one condition ends here and another begins."""
    linked = c.at(k).has("CONJ") or c.at(k).has("MARK", "only", "unless") or c.is_sign(k, ",", ";", ".")
    return linked or (c.is_sign(k - 1, "\n") and c.at(k).text in ("-", "*"))


def _names_bars(c: Cursor, i: int) -> bool:
    """Return whether "Netflix weekly: buy when ..." names the bars of a single market, and no rhythm of a portfolio."""
    markets = {str(one.get("SYM")) for one in c.lexemes if one.has("SYM")}
    lists = any(one.has("SYMS") or one.has("RANK") or one.has("BEST", "worst") for one in c.lexemes)
    return c.at(i - 1).has("SYM") and len(markets) == 1 and not lists


def _stands_alone(c: Cursor, i: int) -> bool:
    before = c.at(i - 1) if i else None
    if before is not None and any(before.has(word) for word in ("HOLD", "FORN", "WITHIN", "LASTN", "VALID", "CMP")):
        return False
    if any(c.at(k).text.endswith(("first", "last", "opening", "final", "closing")) for k in (i - 1, i - 2) if k >= 0):
        return False
    after = c.at(c.skip(i + 1))
    return not any(after.has(word) for word in ("LATER", "AGO", "HILO", "SESSION", "INAROW"))
