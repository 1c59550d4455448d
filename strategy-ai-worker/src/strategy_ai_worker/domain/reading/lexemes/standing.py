"""Chinese words about where the price stands and has been: on a line, back at it, fallen from its high."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning, moved

_LINE: Final = ("SPAN", "AVG", "IND", "PART", "NAMEDAVG")
_SHORTS: Final = ("short",)


def on_a_line(found: list[Lexeme], i: int) -> None:
    """Read "收盘价在200日均线上", "股价在均线下" as above it and below it: the side has but one character."""
    side = {"上": ">", "下": "<"}.get(found[i].text)
    behind = at(found, i + 1)
    ends = behind.text == "" or any(behind.has(word) for word in ("ACT", "SIGN_MARK", "MARK", "CONJ", "INAROW"))
    if side is None or not ends:
        return
    first = i
    while any(at(found, first - 1).has(word) for word in _LINE) or at(found, first - 1).text == "线":
        first -= 1
    verb = at(found, first - 1)
    if first == i:
        return
    if verb.has("EQ") or verb.text in ("在", "处于"):
        found[first - 1] = meaning(verb, {"CMP": side})
        found[i] = meaning(found[i], {"NOISE": True}, "")
    elif verb.has("CMP", ">", "<") or verb.has("X"):
        found[i] = meaning(found[i], {"NOISE": True}, "")


def close_behind_side(found: list[Lexeme], i: int) -> None:
    """Read "布林带下轨之下收盘" as "收盘低于布林带下轨": what lies there stands behind."""
    behind = at(found, i + 2)
    ends = behind.text == "" or any(behind.has(word) for word in ("ACT", "SIGN_MARK", "MARK", "CONJ", "FILLAT"))
    if not (found[i].has("CMP", "<", ">") and at(found, i + 1).has("SER", "close") and ends):
        return
    first, inside = i, False
    while inside or any(at(found, first - 1).has(word) for word in _LINE) or at(found, first - 1).text == ")":
        first -= 1
        inside = first > 0 and (inside or found[first].text == ")") and found[first].text != "("
    led = at(found, first - 1)
    if first == i or led.has("CMP") or led.has("X") or led.has("SER"):
        return
    place = found[first]
    told = [
        Lexeme(found[i + 1].text, place.start, place.start, found[i + 1].meanings),
        Lexeme(found[i].text, place.start, place.start, {"CMP": found[i].get("CMP")}),
    ]
    closing = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i : i + 2]]
    found[first : i + 2] = [*told, *found[first:i], *closing]
    if led.text in ("在", "于"):
        found[first - 1] = meaning(led, {"NOISE": True}, "")


def closes_on_side(found: list[Lexeme], i: int) -> None:
    """Read "收在均线下方" as "收盘低于均线", and "第一根收在均线下方的K线离场" as the deed at that."""
    if not (found[i].has("SER", "close") and found[i].text in _CLOSES):
        return
    k = i + 1
    while any(at(found, k).has(word) for word in _LINE):
        k += 1
    side = at(found, k)
    if not (k > i + 1 and side.has("CMP", "<", ">")):
        return
    del found[k]
    found.insert(i + 1, Lexeme(side.text, found[i].end, found[i].end, {"CMP": side.get("CMP")}))
    if at(found, k + 1).has("ZHOF") and at(found, k + 2).has("SER", "price"):
        for m in (k + 1, k + 2):
            found[m] = meaning(found[m], {"NOISE": True}, "")
    for m in range(max(0, i - 5), i):
        if found[m].text in ("第", "一根", "第一根", "首根", "首个") and not found[m].has("SIGN_MARK"):
            found[m] = meaning(found[m], {"NOISE": True}, "")


_CLOSES: Final = ("收在", "收于", "收报")


def bar_of_time(found: list[Lexeme], i: int) -> None:
    """Read "14:00那根收盘后离场" as after the bar that starts then has closed: no open of it is meant."""
    k = i + 1
    while at(found, k).text in ("那", "这", "根", "那根", "这根", "的", "开始", "k线", "根k线", "开始的", "该根"):
        k += 1
    closed, deed = at(found, k), at(found, k + 1)
    if not (found[i].has("CLOCK") and k > i + 1 and closed.has("SER", "close")):
        return
    leaves = deed.has("LATER") or (deed.text == "后" and at(found, k + 2).has("ACT", "sell", "exit", "cover"))
    if not leaves:
        return
    last = k + 1 if deed.has("LATER") else k + 2
    place, end = found[i], found[last].end
    if at(found, i - 1).has("LATER"):
        found[i - 1] = meaning(found[i - 1], {"FILLER": "", "NOISE": True})
    found[i : last + 1] = [
        Lexeme("达到", place.start, place.start, {"CMP": ">="}),
        Lexeme(place.text, place.start, place.end, {"CLOCK": place.get("CLOCK")}),
        Lexeme("平仓", place.end, end, {"ACT": "exit"}),
    ]


def line_named_again(found: list[Lexeme], i: int) -> None:
    """Read "季线" by its length where the name was told before: "收盘价站上季线且季线上扬，…跌破季线"."""
    days = found[i].get("NAMEDAVG")
    if not isinstance(days, int):
        return
    told = any(one.has("NAMEDAVG", days) or one.get("SPAN") == Span(float(days), "day") for one in found[:i])
    if not told and not at(found, i + 1).has("RISING"):
        return
    span = Span(float(days), "day")
    place = found[i]
    found[i : i + 1] = [
        Lexeme(f"{days}日", place.start, place.start, {"SPAN": span, "NUM": float(days)}),
        Lexeme("均线", place.start, place.end, {"AVG": ""}),
    ]


def pair_in_and_out(found: list[Lexeme], i: int) -> None:
    """Read "(配对，)z值2进0.5出" as opened beyond 2 and closed at 0.5."""
    deed = {"进": "buy", "进场": "buy", "开": "buy", "入": "buy", "出": "exit", "平": "exit", "出场": "exit"}.get(
        at(found, i + 1).text
    )
    if deed is None or set(found[i].meanings) != {"NUM"} or at(found, i - 1).has("CMP"):
        return
    if not (any(one.has("SPREADWORD") for one in found) and any(one.has("IND", "zscore") for one in found[:i])):
        return
    place = found[i]
    lead: Lexeme = Lexeme("超过", place.start, place.start, {"CMP": ">"})
    if deed == "exit":
        lead = Lexeme("回到", place.start, place.start, {"X": ("up", "weak")})
    end = found[i + 1].end
    act = Lexeme("进场" if deed == "buy" else "平仓", found[i + 1].start, end, {"ACT": deed})
    found[i : i + 2] = [lead, place, act, Lexeme(",", end, end, {"SIGN_MARK": ","})]


def streak_behind_level(found: list[Lexeme], i: int) -> None:
    """Read "收市价企稳50天线上连续三日" as "连续三日 收市价高于50天线": the streak stands behind."""
    behind = at(found, i + 2)
    ends = behind.text == "" or any(behind.has(word) for word in ("ACT", "SIGN_MARK", "MARK"))
    if not (found[i].has("INAROW") and at(found, i + 1).has("SPAN") and ends):
        return
    first = i
    while at(found, first - 1).is_noise or any(at(found, first - 1).has(word) for word in _LINE):
        first -= 1
    verb = first - 1
    compared = at(found, verb).has("CMP", ">", "<", ">=", "<=")
    if first == i or not compared or not at(found, verb - 1).has("SER"):
        return
    row, span = found[i], found[i + 1]
    place = found[verb - 1]
    del found[i : i + 2]
    found[verb] = meaning(found[verb], {"CMP": found[verb].get("CMP")})
    found[verb - 1 : verb - 1] = [moved(row, _at_begin(place)), moved(span, _at_begin(place))]


def _at_begin(place: Lexeme) -> Lexeme:
    return Lexeme("", place.start, place.start, {})


def all_of_volume(found: list[Lexeme], i: int) -> None:
    """Pass over the "都" of "每天成交量都比前一天大": it would part the volume from what it is compared with."""
    if found[i].has("WORST") and found[i].is_noise and at(found, i - 1).has("SER") and at(found, i + 1).has("BI"):
        found[i] = meaning(found[i], {"FILLER": "", "NOISE": True}, "")


def fall_while_held(found: list[Lexeme], i: int) -> None:
    """Read "期间最高价回落7%止损" as a stop that trails: the high is that of the time held."""
    share, deed = at(found, i + 2), at(found, i + 3)
    falls = at(found, i + 1).has("MOVE", "down") and share.has("PCT")
    led = at(found, i - 1).text in ("期间", "间", "持有期间", "以来", "的") or at(found, i - 1).has(
        "SIGN_MARK", ",", ";"
    )
    leaves = deed.has("STOP") or deed.has("ACT", "sell", "exit")
    if not (found[i].has("SER", "high") and falls and led and leaves and "高" in found[i].text):
        return
    if any(one.has("ACT", "buy") for one in found[:i]):
        found[i] = meaning(found[i], {"TRAIL": "trail"}, "移动止损")
        found[i + 1] = meaning(found[i + 1], {"NOISE": True}, "")
        found[i + 3] = meaning(deed, {"NOISE": True}, "")


def back_of_short(found: list[Lexeme], i: int) -> None:
    """Read "(高于上轨做空，)回到中轨平空" as falling back to it: a short that was entered above comes from there."""
    part = at(found, i + 1).get("PART") or (at(found, i + 2).get("PART") if at(found, i + 1).has("IND") else None)
    if found[i].text not in ("回到", "回归到", "重回", "返回", "返回到", "到", "触及") or part != "middle":
        return
    shorted = any(one.has("ACT", *_SHORTS) for one in found[:i])
    above = any(one.has("PART", "upper") for one in found[:i])
    below = any(one.has("PART", "lower") for one in found[:i])
    if shorted and above and not below:
        found[i] = meaning(found[i], {"CMP": "<="})


def low_of_that_bar(found: list[Lexeme], i: int) -> None:
    """Read "止损设在该阳线最低点" as the low of the bar that signals."""
    that = found[i].text in ("该", "这", "那", "这根", "该根", "那根", "信号", "入场", "突破")
    k = i + 1
    while at(found, k).text in ("根", "大", "日", "k线", "的", "当日") or at(found, k).has("DAYCOLOR"):
        k += 1
    stopped = any(at(found, m).has("STOP") for m in (i - 1, i - 2, i - 3))
    if that and k > i + 1 and stopped and at(found, k).has("SER", "low", "high"):
        for m in range(i, k):
            found[m] = meaning(found[m], {"NOISE": True}, "")
        found[i] = meaning(found[i], {"TODAY": 0}, "当日")


def held_at_touch(found: list[Lexeme], i: int) -> None:
    """Read "回踩20日均线不破" as touched by the low and closed above; brackets behind say the same again."""
    if not found[i].has("TOUCH"):
        return
    k = i + 1
    while any(at(found, k).has(word) for word in _LINE):
        k += 1
    denied = at(found, k).has("NOT") or at(found, k).text in ("未", "不")
    broken = at(found, k + 1).has("X") or at(found, k + 1).text in ("破", "跌破")
    last_said = _closing_that_holds(found, k)
    if last_said is not None:
        found[k : last_said + 1] = [Lexeme("不破", found[k].start, found[last_said].end, {"HELDAT": "held"})]
    whole = at(found, k).has("HELDAT")
    if k == i + 1 or not (whole or (denied and broken)):
        return
    last = k if whole else k + 1
    if at(found, last + 1).has("SIGN_MARK", "("):
        last = next((m for m in range(last + 2, len(found)) if found[m].has("SIGN_MARK", ")")), last)
    place = found[k]
    told = [
        Lexeme("且", place.start, place.start, {"CONJ": "and"}),
        Lexeme("收盘价", place.start, place.start, {"SER": "close"}),
        Lexeme("高于", place.start, place.end, {"CMP": ">"}),
        *(Lexeme(one.text, place.end, place.end, one.meanings) for one in found[i + 1 : k]),
        *(Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[k + 1 : last + 1]),
    ]
    found[k : last + 1] = told


def _closing_that_holds(found: list[Lexeme], k: int) -> int | None:
    """Return where brackets end that say "（最低价碰到但收盘价在其上）": touched by the low, closed above."""
    last = next((m for m in range(k + 1, min(k + 12, len(found))) if found[m].has("SIGN_MARK", ")")), None)
    if last is None or not at(found, k).has("SIGN_MARK", "("):
        return None
    inside = found[k + 1 : last]
    above = any(one.has("CMP", ">") or one.text.endswith("上") for one in inside)
    both = any(one.has("SER", "low") for one in inside) and any(one.has("SER", "close") for one in inside)
    return last if both and above else None


def ratio_again(found: list[Lexeme], i: int) -> None:
    """Read "(ATR占股价比例低于1.5%买，)比例高过2.5%就走" with the share that was spoken of before."""
    begins = i > 0 and found[i - 1].has("SIGN_MARK", ",", ";", ".", "\n")
    if not begins or found[i].text not in ("比例", "占比", "比率", "比值") or not at(found, i + 1).has("CMP"):
        return
    if not at(found, i + 2).has("PCT"):
        return
    for k in range(i - 1, 1, -1):
        compared = found[k].has("CMP") and at(found, k + 1).has("SER") and at(found, k + 2).has("P", "of")
        if not (compared and at(found, k + 3).has("PCT")):
            continue
        first = next((m for m in range(k - 1, -1, -1) if found[m].has("IND")), None)
        if first is None:
            return
        place = found[i].start
        subject = [Lexeme(one.text, place, place, one.meanings) for one in found[first:k]]
        base = [Lexeme(one.text, found[i + 1].end, found[i + 1].end, one.meanings) for one in found[k + 1 : k + 3]]
        found[i : i + 2] = [*subject, found[i + 1], *base]
        return


def edge_of_opening(found: list[Lexeme], i: int) -> None:
    """Read "(开盘前15分钟的高点突破做多，)跌破低点做空" as the other edge of the opening range."""
    if not (found[i].has("SER", "low", "high") and at(found, i - 1).has("X")):
        return
    if any(one.text == "opening" or one.has("OPENRANGE") for one in found[:i]):
        found.insert(i, Lexeme("开盘区间", found[i].start, found[i].start, {"OPENRANGE": "or"}))


def settings_before_line(found: list[Lexeme], i: int) -> None:
    """Read "KD指标(9,3,3)K值上穿D值" with a pause behind the settings: they are those of both lines."""
    if not found[i].has("IND", "stoch") or not at(found, i + 1).has("SIGN_MARK", "("):
        return
    last = next((k for k in range(i + 2, i + 8) if at(found, k).has("SIGN_MARK", ")")), None)
    if last is not None and at(found, last + 1).has("IND", "stoch_k", "stoch_d"):
        found.insert(last + 1, Lexeme(",", found[last].end, found[last].end, {"SIGN_MARK": ","}))


def risk_said_twice(found: list[Lexeme], i: int) -> None:
    """Read "每笔冒账户2%的风险" as "每笔冒账户2%": the risk is named before and behind."""
    k = i - 1
    while at(found, k).text == "的" or at(found, k).has("ACCOUNT"):
        k -= 1
    named = any(at(found, m).has("RISK") for m in range(k - 4, k))
    if found[i].has("RISK") and k < i - 1 and at(found, k).has("PCT") and named:
        for m in range(k + 1, i + 1):
            found[m] = meaning(found[m], {"NOISE": True}, "")
