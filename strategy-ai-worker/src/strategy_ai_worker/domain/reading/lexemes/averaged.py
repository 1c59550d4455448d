"""Chinese averages of an indicator, and extremes told by a distance: "50日ATR均值", "距离52周高点不超过10%"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_ALONE: Final = ("atr", "rsi", "adx", "cci", "obv", "mfi", "roc", "natr", "hv", "willr")
_WIDE: Final = 12


def own_average_named(found: list[Lexeme], i: int) -> None:
    """Read "ATR大于50日ATR均值", "RSI低于RSI(14)的20日均线" as above (below) its own average of that length."""
    if not (found[i].has("CMP", ">", "<", ">=", "<=") or found[i].has("X")):
        return
    named = next((k for k in range(i - 1, max(-1, i - _WIDE), -1) if found[k].has("IND", *_ALONE)), None)
    if named is None or any(_breaks(found, k) for k in range(named + 1, i)):
        return
    last = i + 1
    while last < i + _WIDE and last < len(found) and not _breaks(found, last) and not _ends(found[last]):
        last += 1
    again = next((k for k in range(i + 1, last) if found[k].has("IND", found[named].get("IND"))), None)
    average = any(one.has("AVG") for one in found[i + 1 : last])
    length = any(isinstance(one.get("SPAN"), Span) for one in found[i + 1 : last])
    if again is None or not average or not length:
        return
    end = again + 4 if _bracket(found, again + 1) else again + 1
    own = [one.get("NUM") for one in found[named + 1 : named + 4]] if _bracket(found, named + 1) else []
    told = [one.get("NUM") for one in found[again + 1 : end]]
    if told and told != own:
        return
    if at(found, end).has("ZHOF"):
        end += 1
    del found[again:end]


def _bracket(found: list[Lexeme], k: int) -> bool:
    opened, closed = at(found, k).has("SIGN_MARK", "("), at(found, k + 2).has("SIGN_MARK", ")")
    return opened and closed and at(found, k + 1).has("NUM")


def _breaks(found: list[Lexeme], k: int) -> bool:
    return found[k].has("SIGN_MARK", ",", ".", ";", ":", "\n")


def _ends(lexeme: Lexeme) -> bool:
    return lexeme.has("ACT") or lexeme.has("MARK") or lexeme.has("CONJ")


def near_extreme(found: list[Lexeme], i: int) -> None:
    """Read "距离52周高点不超过10%", "距50日低点5%以内" as a share of that extreme."""
    k = i + 2 if at(found, i + 1).has("LASTN") else i + 1
    edge = next((str(at(found, k + 1).get(word)) for word in ("SER", "HILO") if at(found, k + 1).has(word)), "")
    high, low = edge in ("high", "highest"), edge in ("low", "lowest")
    if not found[i].has("DISTANCE", "from") or not at(found, k).has("SPAN") or not (high or low):
        return
    share = next((m for m in (k + 2, k + 3, k + 4) if at(found, m).has("PCT")), None)
    if share is None:
        return
    side = next((one for one in found[k + 2 : share] if one.has("CMP")), None)
    inside = at(found, share + 1).has("INSIDE") or at(found, share + 1).has("CMP", "<")
    within = inside or (side is not None and side.has("CMP", "<", "<="))
    beyond = side is not None and side.has("CMP", ">", ">=")
    if not (within or beyond):
        return
    percent = float(str(found[share].get("PCT")))
    last = share + 1 if inside else share
    sign = (">=" if within else "<") if high else ("<=" if within else ">")
    start, end = found[i].start, found[last].end
    found[i : last + 1] = [
        Lexeme("高于" if sign[0] == ">" else "低于", start, start, {"CMP": sign}),
        *found[i + 1 : k + 2],
        Lexeme("的", end, end, {"P": "of", "ZHOF": "of", "NOISE": True}),
        Lexeme(
            f"{100 - percent if high else 100 + percent:g}%",
            end,
            end,
            {"PCT": 100 - percent if high else 100 + percent},
        ),
    ]


def lowest_when(found: list[Lexeme], i: int) -> None:
    """Read "降到60日最低的时候" as "降到60日最低时": the worst of nothing is meant."""
    if found[i].has("BEST") and found[i].has("HILO") and at(found, i - 1).has("SPAN") and at(found, i + 1).has("MARK"):
        side = "low" if found[i].has("HILO", "lowest") else "high"
        found[i] = meaning(found[i], {"SER": side, "HILO": found[i].get("HILO")}, found[i].text.removesuffix("的"))


def sunk_to_lowest(found: list[Lexeme], i: int) -> None:
    """Read "带宽降到60日最低" as the lowest of its own last 60 values."""
    reaches = found[i].has("X") and found[i].text.endswith(("到", "至"))
    edge = at(found, i + 2)
    measured = at(found, i - 1).has("IND") or at(found, i - 1).has("SIGN_MARK", ")")
    if reaches and measured and at(found, i + 1).has("SPAN") and edge.has("HILO") and edge.text in ("最低", "最高"):
        found[i] = meaning(found[i], {"EQ": "is"}, "为")


def coloured_columns(found: list[Lexeme], i: int) -> None:
    """Read "MACD红柱出现", "绿柱出现时" as the columns above zero, and below it."""
    text = found[i].text
    column = found[i].has("IND", "macd_hist") and text.endswith(("红柱", "绿柱"))
    led = i > 0 and found[i - 1].text == "出现"
    if not column or not (led or at(found, i + 1).text in ("出现", "时", "存在")):
        return
    k = i + 2 if at(found, i + 1).text == "出现" else i + 1
    place = found[k - 1]
    sign = Lexeme("为正" if "红" in text else "为负", place.start, place.end, {"SIGN": "+" if "红" in text else "-"})
    found[i + 1 : k] = [sign]


def half_bought(found: list[Lexeme], i: int) -> None:
    """Read "半仓买入" as a position of half the money, where nothing is bought or sold in parts."""
    parts = ("HALFOF", "REST", "ADD")
    alone = sum(any(one.has(part) for part in parts) for one in found) == 1
    if found[i].text == "半仓" and at(found, i + 1).has("ACT", "buy", "short") and alone:
        place = found[i]
        found[i : i + 1] = [
            Lexeme("仓位", place.start, place.end, {"SIZE": "size"}),
            Lexeme("50%", place.end, place.end, {"PCT": 50.0}),
        ]


def price_that_touches(found: list[Lexeme], i: int) -> None:
    """Read "触及下轨（以最低价为准）" as the low that touches it."""
    if not found[i].has("SIGN_MARK", "("):
        return
    k = i + 2 if at(found, i + 1).text in ("以", "按", "看", "指", "用") else i + 1
    price = at(found, k)
    last = next((m for m in range(k + 1, k + 5) if at(found, m).has("SIGN_MARK", ")")), None)
    if not price.has("SER", "high", "low", "close") or last is None or _says_more(found[k + 1 : last]):
        return
    first = next((m + 1 for m in range(i - 1, -1, -1) if _breaks(found, m)), 0)
    passes = next(
        (m for m in range(first, i) if found[m].has("X") or found[m].has("TOUCH") or found[m].has("CMP")), None
    )
    if passes is None:
        return
    del found[i : last + 1]
    named = next((m for m in range(first, passes) if found[m].has("SER")), None)
    told = Lexeme(price.text, found[passes].start, found[passes].start, {"SER": price.get("SER")})
    if named is None:
        found.insert(passes, told)
    else:
        found[named] = meaning(found[named], told.meanings, told.text)


def _says_more(inside: list[Lexeme]) -> bool:
    return any(one.has(word) for one in inside for word in ("NUM", "PCT", "CMP", "X", "SPAN", "ACT", "SER", "STOP"))


AVERAGED: Final = (
    own_average_named,
    near_extreme,
    lowest_when,
    sunk_to_lowest,
    coloured_columns,
    half_bought,
    price_that_touches,
)
