"""Chinese lists of averages: a crossing of several, and later words that speak of one of them or of all."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at
from strategy_ai_worker.domain.reading.lexicon import Meanings

_SIGNS = {"up": ">", "down": "<"}
_BESIDE = frozenset(
    {"条", "个", "一条", "均线", "线", "的", "就", "其中", "时", "条均线", "价格", "股价", "收盘价", "才"}
)
_ALL = frozenset(
    {
        "两条",
        "两线",
        "两条线",
        "二者",
        "两条均线",
        "三条",
        "三线",
        "三条线",
        "三条均线",
        "全部",
        "两者",
        "两条线都",
        "两线都",
    }
)


def crossed_lists(found: list[Lexeme], i: int) -> None:
    """Read "站上20日和60日均线" as above both: a bar seldom crosses two lines at once."""
    way = found[i].get("X")
    if not isinstance(way, tuple) or way[0] not in _SIGNS:
        return
    k = i + 1
    while at(found, k).text in ("了", "其", "它的", "同时", "的"):
        k += 1
    if len(_list_at(found, k)) > 1:
        found[i] = Lexeme(found[i].text, found[i].start, found[i].end, {"CMP": _SIGNS[way[0]]})


def named_again(found: list[Lexeme], i: int) -> None:
    """Read "跌破任意一条", "任一跌破", "两条都跌破" as the averages that were listed before."""
    first, last, kind = _reference(found, i)
    lines = _last_list(found, i) if kind else []
    if not lines:
        return
    verb = _verb(found, first, last)
    if verb is None:
        return
    first, last = min(first, verb), max(last, verb + 1)
    sign = _sign(found[verb])
    start, end = found[first].start, found[last - 1].end
    told: list[tuple[str, Meanings]] = [(found[verb].text, {"CMP": sign})]
    for line in lines:
        if len(told) > 1:
            told.append(("或", {"CONJ": "or"}) if kind == "any" else ("和", {"CONJ": "and"}))
        told.append((line.text, dict(line.meanings)))
    told.append(("均线", dict(_noun(found, i))))
    found[first:last] = [Lexeme(text, start, end, meanings) for text, meanings in told]


def counted_list(found: list[Lexeme], i: int) -> None:
    """Read "10日、30日、60日三条均线" as "10日、30日、60日均线": the number only counts them."""
    counts = found[i].has("NUM") and not found[i].has("SPAN") and at(found, i - 1).has("SPAN")
    k = i + 2 if at(found, i + 1).text in ("条", "根", "个") else i + 1
    if counts and k == i + 2 and at(found, k).has("AVG") and not at(found, i - 1).has("AVG"):
        del found[i:k]


def close_together(found: list[Lexeme], i: int) -> None:
    """Read "10日、20日、30日均线之间最大差距不超过1%" as each of them within 1% of each other one."""
    if not found[i].has("DISTANCE", "gap"):
        return
    k = i - 1
    while at(found, k).text in ("之间", "最大", "的", "彼此", "相互", "之间的"):
        k -= 1
    share = next((m for m in (i + 1, i + 2, i + 3) if at(found, m).has("PCT")), None)
    bounded = share is not None and any(
        at(found, m).has("CMP", "<", "<=") or at(found, m).has("INSIDE") for m in (*range(i + 1, share), share + 1)
    )
    first, noun = k, at(found, k)
    while any(at(found, first).has(word) for word in ("SPAN", "AVG")) or _parts_list(found, first):
        first -= 1
    spans = [one for one in found[first + 1 : k + 1] if one.has("SPAN")]
    if share is None or not bounded or not noun.has("AVG") or len(spans) < _MANY:
        return
    last = share + 1 if at(found, share + 1).has("INSIDE") else share
    start, end = found[first + 1].start, found[last].end
    told: list[tuple[str, Meanings]] = []
    for n, one in enumerate(spans):
        for other in spans[n + 1 :]:
            told += [("且", {"CONJ": "and"})] if told else []
            told += [(one.text, one.meanings), (noun.text, noun.meanings), ("within", {"WITHIN": "within", "CMP": "<"})]
            told += [(found[share].text, found[share].meanings), ("of", {"P": "of"})]
            told += [(other.text, other.meanings), (noun.text, noun.meanings)]
    found[first + 1 : last + 1] = [Lexeme(text, start, end, meanings) for text, meanings in told]


_MANY = 3


def _parts_list(found: list[Lexeme], k: int) -> bool:
    """Return whether a comma or an "and" stands between two lengths of a list."""
    joins = at(found, k).has("SIGN_MARK", ",") or at(found, k).has("CONJ", "and")
    before = at(found, k - 1)
    return joins and (before.has("SPAN") or (before.has("AVG") and at(found, k - 2).has("SPAN")))


def both_named_before(found: list[Lexeme], i: int) -> None:
    """Read "(20日与50日均线的差距小于1%，)突破两条均线" as above both that were named before."""
    counted = found[i].has("NUM") and found[i].get("NUM") in _COUNTS and at(found, i + 1).text in ("条", "根", "线")
    k = i + 2 if at(found, i + 1).text != "线" else i + 1
    noun = at(found, k).has("AVG") or at(found, k).text == "线"
    verb = at(found, i - 1)
    way = verb.get("X")
    sign = (
        _SIGNS.get(str(way[0]), "")
        if isinstance(way, tuple)
        else str(verb.get("CMP"))
        if verb.has("CMP", ">", "<")
        else ""
    )
    lines = _lines_before(found, i)
    if not (counted and noun and sign) or len(lines) != found[i].get("NUM"):
        return
    found[i - 1] = Lexeme(verb.text, verb.start, verb.end, {"CMP": sign})
    start, end = found[i].start, found[k].end
    told: list[Lexeme] = []
    for span, line in lines:
        told += [Lexeme("和", start, start, {"CONJ": "and"})] if told else []
        told += [Lexeme(span.text, start, start, span.meanings), Lexeme(line.text, start, end, line.meanings)]
    found[i : k + 1] = told


_COUNTS = (2, 3)


def _lines_before(found: list[Lexeme], i: int) -> list[tuple[Lexeme, Lexeme]]:
    """Return the averages that were named before a place, each once, in their order."""
    lines: list[tuple[Lexeme, Lexeme]] = []
    for k in range(i):
        line = next((found[m] for m in range(k + 1, min(k + 6, i)) if found[m].has("AVG")), None)
        if found[k].has("SPAN") and line is not None and not any(found[k].text == span.text for span, _ in lines):
            lines.append((found[k], line))
    return lines


def _list_at(found: list[Lexeme], k: int) -> list[Lexeme]:
    """Return the lengths of "20日、50日和200日均线" that begin at a place; "20日线且50日线朝上" is no such list."""
    lengths: list[Lexeme] = []
    while at(found, k).has("SPAN"):
        lengths.append(found[k])
        k += 2 if at(found, k + 1).has("AVG") and _joins(found, k + 2) and not _tells(found, k + 3) else 1
        if not _joins(found, k):
            break
        k += 1
    return lengths if at(found, k).has("AVG") or at(found, k).text in ("线", "均线") else []


def _tells(found: list[Lexeme], k: int) -> bool:
    """Return whether the average of a length goes on with what it does: "50日线朝上", "50日线高于200日线"."""
    verb = at(found, k + 2) if at(found, k + 1).has("AVG") else at(found, k + 1)
    alone = verb.has("CMP", ">", "<") and verb.text in ("之上", "以上", "上方", "之下", "以下", "下方")
    return any(verb.has(word) for word in ("RISING", "CMP", "X", "SIGN", "EQ")) and not alone


def _joins(found: list[Lexeme], k: int) -> bool:
    joins = at(found, k).has("CONJ", "and", "or") or at(found, k).has("SIGN_MARK", ",", "/")
    return joins and at(found, k + 1).has("SPAN")


def _last_list(found: list[Lexeme], i: int) -> list[Lexeme]:
    for k in range(i - 1, -1, -1):
        if found[k].has("SPAN") and not (k > 1 and _joins(found, k - 1) and found[k - 2].has("SPAN")):
            lengths = _list_at(found, k)
            if len(lengths) > 1:
                return lengths
    return []


def _noun(found: list[Lexeme], i: int) -> Meanings:
    """Return what kind of average the list before a place is of."""
    return next((found[k].meanings for k in range(i - 1, -1, -1) if found[k].has("AVG")), {"AVG": ""})


def _reference(found: list[Lexeme], i: int) -> tuple[int, int, str]:
    """Return the words [first, last) that speak of "any of them" or "both of them", and which of the two."""
    lexeme = found[i]
    counted = lexeme.has("NUM") and lexeme.get("NUM") in (2, 3) and at(found, i + 1).text in ("条", "线", "条均线")
    kind = "any" if lexeme.has("EITHER") else "all" if counted or lexeme.text in _ALL else ""
    first = i - 1 if at(found, i - 1).text == "其中" else i
    last = i + 1
    if not kind:
        return first, last, kind
    while at(found, last).text in _BESIDE or at(found, last).has("WORST") or at(found, last).has("AVG"):
        last += 1
    return first, last, kind


def _verb(found: list[Lexeme], first: int, last: int) -> int | None:
    """Return the place of the verb beside such words: "跌破" before or behind them."""
    return next((k for k in (last, first - 1) if _sign(at(found, k))), None)


def _sign(lexeme: Lexeme) -> str:
    way = lexeme.get("X")
    if isinstance(way, tuple):
        return _SIGNS.get(str(way[0]), "")
    return str(lexeme.get("CMP")) if lexeme.has("CMP", ">", "<") and not lexeme.has("ACT") else ""
