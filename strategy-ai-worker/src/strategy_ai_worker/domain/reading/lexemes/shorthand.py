"""Chinese shorthand: settings in brackets, lengths without their noun, half a position, the end of a month."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme
from strategy_ai_worker.domain.reading.lexicon import Meanings


def lengths_in_brackets(found: list[Lexeme], i: int) -> None:
    """Read "金叉(10/50)买入", "金叉(20/60 EMA)" as "均线10/50金叉买入": the brackets name the two averages."""
    inside = found[i + 1 : i + 7]
    noun = inside.pop(4) if len(inside) == 6 and inside[4].has("AVG") else None
    signs = len(inside) >= 5 and inside[0].has("SIGN_MARK", "(") and inside[4].has("SIGN_MARK", ")")
    crosses = found[i].text in ("金叉", "死叉") or found[i].has("CROSSNAME")
    before = found[i - 1] if i else Lexeme("", 0, 0, {})
    bare = i == 0 or before.has("SIGN_MARK") or before.has("SYM") or before.has("TF")
    if crosses and bare and signs and _is_bare(inside[1]) and _is_bare(inside[3]):
        place = found[i]
        average = Lexeme("均线", place.start, place.start, {"AVG": noun.get("AVG") if noun is not None else ""})
        cross = Lexeme("金叉" if "金" in place.text else "死叉", place.start, place.end, _CROSSES["金" in place.text])
        found[i : i + (7 if noun is not None else 6)] = [average, inside[1], inside[2], inside[3], cross]


_CROSSES: dict[bool, Meanings] = {True: {"X": ("up", "strong")}, False: {"X": ("down", "strong")}}


def length_without_noun(found: list[Lexeme], i: int) -> None:
    """Read "均线20上穿60", "MA5下穿10" as two averages: a bare number behind the cross is a length too."""
    if not found[i].has("X") or i < 2 or not _is_bare(found[i - 1]) or not found[i - 2].has("AVG"):
        return
    if i + 1 < len(found) and _is_bare(found[i + 1]):
        noun = found[i - 2]
        found.insert(i + 1, Lexeme(noun.text, found[i].end, found[i].end, noun.meanings))


def half_position(found: list[Lexeme], i: int) -> None:
    """Read "，半仓" as a position of half the money."""
    led = i == 0 or found[i - 1].has("SIGN_MARK", ",", ";", ".", "\n")
    ends = i + 1 == len(found) or found[i + 1].has("SIGN_MARK")
    if found[i].text == "半仓" and led and ends:
        place = found[i]
        size = Lexeme("仓位", place.start, place.end, {"SIZE": "size"})
        found[i : i + 1] = [size, Lexeme("50%", place.end, place.end, {"PCT": 50.0})]


def end_of_named_month(found: list[Lexeme], i: int) -> None:
    """Read "1月底" as the last trading day of January."""
    if found[i].text in ("底", "末") and i and found[i - 1].has("MONTH"):
        found[i] = Lexeme("月底", found[i].start, found[i].end, {"MONTHDAY": "last"})


def volatility_over_days(found: list[Lexeme], i: int) -> None:
    """Read "20日年化波动率" as a measure: only without a length it is a target."""
    if found[i].has("VOLTARGET") and i and found[i - 1].has("SPAN") and "目标" not in found[i].text:
        found[i] = Lexeme(found[i].text, found[i].start, found[i].end, {"IND": "hv"})


def _is_bare(lexeme: Lexeme) -> bool:
    return set(lexeme.meanings) == {"NUM"}
