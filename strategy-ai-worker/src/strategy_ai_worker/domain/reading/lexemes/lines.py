"""Chinese words about one line: an edge of its band, a level passed, a cross without its way, what becomes of it."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_BARE: Final = frozenset({"NUM"})


def edge_of_band(found: list[Lexeme], i: int) -> None:
    """Read "保历加通道顶", "布林带底部" as its upper and its lower line."""
    edge, band = found[i].get("EDGE"), at(found, i - 1)
    if edge is not None and (band.has("IND", "bb", "keltner", "donchian") or band.has("BANDWORD")):
        found[i] = meaning(found[i], {"PART": edge})
    elif found[i].text in ("中线", "中间线", "中轨线") and at(found, i - 1).has("X"):
        named = [one for one in found[:i] if one.has("IND") or (one.has("BANDWORD") and one.text != "线")]
        if named and (named[-1].has("IND", "bb", "keltner", "donchian") or named[-1].has("BANDWORD")):
            found[i] = meaning(found[i], {"PART": "middle"})


def passed_number(found: list[Lexeme], i: int) -> None:
    """Read "RSI过70", "RSI过了70" as above that level."""
    k = i + 2 if at(found, i + 1).text == "了" else i + 1
    led = at(found, i - 1).has("IND") or at(found, i - 1).text in (")", "已经", "已")
    if found[i].text == "过" and led and set(at(found, k).meanings) == _BARE:
        found[i] = meaning(found[i], {"CMP": ">"}, "高于")
        if k == i + 2:
            found[i + 1] = meaning(found[i + 1], {"NOISE": True}, "")


def slope_before_days(found: list[Lexeme], i: int) -> None:
    """Read "连续缩短三天" as "连续三天缩短"."""
    slope, span = at(found, i + 1), at(found, i + 2)
    if found[i].has("INAROW") and slope.has("RISING") and span.has("SPAN"):
        found[i + 1] = Lexeme(span.text, slope.start, slope.start, span.meanings)
        found[i + 2] = Lexeme(slope.text, slope.start, span.end, slope.meanings)


def rest_behind_deed(found: list[Lexeme], i: int) -> None:
    """Read "涨16%卖剩下的" as "涨16%卖": the rest is what the last part leaves by anyway."""
    sells = at(found, i - 1).has("ACT", "sell", "exit", "cover")
    k = i + 1
    while at(found, k).text in ("的", "仓位", "部分", "那", "一半", "另一半"):
        k += 1
    behind = at(found, k)
    ends = behind.text == "" or behind.has("SIGN_MARK", ",", ".", ";", "\n")
    if not (found[i].has("REST") and sells and ends) or not any(one.has("HALFOF") for one in found[:i]):
        return
    for m in range(i, k):
        found[m] = meaning(found[m], {"NOISE": True}, "")


def near_level(found: list[Lexeme], i: int) -> None:
    """Read "在20日均线附近（距离不超过1%）", "在均线上下1%以内" as within 1% of it; "在均线附近" as near it."""
    if not found[i].has("NEARBY"):
        return
    first, share, last = _start_of_line(found, i), None, i
    if at(found, i + 1).has("SIGN_MARK", "("):
        last = next((k for k in range(i + 2, i + 7) if at(found, k).has("SIGN_MARK", ")")), i)
        share = next((one for one in found[i + 2 : last] if one.has("PCT")), None)
    elif at(found, i + 1).has("PCT"):
        share, last = (
            found[i + 1],
            i + 2 if at(found, i + 2).has("INSIDE") or at(found, i + 2).has("BETWEEN") else i + 1,
        )
    led = at(found, first - 1)
    if first == i or (share is None and (not found[i].has("NEARBY", "near") or led.text not in _AT)):
        return
    if led.has("TOUCH") or led.has("X") or led.text in _AT:
        first -= 1
        found[first] = meaning(led, {"NOISE": True}, "")
    closing = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i : last + 1]]
    found[i : last + 1] = closing
    subject = at(found, first - 1).has("SER")
    where = first + (found[first].text == "")
    _tell_near(found, where, share, subject=subject)


def far_from_level(found: list[Lexeme], i: int) -> None:
    """Read "距离20日均线不超过1%" as within 1% of it."""
    if not found[i].has("DISTANCE"):
        return
    k = i + 1
    while any(at(found, k).has(word) for word in _LINE) or at(found, k).text == "的":
        k += 1
    last = k + 1 if at(found, k).text in ("距离", "差距", "偏离", "幅度", "的距离", "的差距") else k
    less = at(found, last).has("CMP", "<", "<=")
    share = at(found, last + 1 if less else last)
    inside = at(found, last + 1).has("INSIDE")
    if k == i + 1 or not share.has("PCT"):
        return
    if not (less or inside):
        return
    if last > k:
        found[k] = meaning(found[k], {"NOISE": True}, "")
    for m in range(last, last + 2):
        found[m] = meaning(found[m], {"NOISE": True}, "")
    found[i] = meaning(found[i], {"NOISE": True}, "")
    _tell_near(found, i + 1, share, subject=at(found, i - 1).has("SER"))


def _tell_near(found: list[Lexeme], where: int, share: Lexeme | None, *, subject: bool) -> None:
    """Put "收盘价 within 1% of" before a line, or "收盘价 near" where no share was named."""
    place = found[where].start
    told = [] if subject else [Lexeme("收盘价", place, place, {"SER": "close"})]
    if share is None:
        told += [Lexeme("附近", place, place, {"P": "around"})]
    else:
        told += [
            Lexeme("within", place, place, {"WITHIN": "within", "CMP": "<"}),
            Lexeme(share.text, place, place, share.meanings),
            Lexeme("of", place, place, {"P": "of"}),
        ]
    found[where:where] = told


def _start_of_line(found: list[Lexeme], i: int) -> int:
    first = i
    while any(at(found, first - 1).has(word) for word in _LINE):
        first -= 1
    return first


_LINE: Final = ("SPAN", "AVG", "IND", "PART", "NAMEDAVG")
_AT: Final = ("在", "到", "至", "处于", "位于", "处在")


def band_that_narrows(found: list[Lexeme], i: int) -> None:
    """Read "布林带收窄到近120日最低", "布林带收窄" as its width: the bands themselves are two lines."""
    slope, behind = at(found, i + 1), at(found, i + 2)
    if not (found[i].has("IND", "bb") and slope.has("RISING")) or at(found, i - 1).has("EQ"):
        return
    found[i] = meaning(found[i], {"IND": "bb_width"})
    lowest = any(one.has("HILO") for one in found[i + 3 : i + 6])
    if behind.text in ("到", "至", "成", "为") and lowest:
        found[i + 1] = meaning(slope, {"NOISE": True}, "")


def reward_to_risk(found: list[Lexeme], i: int) -> None:
    """Read "盈亏比1:2", "风险回报比2" as a target of two times the risk."""
    k = i + 1
    while at(found, k).text in ("为", "是", "设", "设为", "至少", "按", "用") or at(found, k).is_noise:
        k += 1
    one, sign, other = at(found, k), at(found, k + 1), at(found, k + 2)
    if not found[i].has("REWARD") or not one.has("NUM"):
        return
    joined = sign.has("SIGN_MARK", ":") or sign.text in ("比", "/")
    values = [float(str(one.get("NUM")))] + ([float(str(other.get("NUM")))] if joined and other.has("NUM") else [])
    ratio = max(values) / min(values) if len(values) > 1 and min(values) > 0 else values[0]
    last = k + 2 if len(values) > 1 else k
    found[i : last + 1] = [
        Lexeme("止盈", found[i].start, found[i].end, {"TARGET": "target"}),
        Lexeme(f"{ratio:g}r", one.start, found[last].end, {"RMULT": ratio}),
    ]


def quoted_in_dollars(found: list[Lexeme], i: int) -> None:
    """Read "比特币/USDT" as the coin: what it is quoted in is no asset of its own."""
    symbols = found[i].get("SYM")
    quoted = at(found, i + 2).has("TICKER", "USDT", "USD", "USDC") or at(found, i + 2).text in ("usdt", "usd", "usdc")
    slash = at(found, i + 1).text in ("/", "-")
    if isinstance(symbols, tuple) and "/" in str(symbols[0]) and slash and quoted:
        for k in (i + 1, i + 2):
            found[k] = meaning(found[k], {"FILLER": "", "NOISE": True})


def positions_at_once(found: list[Lexeme], i: int) -> None:
    """Read "最多同时持有2笔", "同时最多持仓3只" as a bound on the open positions."""
    bound = found[i].has("CMP", "<=") or found[i].text in ("最多持有", "最多持仓", "不超过")
    k = i + 1
    while at(found, k).text in ("同时", "只", "能", "可以", "持有", "持仓", "持", "开", "有", "拿", "只能", "允许"):
        k += 1
    unit = at(found, k + 1)
    counted = at(found, k).has("NUM") and not at(found, k).has("SPAN")
    together = any(at(found, m).text == "同时" for m in (i - 1, i - 2, *range(i + 1, k)))
    named = unit.text in ("笔", "只", "个仓位", "个持仓", "支", "个头寸", "个品种", "只股票", "个")
    if not (bound and counted and together and (named or at(found, k).has("SHARES"))):
        return
    number = float(str(found[k].get("NUM")))
    for m in (i - 1, i - 2):
        if at(found, m).text == "同时":
            found[m] = meaning(found[m], {"NOISE": True}, "")
    end = k + 1 if named else k
    while at(found, end + 1).text in ("股票", "仓位", "持仓", "头寸", "单", "仓"):
        end += 1
    found[i : end + 1] = [
        Lexeme("最多", found[i].start, found[i].end, {"CMP": "<="}),
        Lexeme(str(number), found[k].start, found[k].end, {"NUM": number}),
        Lexeme("positions", found[k].end, found[end].end, {"POSITIONS": "open"}),
    ]


def market_of_asset(found: list[Lexeme], i: int) -> None:
    """Read "大盘" as the index of the market that the named asset belongs to."""
    if not found[i].has("MARKETWORD"):
        return
    symbols = [str(value[0]) for one in found if isinstance(value := one.get("SYM"), tuple)]
    if not symbols or all("/" in symbol for symbol in symbols):
        return
    index = "^HSI" if all(symbol.endswith(".HK") or symbol == "^HSI" for symbol in symbols) else "^GSPC"
    found[i] = meaning(found[i], {"SYM": (index,), "MARKETWORD": "market"})


def reached_level(found: list[Lexeme], i: int) -> None:
    """Read "RSI到65" as reaching it: from below where it lies above the middle or above the level named before."""
    k = i + 2 if at(found, i + 1).text == "了" else i + 1
    level = at(found, k).get("NUM")
    named = i - 4 if at(found, i - 1).has("SIGN_MARK", ")") and at(found, i - 3).has("SIGN_MARK", "(") else i - 1
    oscillator = at(found, named).get("IND")
    middle = _MIDDLES.get(str(oscillator))
    if found[i].text not in _REACHES or set(at(found, k).meanings) != _BARE or middle is None:
        return
    if at(found, k + 1).text in ("以上", "以下", "之上", "之下", "上方", "下方", "到", "至", "-", "之间"):
        return
    verbs = ("CMP", "X")
    known = [
        found[k].get("NUM")
        for k in range(1, named)
        if set(found[k].meanings) == _BARE and any(found[k - 1].has(verb) for verb in verbs)
    ]
    before = float(str(known[-1])) if known else middle
    if isinstance(level, int | float):
        found[i] = meaning(found[i], {"CMP": ">=" if level > before else "<="})


_REACHES: Final = ("到", "到了", "至", "达到", "到达", "去到")
_MIDDLES: Final = {
    "rsi": 50.0,
    "stoch": 50.0,
    "stoch_k": 50.0,
    "stoch_d": 50.0,
    "mfi": 50.0,
    "willr": -50.0,
    "cci": 0.0,
}


def only_not_then(found: list[Lexeme], i: int) -> None:
    """Read "只在周末不交易" as "周末不交易": what is banned is all that the word singles out."""
    if found[i].text not in ("只在", "仅在", "只有", "只"):
        return
    for k in range(i + 1, min(i + 5, len(found))):
        if found[k].has("SIGN_MARK"):
            return
        if found[k].has("ACT", "no_entry"):
            found[i] = meaning(found[i], {"NOISE": True})
            return


def left_out_below(found: list[Lexeme], i: int) -> None:
    """Read "跌破200日均线的不要" as only those above it."""
    behind = at(found, i + 1)
    ends = behind.text == "" or behind.has("SIGN_MARK", ",", ".", ";", "\n")
    k = i - 1 if at(found, i - 1).has("ZHOF") or at(found, i - 1).text == "的" else i
    if not found[i].has("LEFTOUT") or k == i or not ends:
        return
    first = _start_of_line(found, k)
    way, verb = at(found, first - 1).get("X"), at(found, first - 1)
    under = verb.has("CMP", "<") or (isinstance(way, tuple) and way[0] == "down")
    over = verb.has("CMP", ">") or (isinstance(way, tuple) and way[0] == "up")
    if first == k or not (under or over):
        return
    where = first - 2 if at(found, first - 2).has("SER") else first - 1
    place = found[where]
    told = [
        Lexeme("只有", place.start, place.start, {"MARK": "only"}),
        Lexeme("收盘价", place.start, place.start, {"SER": "close"}),
        Lexeme(verb.text, place.start, verb.end, {"CMP": ">" if under else "<"}),
    ]
    closing = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[k : i + 1]]
    found[where : i + 1] = [*told, *found[first:k], *closing]


def price_breaks(found: list[Lexeme], i: int) -> None:
    """Read "(MA5上穿MA20买入，)跌破MA60卖出" as the price below a third line: the pair before has no part in it."""
    led = i - 1 if i > 1 and found[i - 1].has("MARK", "if") else i
    begins = led > 0 and found[led - 1].has("SIGN_MARK", ",", ";", ".", "\n")
    way = found[i].get("X")
    length = _length_of(found, i + 1)
    if not begins or not isinstance(way, tuple) or "叉" in found[i].text:
        return
    if length is None and not _is_extreme(found, i + 1):
        return
    crossed = [
        (_length_before(found, k), _length_of(found, k + 1))
        for k in range(1, i)
        if isinstance(found[k].get("X"), tuple)
    ]
    if _is_extreme(found, i + 1):
        if any(one.has("X") and at(found, k + 1).has("SPAN") for k, one in enumerate(found[:i])):
            place = found[i].start
            found.insert(i, Lexeme("收盘价", place, place, {"SER": "close"}))
        return
    if _leaves_extreme(found, i):
        place = found[i].start
        found.insert(i, Lexeme("收盘价", place, place, {"SER": "close"}))
        return
    pairs = [pair for pair in crossed if pair[0] is not None and pair[1] is not None]
    if pairs and all(length not in pair for pair in pairs):
        place = found[i].start
        found.insert(i, Lexeme("收盘价", place, place, {"SER": "close"}))


def _leaves_extreme(found: list[Lexeme], i: int) -> bool:
    """Return whether the clause before speaks of an extreme of some bars: what crosses an average then is the price."""
    first = next((k + 1 for k in range(i - 2, -1, -1) if found[k].has("SIGN_MARK")), 0)
    named = [k for k in range(first, i) if found[k].has("SPAN")]
    lined = any(found[k].has("AVG") or found[k].has("IND") for k in range(first, i))
    return bool(named) and not lined and any(_is_extreme(found, k) for k in named)


def _is_extreme(found: list[Lexeme], k: int) -> bool:
    """Return whether the high or the low of some bars begins at a place: "最近10日最低点"."""
    while at(found, k).has("LASTN") or at(found, k).is_noise:
        k += 1
    k = k + 2 if at(found, k + 1).has("ZHOF") else k + 1
    return at(found, k - 1).has("SPAN") and (at(found, k).has("SER", "high", "low") or at(found, k).has("HILO"))


def _length_of(found: list[Lexeme], k: int) -> float | None:
    """Return the length of the average that begins at a place: "MA60", "60日线"."""
    first, second = at(found, k), at(found, k + 1)
    number = second if first.has("AVG") else first if second.has("AVG") else None
    value = number.get("NUM") if number is not None else None
    return float(str(value)) if value is not None else None


def _length_before(found: list[Lexeme], k: int) -> float | None:
    return _length_of(found, k - 2)
