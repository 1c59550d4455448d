"""Chinese words of portfolios: which of several has more, what is left in cash, shares said as "seven to three"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning

_WHICH: Final = ("哪", "谁", "哪个", "哪只", "哪支")
_MORE: Final = ("多", "高", "大", "强", "好", "更多", "更高", "更大", "更强", "更好", "较高", "较强", "较大")
_LESS: Final = ("少", "低", "小", "弱", "差", "更少", "更低", "更小", "更弱", "更差", "较低", "较弱", "较小")
_ITEMS: Final = ("只", "个", "支", "名", "家", "种")
_LOSES: Final = ("亏", "亏钱", "亏损", "跌", "下跌", "负")
_SPARE: Final = ("不足", "剩余", "其余", "不够", "剩下", "剩下的", "余下", "多余", "空出", "空缺")


def which_has_more(found: list[Lexeme], i: int) -> None:
    """Read "哪只近三个月涨得多就持有哪只", "谁的收益高就拿谁" as holding the best of them."""
    if found[i].text not in _WHICH:
        return
    if _clause_from(found, i, ("ACT",)) is None and not any(_is_which(found, k) for k in range(i)):
        return
    for k in range(i + 1, min(len(found), i + 14)):
        if found[k].has("SIGN_MARK") or found[k].has("ACT"):
            break
        if found[k].text in (*_MORE, *_LESS) and not at(found, k + 1).has("NUM") and at(found, k + 1).text != "于":
            found[k] = meaning(found[k], {"BEST": "best" if found[k].text in _MORE else "worst"})
    found[i] = meaning(found[i], {"FILLER": "", "NOISE": True}, "哪只")


def _is_which(found: list[Lexeme], k: int) -> bool:
    return found[k].text in _WHICH


def _clause_from(found: list[Lexeme], i: int, ends: tuple[str, ...]) -> int | None:
    """Return where a word of these kinds stands behind a place within its clause."""
    for k in range(i + 1, len(found)):
        if found[k].has("SIGN_MARK"):
            return None
        if any(found[k].has(word) for word in ends):
            return k
    return None


def better_of_two(found: list[Lexeme], i: int) -> None:
    """Read "拿强的那个", "持有高的那只", "选较高的" as the best of those that were compared."""
    if found[i].text not in (*_MORE, *_LESS) or at(found, i + 1).text not in ("的", "者"):
        return
    behind, before = at(found, i + 2), at(found, i - 1)
    named = behind.text in ("那", "那个", "那只", "那支", "一", "那一") or behind.text == "" or behind.has("SIGN_MARK")
    named = named or (before.has("IND") and (behind.has("ACT", "buy") or behind.has("HOLD")))
    chosen = (
        before.has("IND")
        or before.has("ACT", "buy")
        or before.has("HOLD")
        or before.text in ("选", "拿", "挑", "取", "如果", "若", "")
    )
    if named and (chosen or before.has("SIGN_MARK")):
        found[i] = meaning(found[i], {"BEST": "best" if found[i].text in _MORE else "worst"})


def also_of_another(found: list[Lexeme], i: int) -> None:
    """Read "比特币也要在50日均线上" with the asset as what is compared: "也" joins no second one to it."""
    verb = at(found, i + 1)
    joins = found[i].text in ("也", "也要", "也得", "也必须", "同样") and at(found, i - 1).has("SYM")
    if joins and (verb.has("MARK", "only") or verb.has("EQ") or verb.has("CMP") or verb.text in ("要", "得")):
        found[i] = meaning(found[i], {"NOISE": True}, "")


def counted_extreme(found: list[Lexeme], i: int) -> None:
    """Read "RSI最低的那只", "波动最小的两只" as those that are ranked first, and no extreme of a price."""
    if not (found[i].has("BEST") and found[i].has("HILO")):
        return
    k = i + 2 if at(found, i + 1).has("ZHOF") else i + 1
    if at(found, k).text in ("那", "一", "前") or at(found, k).has("NUM"):
        k += 1
    if at(found, k).text in _ITEMS and k > i + 1:
        found[i] = meaning(found[i], {"BEST": found[i].get("BEST")})


def loss_of_best(found: list[Lexeme], i: int) -> None:
    """Read "如果都亏钱", "若最强的也下跌" as a score below zero."""
    led = next((k for k in range(i - 1, max(-1, i - 9), -1) if found[k].has("MARK", "if")), None)
    number = any(at(found, k).has("PCT") or at(found, k).has("NUM") for k in (i + 1, i + 2))
    if found[i].text not in _LOSES or led is None or number or not _ranks(found):
        return
    inside = found[led + 1 : i]
    if any(one.has("SIGN_MARK") for one in inside) or not any(_of_all(one) for one in inside):
        return
    for k in range(led + 1, i):
        if not found[k].has("BEST"):
            found[k] = meaning(found[k], {"NOISE": True})
    found[i] = meaning(found[i], {"SIGN": "-"})
    if at(found, i + 1).has("IND") or at(found, i + 1).text in ("的", "钱", "值"):
        found[i + 1] = meaning(found[i + 1], {"NOISE": True})


def _of_all(lexeme: Lexeme) -> bool:
    return lexeme.text in ("都", "也", "全", "均", "全都", "全部", "两者") or lexeme.has("BEST") or lexeme.has("WORST")


def _ranks(found: list[Lexeme]) -> bool:
    return any(one.has("BEST") or one.has("RANK") or one.text in _WHICH for one in found)


def spare_in_cash(found: list[Lexeme], i: int) -> None:
    """Read "不足两只的部分留现金" as what a rotation does anyway: what is not held stays in cash."""
    if found[i].text not in _SPARE or not (i == 0 or found[i - 1].has("SIGN_MARK")) or not _ranks(found):
        return
    last = next((k for k in range(i, len(found)) if found[k].has("SIGN_MARK")), len(found))
    if "现金" in "".join(one.text for one in found[i:last]):
        for k in range(i, last):
            found[k] = meaning(found[k], {"FILLER": "", "NOISE": True}, "")


def split_in_tenths(found: list[Lexeme], i: int) -> None:
    """Read "七三开", "五五分" as 70% and 30%."""
    digits = {one: n for n, one in enumerate("一二三四五六七八九", start=1)}
    text = "".join(at(found, k).text for k in range(i, i + 3))
    if at(found, i - 1).text == "调回" and len(text) > 1 and digits.get(text[0], 0) + digits.get(text[1], 0) == 10:
        for k in range(i, i + (1 if len(found[i].text) > 1 else 2)):
            found[k] = meaning(found[k], {"FILLER": "", "NOISE": True}, "")
        return
    word = next((text[:3] for end in ("开", "分") if text[:3].endswith(end) and len(text) >= 3), "")
    shares = [digits.get(letter, 0) for letter in word[:2]]
    if not word or sum(shares) != 10 or 0 in shares:
        return
    last = i
    while sum(len(one.text) for one in found[i : last + 1]) < len(word):
        last += 1
    start, end = found[i].start, found[last].end
    found[i : last + 1] = [Lexeme(f"{share}0%", start, end, {"PCT": 10.0 * share}) for share in shares]


def all_of_account(found: list[Lexeme], i: int) -> None:
    """Read "X时全仓SPY" as buying it with all of the money, where no other word of the clause says what is done."""
    if not found[i].has("ALLIN") or not at(found, i + 1).has("SYM"):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK")), 0)
    if not any(one.has("ACT") for one in found[first:i]):
        found.insert(i + 1, Lexeme("买入", found[i].end, found[i].end, {"ACT": "buy"}))


_MEASURES: Final = ("IND", "MOVE", "SPAN", "LASTN", "NUM", "ZHOF", "AVG")


def same_of_another(found: list[Lexeme], i: int) -> None:
    """Read "SPY过去3个月收益高于腾讯" as being above the same of the other: a price is no match for a return."""
    other, behind = at(found, i + 1), at(found, i + 2)
    if not found[i].has("CMP", ">", "<", ">=", "<=") or not other.has("SYM") or not _closes(behind):
        return
    if i == 0 or found[i - 1].has("SIGN_MARK") or found[i - 1].has("MARK"):
        _same_as_before(found, i)
        return
    first = i
    while first > 0 and any(found[first - 1].has(word) for word in _MEASURES):
        first -= 1
    measure = found[first:i]
    if not any(one.has("IND") or one.has("MOVE") for one in measure) or not at(found, first - 1).has("SYM"):
        return
    end = other.end
    found[i + 2 : i + 2] = [Lexeme(one.text, end, end, one.meanings) for one in measure]


def _same_as_before(found: list[Lexeme], i: int) -> None:
    """Give "(20日涨幅大于SPY时买入，)小于SPY时卖出" the measure of the clause before, on both sides."""
    last = next((k for k in range(i - 1, 0, -1) if found[k].has("CMP") and at(found, k + 1).has("SYM")), None)
    if last is None:
        return
    end = last + 2
    while at(found, end).start == at(found, end).end and any(at(found, end).has(word) for word in _MEASURES):
        end += 1
    measure = found[last + 2 : end]
    place = found[i]
    found[i + 2 : i + 2] = [Lexeme(one.text, found[i + 1].end, found[i + 1].end, one.meanings) for one in measure]
    found[i:i] = [Lexeme(one.text, place.start, place.start, one.meanings) for one in measure]


def _closes(lexeme: Lexeme) -> bool:
    return lexeme.text == "" or any(lexeme.has(word) for word in ("SIGN_MARK", "MARK", "ACT", "HOLD", "CONJ", "ALLIN"))


def looked_at_once(found: list[Lexeme], i: int) -> None:
    """Read "每周检查一次" behind the rules as the days on which they are looked at."""
    behind = at(found, i + 1)
    ends = behind.text == "" or (behind.has("SIGN_MARK") and at(found, i + 2).text == "")
    acts = any(one.has("ACT", "buy") for one in found[:i])
    if found[i].has("FILLER") and found[i].text.endswith("一次") and ends and acts and at(found, i - 1).has("PERIODIC"):
        found[i] = meaning(found[i], {"ACT": "check"})


def last_of_ranks(found: list[Lexeme], i: int) -> None:
    """Read "做空排名后两名" as those that rank last."""
    if (
        found[i].text in ("后", "最后", "末", "倒数")
        and at(found, i + 1).has("NUM")
        and at(found, i + 2).text in _ITEMS
    ):
        ranked = at(found, i - 1).has("RANK") or any(one.has("BEST", "best") for one in found[:i])
        if ranked:
            found[i] = meaning(found[i], {"BEST": "worst"})


def period_before(found: list[Lexeme], i: int) -> None:
    """Read "去年涨幅", "上个月表现" as the change over the year, or the month, before."""
    text = found[i].text + at(found, i + 1).text + at(found, i + 2).text
    unit = next((unit for word, unit in _BEFORE.items() if text.startswith(word)), None)
    if unit is None or not _ranks(found):
        return
    word = next(word for word in _BEFORE if text.startswith(word))
    last = i
    while sum(len(one.text) for one in found[i : last + 1]) < len(word):
        last += 1
    behind = at(found, last + 2) if at(found, last + 1).has("ZHOF") else at(found, last + 1)
    if not (behind.has("IND") or behind.has("BEST") or behind.text in ("表现", "涨跌幅")):
        return
    start, end = found[i].start, found[last].end
    count = {"quarter": 3.0, "half": 6.0}.get(unit, 1.0)
    span = Span(count, "month" if unit in ("quarter", "half") else unit)
    found[i : last + 1] = [
        Lexeme("过去", start, start, {"LASTN": "last"}),
        Lexeme(word, start, end, {"NUM": count, "SPAN": span}),
    ]


_BEFORE: Final = {
    "去年": "year", "上一年": "year", "上个季度": "quarter", "上一季度": "quarter", "上季度": "quarter",
    "上个月": "month", "上月": "month", "上周": "week", "上个星期": "week",
    "近半年": "half", "过去半年": "half", "最近半年": "half",
}  # fmt: skip


def momentum_in_title(found: list[Lexeme], i: int) -> None:
    """Read the "动量" of "动量轮动：", "相对强弱：" as the name of the idea where the score is named behind it."""
    names = found[i].has("IND", "mom") or (found[i].text == "相对强弱" and at(found, i + 1).has("SIGN_MARK", ":"))
    titled = i < _TITLE and names and not at(found, i - 1).has("SPAN")
    scored = any(one.has("IND", "roc") or one.has("BEST") for one in found[i + 1 :])
    if titled and scored and not at(found, i + 1).has("BEST") and _ranks(found):
        found[i] = meaning(found[i], {"FILLER": "", "NOISE": True}, "动量")
        if at(found, i - 1).text == "双":
            found[i - 1] = meaning(found[i - 1], {"FILLER": "", "NOISE": True}, "双")


_TITLE: Final = 4
