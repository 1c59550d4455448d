"""Chinese days of a rule: the open or the close of a weekday, the session after one, a gap that is closed again."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_DEEDS: Final = ("buy", "sell", "exit", "short", "cover")
_FRIDAY: Final = 4


def session_after(found: list[Lexeme], i: int) -> None:
    """Read "周五收跌则下周一开盘买进" as bought at the next open, which Monday is."""
    day = found[i].get("WEEKDAY")
    opens = at(found, i + 1).has("SER", "open") and at(found, i + 2).has("ACT", *_DEEDS)
    if not isinstance(day, int) or not opens:
        return
    decided = None
    for k in range(i - 1, -1, -1):
        if found[k].has("ACT", *_DEEDS) or found[k].has("SIGN_MARK", ".", ";", "\n"):
            break
        decided = found[k].get("WEEKDAY") if decided is None else decided
    if not isinstance(decided, int) or day != (0 if decided == _FRIDAY else decided + 1):
        return
    found[i] = Lexeme("次日开盘", found[i].start, found[i + 1].end, {"FILLAT": "next_open"})
    del found[i + 1]
    for k in (i - 1, i - 2):
        if at(found, k).text in ("下", "下个", "于", "在", "的", "后", "接下来", "随后"):
            found[k] = meaning(found[k], {"NOISE": True} if found[k].text != "后" else found[k].meanings)


def time_of_weekday(found: list[Lexeme], i: int) -> None:
    """Read "每周一开盘买入", "周三收盘卖出" as done at that open or close itself."""
    price = at(found, i + 1)
    if not found[i].has("WEEKDAY") or not at(found, i + 2).has("ACT", *_DEEDS):
        return
    told: Meanings = {**found[i].meanings, "DEEDTIME": True}
    if price.has("SER", "open"):
        found[i] = meaning(found[i], told)
        found[i + 1] = meaning(price, {"SESSION": "open"}, "at the open")
    elif price.has("SER", "close"):
        found[i] = meaning(found[i], told)
        found[i + 1] = meaning(price, {"FILLAT": "same_close"}, "at the close")


def gap_closed(found: list[Lexeme], i: int) -> None:
    """Read "缺口回补", "补上缺口", "回到前一日收盘价" after a gap as the gap that is filled."""
    fills = found[i].has("GAPFILL")
    gap = next((k for k in (i - 1, i + 1, i + 2) if at(found, k).has("GAP", "")), None)
    if fills and gap is not None:
        _tell_filled(found, min(i, gap), max(i, gap))
        return
    back = found[i].text in ("回到", "跌回", "涨回", "升回", "回落到", "回升到", "返回", "回落至", "回升至")
    gone = any(one.has("GAP", "up", "down") for one in found[:i])
    k = i + 3 if at(found, i + 2).has("ZHOF") else i + 2
    if not (back and gone and at(found, i + 1).has("PREV") and at(found, k).has("SER", "close")):
        return
    if _leaves(found, k):
        _tell_filled(found, i - 1 if at(found, i - 1).has("SER", "close", "price") else i, k)


def _leaves(found: list[Lexeme], k: int) -> bool:
    return any(one.has("ACT", "sell", "exit", "cover") for one in found[k + 1 : k + 4])


def _tell_filled(found: list[Lexeme], first: int, last: int) -> None:
    """Put "the gap is filled" in place of some words: by a position that it ends, or by the bar itself."""
    place, by = found[first], "position" if _leaves(found, last) else "bar"
    found[first : last + 1] = [
        Lexeme("缺口", place.start, place.end, {"GAP": ""}),
        Lexeme("filled", place.end, found[last].end, {"GAPFILL": by}),
    ]
