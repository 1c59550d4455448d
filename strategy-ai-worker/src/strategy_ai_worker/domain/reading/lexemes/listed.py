"""Chinese lists of conditions under a title: "以下任一条件满足即卖出：①A；②B"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_CIRCLED: Final = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹")
_NUMERALS: Final = frozenset("一二三四五六七八九十")
_OPENS: Final = (".", ";", "\n", ":", ",", "!")
_HIGHEST: Final = 20
_LONGEST: Final = 80
_ALL: Final = frozenset(["同时", "同时满足", "全部", "所有", "均", "都", "皆", "全部满足"])
_OF_TITLE: Final = _ALL | {
    "以下",
    "下列",
    "如下",
    "条件",
    "条",
    "满足",
    "符合",
    "即",
    "时",
    "就",
    "其中",
    "则",
    "需",
    "须",
}
_OTHER: Final = ("ACT", "STOP", "TARGET", "TRAIL", "HOLD", "SIZE", "BREAKEVEN", "LATER")


def counts_lines(found: list[Lexeme], i: int) -> None:
    """Read "①A；②B", "1）A；2）B", "（1）A；（2）B" without the signs that only count."""
    bullet = found[i].text in ("-", "*") and i > 0 and found[i - 1].has("SIGN_MARK", "\n")
    if bullet and not (at(found, i + 1).has("NUM") and at(found, i + 1).start == found[i].end):
        del found[i]
        return
    begins = i == 0 or found[i - 1].has("SIGN_MARK", "\n")
    if begins and found[i].text in _NUMERALS and at(found, i + 1).has("SIGN_MARK", ","):
        del found[i : i + 2]
        return
    if found[i].text in _CIRCLED:
        if i == 0 or found[i - 1].has("SIGN_MARK"):
            del found[i]
        else:
            found[i] = meaning(found[i], {"SIGN_MARK": ","}, ",")
        return
    first = i + 1 if found[i].has("SIGN_MARK", "(") else i
    dotted = at(found, first + 1).has("SIGN_MARK", ".") and first == i
    opens = ("\n",) if dotted else _OPENS
    if i and not found[i - 1].has("SIGN_MARK", *opens):
        return
    number = at(found, first).get("NUM")
    counted = isinstance(number, float) and set(found[first].meanings) == {"NUM"} and number in range(1, _HIGHEST)
    ends = dotted or at(found, first + 1).has("SIGN_MARK", ")")
    if counted and ends and (first > i or _depth(found, i) == 0):
        del found[i : first + 2]


def list_under_title(found: list[Lexeme], i: int) -> None:
    """Read "以下任一条件满足即卖出：A；B" as "A或B", "同时满足以下条件买入：A；B", "做多，条件：A；B" as "A且B"."""
    if not found[i].has("SIGN_MARK", ":"):
        return
    first = next((k + 1 for k in range(i - 1, -1, -1) if found[k].has("SIGN_MARK", ".", ";", "\n", ":")), 0)
    title = found[first:i]
    either = any(one.has("EITHER") for one in title)
    named = at(found, i - 1).text.endswith("件") and any(one.has("ACT", "buy", "short") for one in title)
    if not any(one.has("ACT") for one in title) or not (either or named or any(one.text in _ALL for one in title)):
        return
    told = Lexeme("或" if either else "且", 0, 0, {"CONJ": "or" if either else "and"})
    for k in _between(found, i + 1):
        found[k] = meaning(found[k], told.meanings, told.text)
    for k in range(first, i):
        if found[k].has("EITHER") or found[k].has("UNK") or found[k].text in _OF_TITLE:
            found[k] = meaning(found[k], {"NOISE": True}, "")


def _between(found: list[Lexeme], first: int) -> list[int]:
    """Return the places of the signs between the conditions of a list that begins at a place."""
    signs: list[int] = []
    depth, waiting, said = 0, -1, False
    for k in range(first, min(len(found), first + _LONGEST)):
        one = found[k]
        depth += one.has("SIGN_MARK", "(") - one.has("SIGN_MARK", ")")
        if depth or one.is_noise:
            continue
        if any(one.has(word) for word in _OTHER) and not one.has("STATE"):
            return signs
        if one.has("SIGN_MARK", ".", "\n"):
            return [*signs, waiting] if waiting >= 0 and said else signs
        if one.has("SIGN_MARK", ";", ","):
            if waiting >= 0 and said:
                signs.append(waiting)
            waiting, said = (k, False) if not at(found, k + 1).has("CONJ") else (-1, False)
        else:
            said = True
    return [*signs, waiting] if waiting >= 0 and said else signs


def _depth(found: list[Lexeme], i: int) -> int:
    """Return how many brackets are open at a place, in its sentence."""
    depth = 0
    for k in range(i - 1, max(-1, i - _LONGEST), -1):
        if found[k].has("SIGN_MARK", "\n"):
            break
        depth += found[k].has("SIGN_MARK", "(") - found[k].has("SIGN_MARK", ")")
    return max(depth, 0)


LISTED: Final = (counts_lines, list_under_title)
