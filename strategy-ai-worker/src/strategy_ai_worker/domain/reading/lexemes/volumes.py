"""Chinese words about volume: its ratio to the days before, a word for it that the numbers behind it explain."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_USUAL_DAYS: Final = 5
_ENDS: Final = (".", ";", "\n")
_DAILY: Final = ("逐日", "逐", "每天", "每日", "天天", "一天比一天", "依次", "逐步", "逐根", "逐渐", "日")


def ratio_of_volume(found: list[Lexeme], i: int) -> None:
    """Read "量比大于2.5" as a volume above 2.5 times the average of the 5 days before, or of those in brackets."""
    if not found[i].has("VOLUMERATIO"):
        return
    k, days = i + 1, float(_USUAL_DAYS)
    before = True
    if at(found, k).has("SIGN_MARK", "("):
        last = next((m for m in range(k, len(found)) if found[m].has("SIGN_MARK", ")")), k)
        span = next((m for m in range(k, last) if found[m].has("SPAN")), None)
        if span is not None:
            days = float(str(found[span].get("NUM")))
            before = found[span - 1].has("LASTN", "prev") or found[span - 1].has("PREV")
        k = last + 1
    while at(found, k).is_noise or at(found, k).has("EQ"):
        k += 1
    verb, times = at(found, k), at(found, k + 1)
    value = times.get("MULT") or times.get("NUM")
    compared = verb.has("CMP", ">", "<", ">=", "<=") or verb.has("X")
    if not compared or not isinstance(value, float) or times.has("SPAN"):
        return
    way = verb.get("X")
    sign = str(verb.get("CMP")) if verb.has("CMP") else ">" if isinstance(way, tuple) and way[0] == "up" else "<"
    place = found[i]
    told = [
        Lexeme("成交量", place.start, place.end, {"SER": "volume"}),
        Lexeme(verb.text, verb.start, verb.end, {"CMP": sign}),
        Lexeme(f"{value:g}倍", times.start, times.end, {"MULT": value}),
        *([Lexeme("前", times.end, times.end, {"LASTN": "prev"})] if before else []),
        Lexeme(f"{days:g}日", times.end, times.end, {"SPAN": Span(days, "day"), "NUM": days}),
        Lexeme("均量", times.end, times.end, {"VOLAVG": "volume"}),
    ]
    closing = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i + 1 : k]]
    found[i : k + 2] = [told[0], *closing, *told[1:]]


def volume_explained(found: list[Lexeme], i: int) -> None:
    """Pass over "放量" where the same rule says how much: "放量突破20日高点，成交量大于前一日的两倍"."""
    if not found[i].has("VOLUMEWORD"):
        return
    streak = at(found, i - 1).has("SPAN") and at(found, i - 2).has("INAROW")
    closed = next((k for k in range(i + 2, i + 8) if at(found, k).has("SIGN_MARK", ")")), None)
    daily = closed is not None and any(one.has("PREV", 1) for one in found[i:closed])
    if streak and closed is not None and at(found, i + 1).has("SIGN_MARK", "(") and daily:
        word = found[i]
        found[i : closed + 1] = [
            Lexeme("成交量", word.start, word.start, {"SER": "volume"}),
            Lexeme(word.text, word.start, word.end, {"RISING": "up" if word.has("VOLUMEWORD", "high") else "down"}),
            *(Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i + 1 : closed + 1]),
        ]
        return
    inside = found[i + 2 : closed] if closed is not None and at(found, i + 1).has("SIGN_MARK", "(") else []
    if closed is not None and any(one.has("CMP") for one in inside) and any(one.has("VOLAVG") for one in inside):
        _told_by_brackets(found, i, closed)
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("ACT") or found[k].has("SIGN_MARK", *_ENDS)), 0)
    last = next(
        (k for k in range(i, len(found)) if found[k].has("ACT") or found[k].has("SIGN_MARK", *_ENDS)), len(found)
    )
    for k in (k for k in range(first, last) if k != i and (found[k].has("SER", "volume") or found[k].has("VOLAVG"))):
        told = found[k + 1 : min(k + 4, last)]
        if any(one.has("CMP") or one.has("RISING") or one.has("MULT") or one.has("BI") for one in told):
            found[i] = meaning(found[i], {"FILLER": "", "NOISE": True})
            return


def _told_by_brackets(found: list[Lexeme], i: int, closed: int) -> None:
    """Read "放量（大于20日均量）上涨" as the volume above that average, and what stands behind it."""
    inside, word, end = found[i + 2 : closed], found[i], found[closed].end
    named = inside[0].has("SER", "volume")
    follows = any(at(found, closed + 1).has(category) for category in ("DAYCOLOR", "X", "PATTERN", "GAP", "RISING"))
    found[i : closed + 1] = [
        Lexeme("" if named else "成交量", word.start, word.end, {"NOISE": True} if named else {"SER": "volume"}),
        *inside,
        Lexeme("且" if follows else "", end, end, {"CONJ": "and"} if follows else {"NOISE": True}),
    ]


def grows_daily(found: list[Lexeme], i: int) -> None:
    """Read "三连阳且成交量逐日放大" as the volume of each of these days above that of the one before it."""
    k = i + 1
    while at(found, k).text in _DAILY:
        k += 1
    led = at(found, i - 1).has("CONJ", "and") or at(found, i - 1).has("SIGN_MARK", ",")
    if not (found[i].has("SER", "volume") and k > i + 1 and at(found, k).has("RISING") and led):
        return
    days = _streak_before(found, i)
    if days is None or days < _LEAST:
        return
    place = found[i + 1]
    row = [
        Lexeme("连续", place.start, place.start, {"INAROW": 1}),
        Lexeme(f"{days - 1:g}日", place.start, place.end, {"SPAN": Span(days - 1, "bar"), "NUM": days - 1}),
    ]
    found[i + 1 : k] = row


_LEAST: Final = 2


def _streak_before(found: list[Lexeme], i: int) -> float | None:
    """Return over how many days the streak before a place runs: "三连阳", "连续三天收阳"."""
    for k in range(i - 1, max(-1, i - 8), -1):
        if found[k].has("ACT") or found[k].has("SIGN_MARK", *_ENDS):
            return None
        if found[k].has("NUM") and any(at(found, m).has("DAYCOLOR") for m in (k + 1, k + 2, k + 3)):
            return float(str(found[k].get("NUM")))
    return None


def streak_of_two(found: list[Lexeme], i: int) -> None:
    """Read "连续3日成交量递减且收盘价递减" as both in each of these days: the streak stands before the two."""
    if not (found[i].has("INAROW") and at(found, i + 1).has("SPAN")):
        return
    last = next((k for k in range(i, len(found)) if any(found[k].has(word) for word in _BREAKS)), len(found))
    joint = next((k for k in range(i + 2, last) if found[k].has("CONJ", "and")), None)
    if joint is None or not _changes(found[i + 2 : joint]) or not _changes(found[joint + 1 : last]):
        return
    if at(found, joint + 1).has("SER"):
        place = found[joint].end
        found[joint + 1 : joint + 1] = [Lexeme(one.text, place, place, one.meanings) for one in found[i : i + 2]]


_BREAKS: Final = ("SIGN_MARK", "ACT", "MARK")


def _changes(words: list[Lexeme]) -> bool:
    """Return whether words tell of a change from day to day, with no length of time of their own."""
    timed = any(one.has("SPAN") or one.has("PCT") or one.has("TODAY") or one.has("PREV") for one in words)
    return not timed and any(one.has("RISING") or one.has("DAYCOLOR") for one in words)


def volume_grown_by(found: list[Lexeme], i: int) -> None:
    """Read "成交量放大1.5倍以上", "放量1.5倍", "成交量大于1.5倍" as that multiple of its average."""
    word = found[i].has("VOLUMEWORD", "high")
    k = i if word else i + 1
    verb = at(found, k)
    grows = word or (
        found[i].has("SER", "volume") and (verb.has("RISING", "up") or verb.has("CMP", ">", ">=") or verb.has("EQ"))
    )
    times = k + 2 if at(found, k + 1).has("P", "to") or at(found, k + 1).text in ("超过", "达到", "到", "至") else k + 1
    last = times + 2 if at(found, times + 1).text in ("以上", "之上", "多") else times + 1
    behind = at(found, last)
    ends = behind.text == "" or any(behind.has(one) for one in ("ACT", "SIGN_MARK", "MARK", "CONJ"))
    multiple = at(found, times).get("MULT")
    if not (grows and ends and isinstance(multiple, float) and multiple > 1):
        return
    start, end = found[i].start, found[last - 1].end
    found[i:last] = [
        Lexeme("成交量", start, start, {"SER": "volume"}),
        Lexeme("大于", start, start, {"CMP": ">"}),
        Lexeme(found[times].text, start, end, found[times].meanings),
        Lexeme("均量", end, end, {"VOLAVG": "volume"}),
    ]


def volume_and_move(found: list[Lexeme], i: int) -> None:
    """Read "连续三天缩量下跌后第四天放量上涨" day by day: less volume and a fall, then more and a rise."""
    streak = found[i].has("INAROW") and at(found, i + 1).has("SPAN")
    if not streak or not at(found, i + 2).has("VOLUMEWORD") or not at(found, i + 3).has("DAYCOLOR"):
        return
    row, span, word, move = found[i : i + 4]
    place = word.end
    told = [
        row,
        span,
        Lexeme("成交量", word.start, word.start, {"SER": "volume"}),
        Lexeme(word.text, word.start, word.end, {"RISING": "up" if word.has("VOLUMEWORD", "high") else "down"}),
        Lexeme("且", place, place, {"CONJ": "and"}),
        Lexeme(row.text, place, place, row.meanings),
        Lexeme(span.text, place, place, span.meanings),
        move,
    ]
    found[i : i + 4] = told
    k = i + len(told)
    while at(found, k).has("MARK", "if") or at(found, k).has("SIGN_MARK", ","):
        k += 1
    after = k + 1
    if not at(found, k).has("FILLAT", "next_open") or not at(found, after).has("VOLUMEWORD"):
        return
    high = at(found, after).has("VOLUMEWORD", "high")
    end = found[after].end
    lead = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i + len(told) : k]]
    found[i + len(told) : after + 1] = [
        *lead,
        Lexeme("紧接着", found[k].start, found[after].start, {"CONJ": "next"}),
        Lexeme("成交量", found[after].start, found[after].start, {"SER": "volume"}),
        Lexeme("放大" if high else "减少", found[after].start, end, {"RISING": "up" if high else "down"}),
        *([Lexeme("且", end, end, {"CONJ": "and"})] if at(found, after + 1).has("DAYCOLOR") else []),
    ]
