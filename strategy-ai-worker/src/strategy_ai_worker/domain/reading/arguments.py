"""Numbers that belong to an indicator: "RSI(14)", "MACD 12/26/9", "SMA of the last 20 closes", "20 days and 2 deviations"."""  # noqa: E501

from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor

_LINKS = frozenset(
    [
        "of",
        "with",
        "over",
        "for",
        "using",
        "a",
        "an",
        "the",
        "last",
        "past",
        "on",
        "its",
        "all",
        "default",
        "standard",
        "settings",
        "setting",
        "set",
        "to",
        "at",
        "parameters",
        "parameter",
        "params",
    ]
)
_LENGTH_WORDS = frozenset(
    ["length", "period", "lookback", "look-back", "window", "settings", "setting", "parameters", "periods", "params"]
)


def is_length(lexeme: Lexeme) -> bool:
    """Return whether a lexeme can be the length of an indicator."""
    return lexeme.has("NUM") and not (lexeme.has("CLOCK") and not lexeme.has("SPAN"))


def arguments_after(c: Cursor, i: int, most: int = 1) -> tuple[tuple[float, ...], int]:
    """Return the numbers that follow an indicator's name, and the place after them; none where there are none."""
    if c.is_sign(i, "("):
        return _in_brackets(c, i)
    glued = c.is_sign(i, "-") and c.at(i).start == c.at(i - 1).end and c.at(i + 1).start == c.at(i).end
    if glued and c.at(i + 1).has("NUM") and not c.at(i + 1).has("PCT"):
        return _run(c, i + 1, most)
    if c.at(c.skip(i + 1)).has("INAROW"):
        return (), i
    if c.at(i).has("AXIS"):
        return (), i
    if c.at(i).has("NUM") and not _is_level(c, i) and not (c.at(i).has("SPAN") and c.at(i + 1).has("AGO")):
        return _run(c, i, most)
    return _linked(c, i, most)


def _in_brackets(c: Cursor, i: int) -> tuple[tuple[float, ...], int]:
    numbers: list[float] = []
    j = i + 1
    if c.at(j).has("CONJ"):
        return (), i  # "(or the RSI is over 70)": another condition, no settings.
    while j < len(c.lexemes) and not c.is_sign(j, ")"):
        lexeme = c.at(j)
        if lexeme.has("NUM") or lexeme.has("MULT"):
            both_ways = c.at(j - 1).has("CONJ", "and") and c.at(j - 2).has("ARITH", "+")
            numbers.append(abs(_value(c, lexeme)) if both_ways else _value(c, lexeme))
        elif lexeme.has("PCT") and len(numbers) == 1:
            numbers.append(abs(float(str(lexeme.get("PCT")))))
        elif not _may_stand_inside(lexeme):
            return (), i
        j += 1
    return (tuple(numbers), j + 1) if numbers and c.is_sign(j, ")") else ((), i)


def _may_stand_inside(lexeme: Lexeme) -> bool:
    inside = ("UNIT", "DEV", "CONJ", "P", "IND", "TIMES", "AVG", "FORN", "ARITH")
    text = lexeme.text
    return (
        lexeme.is_noise
        or text in (",", "/", ";", "-", "close", "=", "x")
        or text in _LENGTH_WORDS
        or text in _WIDTHS
        or any(map(lexeme.has, inside))
    )


def _run(c: Cursor, i: int, most: int) -> tuple[tuple[float, ...], int]:
    """Read up to `most` bare numbers: "12 26 9", "12/26/9", "20, 2"."""
    numbers, j = [_value(c, c.at(i))], i + 1
    while len(numbers) < most:
        k = j + 1 if c.is_sign(j, ",", "/", "-") or c.at(j).has("ARITH", "/", "-") else j
        if not c.at(k).has("NUM") or _is_level(c, k):
            break
        numbers.append(_value(c, c.at(k)))
        j = k + 1
        if c.at(j).has("DEV"):
            j += 1
    return tuple(numbers), j


def _linked(c: Cursor, i: int, most: int) -> tuple[tuple[float, ...], int]:
    """Read "of 14 days", "with a length of 14", "over the last 20 closes", "for 20 days and 2 deviations"."""
    if c.is_sign(i, ","):
        return _behind_comma(c, i + 1, most)
    j, worded = i, False
    while (
        c.at(j).text in _LINKS
        or c.at(j).text in _LENGTH_WORDS
        or c.at(j).has("LASTN")
        or c.at(j).has("WITHIN")
        or (c.at(j).text == "atr" and c.at(j + 1).text in _LENGTH_WORDS)
    ):
        worded = worded or c.at(j).text in _LENGTH_WORDS
        j += 1
    lexeme = c.at(j)
    settings = _settings(c, j, most) if j > i else None
    if settings is not None:
        return settings
    stated = lexeme.has("SPAN") or worded or _is_count_of_closes(c, j) or _is_length_of(c, i, j)
    if j == i or not is_length(lexeme) or not stated:
        return (), i
    behind = c.at(c.skip(j + 1))
    if behind.has("INAROW") or behind.has("SER", "high", "low") or behind.has("NEW"):
        return (), i
    numbers, j = [_value(c, lexeme)], j + 1
    if c.at(j).has("SER", "close") or c.at(j).text in ("closes", "prices"):
        j += 1
    k = j + 1 if c.at(j).has("CONJ", "and") or c.is_sign(j, ",") or c.at(j).text == "with" else j
    if most > 1 and c.at(k).has("NUM") and c.at(k + 1).has("DEV"):
        return (numbers[0], _value(c, c.at(k))), k + 2
    width = _width(c, k) if most > 1 else None
    return ((numbers[0], width[0]), width[1]) if width is not None else (tuple(numbers), j)


def _behind_comma(c: Cursor, i: int, most: int) -> tuple[tuple[float, ...], int]:
    """Read "Supertrend, 14 periods and a multiplier of 2", "the MACD, 8/21/5."."""
    listed = _run(c, i, most) if most > 1 and is_length(c.at(i)) else None
    if listed is not None and len(listed[0]) == most and c.at(listed[1]).has("SIGN_MARK"):
        return listed
    k = i + 1 if c.at(i).text in _LENGTH_WORDS else i
    width = _width(c, k + 1) if most > 1 and is_length(c.at(k)) else None
    apart = c.at(k).has("SPAN") and c.is_sign(k + 1, ".", ":", ";", "\n")
    told = width is not None or (most == 1 and (k > i or apart))
    if width is None and most > 1 and c.is_sign(k + 1, ",", "and"):
        width = _width(c, k + 2)
        told = width is not None
    if not told or not is_length(c.at(k)):
        return (), i - 1
    length = _value(c, c.at(k))
    return ((length,), k + 1) if width is None else ((length, width[0]), width[1])


def _settings(c: Cursor, j: int, most: int) -> tuple[tuple[float, ...], int] | None:
    """Read the numbers of "with 8, 21, 5 settings", "with settings 8/21/5", "with parameters 12, 26 and 9"."""
    if most < 2 or not is_length(c.at(j)):
        return None
    numbers, k = _run(c, j, most)
    if len(numbers) == most - 1 and c.at(k).has("CONJ", "and") and is_length(c.at(k + 1)):
        numbers, k = (*numbers, _value(c, c.at(k + 1))), k + 2
    named = c.at(k).text in _LENGTH_WORDS
    worded = any(c.at(m).text in _LENGTH_WORDS for m in range(max(0, j - 4), j))
    return (numbers, k + 1 if named else k) if len(numbers) > 1 and (named or worded) else None


_WIDTHS = frozenset(["multiplier", "multiple", "factor", "mult"])


def _width(c: Cursor, k: int) -> tuple[float, int] | None:
    """Return the multiple of "(period 14) and multiplier 2", "a factor of 3", "2 multiplier", and the place behind."""
    while c.at(k).text in ("a", "the", "an", "with", "and"):
        k += 1
    if c.at(k).text in _WIDTHS:
        m = k + 1
        while c.at(m).has("P", "of") or c.at(m).has("CMP", "==") or c.at(m).has("EQ"):
            m += 1
        number, after = c.at(m), m + 1
    else:
        number, after = c.at(k), k + 2
        if c.at(k + 1).text not in _WIDTHS:
            return None
    return (_value(c, number), after) if number.has("NUM") or number.has("MULT") else None


def _is_count_of_closes(c: Cursor, j: int) -> bool:
    return c.at(j + 1).has("SER", "close")


def _is_length_of(c: Cursor, i: int, j: int) -> bool:
    """Return whether "moving average of 55 turning up" goes on with what it does: the number is its length."""
    verb = c.at(j + 1)
    does = any(verb.has(word) for word in ("RISING", "CMP", "X", "EQ", "CONJ", "SIGN_MARK", "END"))
    return c.at(i - 1).has("AVG") and c.at(j - 1).has("P", "of") and set(c.at(j).meanings) == {"NUM"} and does


def _is_level(c: Cursor, i: int) -> bool:
    """Return whether a number is a level to compare with rather than a length."""
    lexeme = c.at(i)
    if lexeme.has("CLOCK") or lexeme.has("SHARES"):
        return True
    value = float(str(lexeme.get("NUM")))
    return value <= 0 or c.at(i - 1).has("CMP")


def _value(c: Cursor, lexeme: Lexeme) -> float:
    span = lexeme.get("SPAN")
    if isinstance(span, Span):
        return c.memory.bars(span)
    return float(str(lexeme.get("NUM") if lexeme.has("NUM") else lexeme.get("MULT")))
