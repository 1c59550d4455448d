"""Chinese phrases about leaving: a fall from the peak, a stop that is measured from the entry."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_HELD: Final = (
    "入场后",
    "买入后",
    "持仓",
    "期间",
    "的",
    "以来",
    "持有",
    "买入",
    "入场",
    "后",
    "进场",
    "开仓",
    "以",
    "来",
    "之后",
)
_THEN: Final = ("就", "时", "则", "以上", "后", "即", "便")


def fall_from_peak(found: list[Lexeme], i: int) -> None:
    """Read "从最高点回撤8%卖出" as a trailing stop: the peak is that of the position."""
    k = i + 1
    while at(found, k).text in _HELD:
        k += 1
    peak, falls, share = at(found, k), at(found, k + 1), at(found, k + 2)
    last = k + 3
    while at(found, last).text in _THEN:
        last += 1
    high = peak.has("SER", "high") or peak.has("HILO", "highest")
    falls_by = falls.has("MOVE", "down") and share.has("PCT")
    if at(found, last).has("STOP") and at(found, last + 1).has("ACT"):
        last += 1
    leaves = at(found, last).has("ACT") or at(found, last).has("STOP")
    if not (found[i].has("P", "from") and high and falls_by and leaves):
        return
    deed = found[last]
    for m in (*range(i, k + 1), *range(k + 3, last + 1)):
        found[m] = meaning(found[m], {"NOISE": True})
    shifted = _deed_of_the_first(found, i, deed)
    i, k = i + shifted, k + shifted
    if at(found, i - 1).has("TRAIL"):
        found[k + 1] = meaning(falls, {"NOISE": True}, "")
    elif at(found, i - 1).has("SIGN_MARK") and at(found, i - 2).has("TRAIL"):
        found[i - 1] = meaning(found[i - 1], {"NOISE": True}, "")
        found[k + 1] = meaning(falls, {"NOISE": True}, "")
    else:
        found[k + 1] = meaning(falls, {"TRAIL": "trail"}, "移动止损")


def _deed_of_the_first(found: list[Lexeme], i: int, deed: Lexeme) -> int:
    """Give the deed to the way out before "or" too ("跌破季线或回落10%卖出"); return by how much that moves."""
    if not (deed.has("ACT") and _waits(found, i)):
        return 0
    end = found[i - 1].end
    found[i - 1] = Lexeme(deed.text, found[i - 1].start, end, deed.meanings)
    found.insert(i, Lexeme(",", end, end, {"SIGN_MARK": ","}))
    return 1


def other_half(found: list[Lexeme], i: int) -> None:
    """Read "涨16%卖另一半" as "涨16%卖剩下的": what is sold stands behind the deed."""
    half = found[i].text in ("另一半", "另外一半", "剩下一半", "剩余一半", "剩下的一半", "余下的一半")
    if half and found[i].has("REST") and at(found, i - 1).has("ACT", "sell", "exit"):
        found[i] = meaning(found[i], {"HALFOF": 0.5})


def change_then_stop(found: list[Lexeme], i: int) -> None:
    """Read "跌6%止损", "涨10%止盈" as the stop and the target of the position: the change stands before the word."""
    share, k = at(found, i + 1), i + 2
    while at(found, k).text in _THEN:
        k += 1
    deed = at(found, k)
    before = at(found, i - 1)
    begins = i == 0 or before.has("SIGN_MARK") or before.has("MARK") or before.has("CONJ")
    begins = begins or (before.has("SER", "close", "price") and at(found, i - 2).has("SIGN_MARK"))
    kind = "STOP" if found[i].has("MOVE", "down") else "TARGET" if found[i].has("MOVE", "up") else ""
    if not (begins and kind and share.has("PCT") and deed.has(kind)) or at(found, k + 1).has("PCT"):
        return
    last = k + 2 if at(found, k + 1).has("ACT", "sell", "exit", "cover") else k + 1
    told = Lexeme(deed.text, found[i].start, found[i].end, {kind: deed.get(kind)})
    noise = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i + 2 : last]]
    found[i:last] = [told, share, *noise]


def gain_then_deed(found: list[Lexeme], i: int) -> None:
    """Read "盈利15%全部卖出", "亏损5%离场" as the target and the stop: what the position has made stands first."""
    kind = _outcome(found[i])
    share, k = at(found, i + 1), i + 2
    while (at(found, k).has("CONJ", "or") or at(found, k).has("SIGN_MARK", ",")) and _outcome(at(found, k + 1)):
        if not at(found, k + 2).has("PCT"):
            break
        k += 3
    behind_share = k
    while at(found, k).text in (*_THEN, "全部", "全", "再"):
        k += 1
    before, behind = at(found, i - 1), at(found, k + 1)
    begins = i == 0 or any(before.has(word) for word in ("SIGN_MARK", "MARK", "CONJ"))
    ends = behind.text == "" or behind.has("SIGN_MARK", ",", ".", ";", "\n") or behind.has("CONJ")
    if kind and begins and ends and share.has("PCT") and at(found, k).has("ACT", "sell", "exit", "cover"):
        deed = found[k]
        found[i] = meaning(found[i], {kind: kind.lower()}, "止盈" if kind == "TARGET" else "止损")
        if behind_share == i + 2 and _waits(found, i):
            end = found[i - 1].end
            found[i - 1] = Lexeme(deed.text, found[i - 1].start, end, deed.meanings)
            found.insert(i, Lexeme(",", end, end, {"SIGN_MARK": ","}))
            i, k = i + 1, k + 1
            behind_share = i + 2
        if behind_share == i + 2:
            for m in range(i + 2, k + 1):
                found[m] = meaning(found[m], {"NOISE": True}, "")


def gain_then_break_even(found: list[Lexeme], i: int) -> None:
    """Read "浮盈达到5%后止损移到成本价" as the gain from which the stop stands at the entry."""
    k = i + 1
    while at(found, k).has("CMP", ">", ">=") or at(found, k).text in ("到", "到了", "达", "至", "了"):
        k += 1
    behind = k + 1
    while at(found, behind).text in (*_THEN, "之后", ",", "把", "将", "再", "以后", "的时候"):
        behind += 1
    gains = _outcome(found[i]) == "TARGET" or found[i].text in ("涨", "涨了", "上涨", "涨幅")
    if not (gains and at(found, k).has("PCT")):
        return
    if not at(found, behind).has("BREAKEVEN"):
        return
    stop, share = found[behind], found[k]
    for m in range(i, behind + 1):
        found[m] = meaning(found[m], {"NOISE": True}, "")
    found[behind : behind + 1] = [stop, Lexeme(share.text, stop.end, stop.end, share.meanings)]


def _waits(found: list[Lexeme], i: int) -> bool:
    """Return whether a way out stands before, joined by "or", and has no deed of its own: "跌破季线[或]获利20%出场"."""
    first = next((k + 1 for k in range(i - 2, -1, -1) if found[k].has("SIGN_MARK", ",", ".", ";", ":", "\n")), 0)
    before = found[first : i - 1]
    told = any(one.has(word) for one in before for word in ("X", "CMP", "CROSSNAME", "STATE", "SIGN"))
    return found[i - 1].has("CONJ", "or") and told and not any(one.has("ACT") for one in before)


def _outcome(lexeme: Lexeme) -> str:
    return "TARGET" if lexeme.text in _MADE else "STOP" if lexeme.text in _LOST else ""


_MADE: Final = ("盈利", "获利", "赚", "浮盈", "赚了", "浮赢")
_LOST: Final = ("亏损", "亏", "浮亏", "亏了", "蚀", "损失", "蚀了")


def stop_beyond_level(found: list[Lexeme], i: int) -> None:
    """Read "跌破20日均线3%止损" as leaving below the average: the distance is that from the average."""
    share, level = at(found, i - 1), at(found, i - 2)
    if not (found[i].has("STOP") and share.has("PCT") and (level.has("AVG") or level.has("PART"))):
        return
    first = next((k for k in range(i - 3, max(-1, i - 8), -1) if found[k].has("X") or found[k].has("CMP")), None)
    if first is not None and not any(one.has("SIGN_MARK", ",", ".", ";") for one in found[first:i]):
        found[i] = meaning(found[i], {"ACT": "exit"})


def stop_as_deed(found: list[Lexeme], i: int) -> None:
    """Read "跌穿21天EMA就止蚀", "跌破前低止损出局" as leaving there: no distance is said, but a line that is broken."""
    behind = at(found, i + 1)
    ends = behind.text == "" or behind.has("SIGN_MARK", ",", ".", ";", "\n") or behind.has("CONJ")
    if not found[i].has("STOP") or not (ends or behind.has("ACT", "exit", "sell")):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK")), 0)
    broken = any(one.has("X") or one.has("CMP", "<", ">") for one in found[first:i])
    lined = any(
        any(one.has(word) for word in ("AVG", "PART", "IND", "HILO", "NAMEDAVG", "SER")) for one in found[first:i]
    )
    measured = any(one.has("PCT") or one.has("MULT") or one.has("USD") for one in found[first:i])
    if broken and lined and not measured:
        found[i] = meaning(found[i], {"ACT": "exit"} if ends else {"NOISE": True})


def bare_deed(found: list[Lexeme], i: int) -> None:
    """Read "上穿50日线进，下穿出" as buying and leaving: the one word ends its clause."""
    deed = {"进": "buy", "入": "buy", "出": "exit", "走": "exit", "平": "exit"}.get(found[i].text)
    behind, before = at(found, i + 1), at(found, i - 1)
    ends = behind.text == "" or behind.has("SIGN_MARK", ",", ".", ";", "\n")
    led = before.has("MARK") or any(before.has(word) for word in ("X", "AVG", "NUM", "PART", "CROSSNAME", "SER"))
    halved = at(found, i + 1).has("HALFOF") and (led or before.has("PCT")) and found[i].text in ("平", "出", "走")
    if deed and not found[i].has("ACT") and ((ends and led) or halved):
        found[i] = meaning(found[i], {"ACT": deed})


def share_of_entry(found: list[Lexeme], i: int) -> None:
    """Read "止损设为入场价的92%" as a stop of 8%, "止盈为买入价的120%" as a target of 20%."""
    if not (found[i].has("STOP") or found[i].has("TARGET")):
        return
    k = i + 1
    while at(found, k).text in ("设", "设为", "为", "是", "在", "设在", "价", "定", "定为", "放在", ":", "于"):
        k += 1
    share = k + 2 if at(found, k + 1).has("ZHOF") else k + 1
    value = at(found, share).get("PCT")
    if not at(found, k).has("SER", "entry") or not isinstance(value, float) or share != k + 2 or value == _WHOLE:
        return
    away = round(abs(_WHOLE - value), 10)
    silent = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i + 1 : share]]
    found[i + 1 : share + 1] = [*silent, Lexeme(f"{away:g}%", found[share].start, found[share].end, {"PCT": away})]


_WHOLE: Final = 100.0


def target_in_risks(found: list[Lexeme], i: int) -> None:
    """Read "盈利达到风险的3倍止盈", "盈利3倍风险时止盈" as a target of 3R."""
    if _outcome(found[i]) != "TARGET":
        return
    k = i + 1
    while at(found, k).has("CMP", ">", ">=") or at(found, k).text in ("到", "达", "至", "到了", "为"):
        k += 1
    parts = found[k : k + 3]
    times = next((one for one in parts if one.has("MULT")), None)
    risked = next((m for m in range(k, k + 3) if at(found, m).has("RISK")), None)
    if times is None or risked is None:
        return
    last = max(found.index(times), risked)
    behind = last + 1
    while at(found, behind).text in (*_THEN, "的"):
        behind += 1
    if not (at(found, behind).has("TARGET") or at(found, behind).has("ACT", "sell", "exit", "cover")):
        return
    end = found[behind].end
    value = float(str(times.get("MULT")))
    found[i : behind + 1] = [
        Lexeme("止盈", found[i].start, found[i].end, {"TARGET": "target"}),
        Lexeme(f"{value:g}r", found[i].end, end, {"RMULT": value}),
    ]


def from_entry(found: list[Lexeme], i: int) -> None:
    """Read "止损为入场价下方2倍ATR" as a stop of 2 ATR: it is measured from the entry anyway."""
    named = any(at(found, k).has("STOP") or at(found, k).has("TARGET") for k in (i - 1, i - 2))
    if named and found[i].text in ("入场价", "买入价", "成本价", "开仓价", "进场价") and _beside(at(found, i + 1)):
        found[i] = meaning(found[i], {"NOISE": True})
        found[i + 1] = meaning(found[i + 1], {"NOISE": True})


def break_even_apart(found: list[Lexeme], i: int) -> None:
    """Read "跌破卖出，盈利3%后止损移到成本价" as two rules: the gain moves the stop, and is no condition to sell."""
    if not found[i].has("SIGN_MARK", ","):
        return
    last = next((k for k in range(i + 1, len(found)) if found[k].has("SIGN_MARK")), len(found))
    clause = found[i + 1 : last]
    if any(one.has("BREAKEVEN") for one in clause) and any(one.has("MOVE") or one.has("TARGET") for one in clause):
        found[i] = meaning(found[i], {"SIGN_MARK": ";"}, ";")


def _beside(lexeme: Lexeme) -> bool:
    """Return whether a word tells the side of the entry: "下方", "减", "加上"."""
    return lexeme.has("CMP") or lexeme.text in ("减", "减去", "-", "加", "加上", "+")
