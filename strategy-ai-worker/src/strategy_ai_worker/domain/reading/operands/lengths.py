"""What begins with a length: a "50-day average", a "14-period RSI", a "20-day high"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE, INDICATORS
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.averages import average_led_by, bare_length
from strategy_ai_worker.domain.reading.operands.bands import band_with_prefix, read_band
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.operands.extremes import extreme_led_by
from strategy_ai_worker.domain.reading.operands.frames import bar_of_length, of_symbol, on_timeframe
from strategy_ai_worker.domain.reading.operands.lines import indicator_with
from strategy_ai_worker.domain.reading.operands.measures import COARSER, bars_of, is_coarser
from strategy_ai_worker.domain.reading.trees import Node, call


def length_led(c: Cursor, i: int, subject: Node | None) -> Found:  # noqa: C901 - one reading of one construct
    """Read what begins with a length: "50-day average", "14-period RSI", "20-day high", "8 ema", or a bare "200-day"."""  # noqa: E501
    lexeme = c.at(i)
    if not is_length(lexeme) or _is_parted(c, i):
        return None
    j = c.skip(i + 1)
    glued = c.is_sign(j, "-") or c.at(j).has("ARITH", "-")
    if glued and c.at(j).start == lexeme.end and c.at(j + 1).start == c.at(j).end and not lexeme.has("SPAN"):
        j = j + 1 if c.at(j + 1).has("AVG") or c.at(j + 1).has("IND") else j
    if c.is_sign(j, ",") and c.at(c.skip(j + 1)).has("NUM") and c.at(c.skip(c.skip(j + 1) + 1)).has("DEV"):
        return band_with_prefix(c, i, c.skip(j + 1))
    if c.at(j).has("NUM") and c.at(c.skip(j + 1)).has("DEV") and not c.at(j).has("SPAN"):
        return band_with_prefix(c, i, j)
    thing = c.at(j)
    if thing.has("TODAY") or thing.has("LASTN"):
        j = c.skip(j + 1)
        thing = c.at(j)
    found = average_led_by(c, i, j, subject) or bar_of_length(c, i, j, subject)
    span = lexeme.get("SPAN")
    if found is None and thing.has("IND", "mom") and isinstance(span, Span) and span.unit in ("week", "month", "year"):
        found = call("roc", CLOSE, bars_of(c, lexeme)), j + 1
        of = of_market(c, j + 1)
        found = found if of is None else (of_symbol(of[0], found[0]), of[1])
    measured = thing.has("IND") and not (thing.has("DEV") and lexeme.has("NUM") and not lexeme.has("SPAN"))
    if found is None and measured:
        found = _of_weeks(c, i, j, subject) or indicator_with(c, j, (bars_of(c, lexeme),), subject)
    if found is None and (thing.has("PART") or thing.has("IND", *BANDS)):
        found = read_band(c, j, subject, (bars_of(c, lexeme),))
    if found is None:
        found = extreme_led_by(c, lexeme, j)
    if found is None and lexeme.has("SPAN") and thing.text in _CHANGES:
        found = call("roc", CLOSE, bars_of(c, lexeme)), j + 1
    return found or bare_length(c, i, subject)


def _of_weeks(c: Cursor, i: int, j: int, subject: Node | None) -> Found:
    """Read "a 14-week RSI" as the RSI(14) of weekly bars: what is told by bars, as a "20-week average" is."""
    span = c.at(i).get("SPAN")
    frame = COARSER.get(span.unit) if isinstance(span, Span) and span.unit in ("week", "month") else None
    key = str(c.at(j).get("IND"))
    whole = key not in INDICATORS or INDICATORS[key].family in _OF_BARS
    if not isinstance(span, Span) or frame is None or not whole or not is_coarser(frame, c.memory.timeframe):
        return None
    found = indicator_with(c, j, (span.count,), subject)
    return None if found is None else (on_timeframe(frame, found[0]), found[1])


_OF_BARS = frozenset(["rsi", "atr", "adx", "cci", "willr", "mfi", "cmo", "stoch", "stochrsi", "aroon", "trix", "natr"])


def of_market(c: Cursor, j: int) -> tuple[str, int] | None:
    """Return the symbol of "of SPY" behind a thing, and the place after it."""
    symbols = c.at(j + 1).get("SYM") if c.at(j).has("P", "of") else None
    if not isinstance(symbols, tuple):
        return None
    c.memory.symbols[str(symbols[0])] = tuple(map(str, symbols))
    return str(symbols[0]), j + 2


_CHANGES = frozenset({"gain", "gains", "change", "rise", "advance", "move", "gain/loss", "increase", "rally"})


def _is_parted(c: Cursor, i: int) -> bool:
    """Return whether a link stands between a bare number and what follows: "over 25 with +DI" is no length."""
    between = range(i + 1, c.skip(i + 1))
    return not c.at(i).has("SPAN") and any(c.at(k).has("MARK") for k in between)
