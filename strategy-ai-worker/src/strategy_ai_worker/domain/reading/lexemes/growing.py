"""Chinese words about a position that gains: a stop that trails from then on, units added as the price moves."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_MADE: Final = ("盈利", "获利", "赚", "浮盈", "赚了", "浮赢", "涨", "上涨", "涨幅", "涨了", "利润")
_REACHED: Final = ("到", "到了", "达", "达到", "至", "了", "超", "过", "以上")
_THEN: Final = ("后", "之后", "以后", "时", "的时候", "就", "则", "再", "才", "后再", "之后再", ",")
_STARTS: Final = (
    *(
        "启用",
        "启动",
        "开始",
        "改用",
        "改为",
        "改",
        "转为",
        "切换",
        "切换为",
        "切换成",
        "使用",
        "用",
        "采用",
        "激活",
        "生效",
    ),
    *("开启", "的", "设", "设置", "启", "动", "激", "活", "换", "成", "为", "切", "转", "开", "个"),
)


def trails_from_gain(found: list[Lexeme], i: int) -> None:
    """Read "盈利8%后启用5%移动止损", "移动止损5%，盈利8%后启动" as a stop of 5% that trails once it is up 8%."""
    gain, after = _gain(found, i)
    if gain is None:
        return
    k = after
    while at(found, k).text in (*_THEN, *_STARTS):
        k += 1
    started = k > after and not at(found, k - 1).has("SIGN_MARK")
    trail = next((m for m in range(k, min(k + 8, len(found))) if found[m].has("TRAIL")), None)
    ahead = trail is not None and not any(one.has("ACT") or one.has("SIGN_MARK", *_ENDS) for one in found[k:trail])
    if trail is not None and ahead and (started or at(found, k).has("PCT")):
        last = trail + 1
        if not any(one.has("PCT") or one.has("MULT") for one in found[k:trail]):
            last = _past_amount(found, trail + 1)
        amount = [one for one in (*found[k:trail], *found[trail + 1 : last]) if one.text not in _STARTS]
        if any(one.has("PCT") or one.has("MULT") for one in amount):
            found[i:last] = _told(found[trail], amount, gain, found[i])
        return
    before = next((m for m in range(i - 1, max(-1, i - 9), -1) if found[m].has("TRAIL")), None)
    ends = at(found, k).text == "" or at(found, k).has("SIGN_MARK")
    named = before is not None and not any(one.has("ACT") or one.has("SIGN_MARK", *_ENDS) for one in found[before:i])
    if before is not None and named and started and ends:
        amount = [one for one in found[before + 1 : i] if not one.has("SIGN_MARK") and one.text not in _STARTS]
        found[before:k] = _told(found[before], amount, gain, found[i])


_ENDS: Final = (".", ";", "\n")


def _gain(found: list[Lexeme], i: int) -> tuple[Lexeme | None, int]:
    """Return the gain that is named from a place on, and the place behind it."""
    if found[i].text not in _MADE:
        return None, i
    k = i + 1
    while at(found, k).has("CMP", ">", ">=") or at(found, k).text in _REACHED:
        k += 1
    if not at(found, k).has("PCT"):
        return None, i
    share = found[k]
    while at(found, k + 1).text in ("以上", "以后") and at(found, k + 1).has("CMP"):
        k += 1
    return share, k + 1


def _told(trail: Lexeme, amount: list[Lexeme], gain: Lexeme, place: Lexeme) -> list[Lexeme]:
    lead = [Lexeme(trail.text, trail.start, trail.end, {"TRAIL": "trail"}), *amount]
    return [
        *lead,
        Lexeme("当", place.start, place.start, {"MARK": "if"}),
        Lexeme("盈利", place.start, place.end, {"MOVE": "up"}),
        gain,
    ]


def _past_amount(found: list[Lexeme], k: int) -> int:
    while k < len(found) and not found[k].has("SIGN_MARK", ",", *_ENDS):
        k += 1
    return k


def unit_added(found: list[Lexeme], i: int) -> None:
    """Read "每涨0.5个ATR(20)加仓一次，最多4个单位" as a unit added every 0.5 ATR, up to four."""
    if not found[i].has("ADD") or at(found, i - 1).has("SIGN_MARK", ",", ":", *_ENDS):
        return
    first = next((k for k in range(i - 1, max(-1, i - 12), -1) if found[k].text in _EVERY), None)
    inside = found[first + 1 : i] if first is not None else []
    moves = [one for one in inside if one.has("MOVE") or one.has("RISING")]
    amount = any(one.has("PCT") or one.has("IND", "atr") or one.has("MULT") for one in inside)
    if first is None or not moves or not amount or any(one.has("SIGN_MARK", ",", *_ENDS) for one in inside):
        return
    k = i + 1
    while at(found, k).text in _ONCE or at(found, k).has("SHARES", 1.0) or at(found, k).get("NUM") == 1:
        k += 1
    down = any(one.has("MOVE", "down") or one.has("RISING", "down") for one in moves)
    place = found[first]
    told = [
        Lexeme(found[i].text, place.start, place.end, {"ADD": "add"}),
        Lexeme("every", place.end, place.end, {"FILLER": ""}),
        Lexeme(moves[0].text, moves[0].start, moves[0].end, {"MOVE": "down" if down else "up"}),
        *(one for one in inside if one not in moves and one.text not in ("个", "再", "了")),
    ]
    found[first:k] = told
    _count_of_adds(found, first + len(told))


_EVERY: Final = ("每", "每当", "每次", "每逢", "价格每", "股价每")
_ONCE: Final = ("一次", "次", "一", "个", "单位", "一个单位", "一份", "份", "一单位", "手", "一手")


def _count_of_adds(found: list[Lexeme], k: int) -> None:
    """Name "最多加仓3次" as three additions: "4个单位" counts the first one too."""
    last = next((m for m in range(k, len(found)) if found[m].has("SIGN_MARK", *_ENDS)), len(found))
    bound = next((m for m in range(k, min(k + 6, last)) if found[m].has("CMP", "<=")), None)
    if bound is None:
        return
    for m in range(k, min(bound + 3, last)):
        if found[m].has("ADD") or found[m].text in ("加", "累计", "总共", "总", "共", "一共", "总计", "合计"):
            found[m] = meaning(found[m], {"CMP": "<="}, "")
    for m in range(bound + 1, min(bound + 4, last)):
        if found[m].has("NUM") and at(found, m + 1).text == "次":
            found[m + 1] = meaning(found[m + 1], {"FILLER": ""}, "adds")
            return
