"""Numbers in digits, in English words and in Chinese characters."""

from typing import Final

from strategy_ai_worker.domain.reading.tokens import Token

_UNITS: Final = {
    word: i
    for i, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * i
    for i, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_GLYPHS: Final = {glyph: i for i, glyph in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
    "双": 2,
    "廿": 20,
    "卅": 30,
}
_GLYPH_TENS: Final = ("廿", "卅")
_GLYPH_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_MOST_DIGITS: Final = 15

Read = tuple[float, int]


def numeral(tokens: list[Token], i: int) -> Read | None:
    """Return the number that begins at a token, and the token after it."""
    token = tokens[i]
    if token.kind == "number" and len(token.text) > _MOST_DIGITS:
        return None
    if token.kind == "number":
        return _digits(tokens, i)
    if token.kind == "word":
        return _english(tokens, i)
    if token.kind == "glyph":
        return _chinese(tokens, i)
    return (0.5, i + 1) if token.text == "½" else None


def _digits(tokens: list[Token], i: int) -> Read:
    value, after = float(tokens[i].text.replace(",", "")), i + 1
    while after < len(tokens) and tokens[after].text in (*_SCALES, "万", "千", "百", "亿"):
        word = tokens[after].text
        value *= _SCALES.get(word) or _GLYPH_SCALES[word]
        after += 1
    return value, after


def _english(tokens: list[Token], i: int) -> Read | None:
    total, group, after, seen = 0.0, 0.0, i, False
    while after < len(tokens):
        word = tokens[after].text
        if word in _UNITS or word in _TENS:
            if seen and (group % 10 or group == 0) and word in _UNITS:
                break
            group += _UNITS.get(word, _TENS.get(word, 0))
        elif word in _SCALES and (seen or _is_a(tokens, after)):
            group = max(group, 1) * _SCALES[word]
            total, group = (total + group, 0.0) if word != "hundred" else (total, group)
        elif not (seen and word in ("-", "and") and _continues(tokens, after, word)):
            break
        seen = seen or word in _UNITS or word in _TENS or word in _SCALES
        after += 1
    value, point = _point(tokens, after)
    return (total + group + value, point) if seen else None


def _is_a(tokens: list[Token], i: int) -> bool:
    return i > 0 and tokens[i - 1].text == "a"


def _continues(tokens: list[Token], i: int, word: str) -> bool:
    following = tokens[i + 1].text if i + 1 < len(tokens) else ""
    before = tokens[i - 1].text
    return (following in _UNITS and before in _TENS and word == "-") or (
        word == "and" and before in _SCALES and (following in _UNITS or following in _TENS)
    )


def _point(tokens: list[Token], i: int) -> Read:
    """Return what "point five" adds."""
    if i + 1 < len(tokens) and tokens[i].text == "point" and tokens[i + 1].text in _UNITS:
        return _UNITS[tokens[i + 1].text] / 10, i + 2
    if i + 2 < len(tokens) and tokens[i].text == "and" and tokens[i + 1].text == "a" and tokens[i + 2].text == "half":
        return 0.5, i + 3
    return 0.0, i


def _chinese(tokens: list[Token], i: int) -> Read | None:
    if tokens[i].text == "百" and i + 2 < len(tokens) and tokens[i + 1].text == "分" and tokens[i + 2].text == "之":
        return None
    total, group, digit, after = 0, 0, 0, i
    while after < len(tokens) and (tokens[after].text in _GLYPHS or tokens[after].text in _GLYPH_SCALES):
        glyph = tokens[after].text
        if glyph in _GLYPH_TENS:
            group += _GLYPHS[glyph]
        elif glyph in _GLYPHS:
            digit = _GLYPHS[glyph]
        elif _GLYPH_SCALES[glyph] >= 10_000:
            total, group, digit = (total + group + digit) * _GLYPH_SCALES[glyph], 0, 0
        else:
            group, digit = group + (digit or 1) * _GLYPH_SCALES[glyph], 0
        after += 1
    if after == i:
        return None
    part, after = _chinese_decimals(tokens, after)
    return round(total + group + digit + part, 10), after


def _chinese_decimals(tokens: list[Token], i: int) -> Read:
    """Return what "点五" adds to the number before it; "九点五分" is a time of the day."""
    after = i + 1
    while after < len(tokens) and tokens[after].text in _GLYPHS and tokens[after].text not in _GLYPH_TENS:
        after += 1
    behind = tokens[after].text if after < len(tokens) else ""
    if tokens[i : i + 1] == [] or tokens[i].text != "点" or after == i + 1 or behind in ("十", "分", "半", "钟"):
        return 0.0, i
    digits = "".join(str(_GLYPHS[token.text]) for token in tokens[i + 1 : after])
    return float(f"0.{digits}"), after
