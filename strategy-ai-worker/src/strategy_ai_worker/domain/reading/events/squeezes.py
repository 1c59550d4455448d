"""A squeeze: the Bollinger bands lie inside the Keltner channel."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.arguments import arguments_after
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare

_LIES: Final = frozenset(
    ["inside", "entirely", "completely", "fully", "both", "lie", "sit", "the", "trade", "contract", "go", "move"]
)


def squeeze(c: Cursor, i: int) -> Found:
    """Read a squeeze, by its name or told in full: "the Bollinger bands (20, 2) are inside the Keltner channel (20, 1.5)"."""  # noqa: E501
    told = _bands_inside(c, i)
    if told is not None:
        return told
    if not c.at(i).has("SQUEEZE") or (c.at(i).text == "squeeze" and not c.at(c.skip(i + 1)).has("EQ")):
        return None
    bands, channel = call("bbands", CLOSE, 20, 2), call("keltner", 20, 1.5, 20)
    c.memory.guess(
        "squeeze", [20, 2, 1.5], "a squeeze was read as Bollinger bands (20, 2) inside the Keltner channel (20, 1.5)"
    )
    upper, lower = Node("field", ("upper", bands)), Node("field", ("lower", bands))
    return all_of(
        compare("<", upper, Node("field", ("upper", channel))), compare(">", lower, Node("field", ("lower", channel)))
    ), i + 1


def _bands_inside(c: Cursor, i: int) -> Found:
    if not c.at(i).has("IND", "bb"):
        return None
    outer, j = _numbers(c, i)
    k, inside = j, False
    while c.at(k).text in _LIES or c.at(k).has("EQ") or c.at(k).text == "within" or c.at(k).is_noise:
        inside = inside or c.at(k).text in ("inside", "within")
        k += 1
    if not inside or not c.at(k).has("IND", "keltner"):
        return None
    channel, after = _numbers(c, k)
    edges = [(BANDS["bb"][0](edge, outer), BANDS["keltner"][0](edge, channel)) for edge in ("upper", "lower")]
    return all_of(compare("<", *edges[0]), compare(">", *edges[1])), after


def _numbers(c: Cursor, i: int) -> tuple[tuple[float, ...], int]:
    """Return the numbers of a band, as they were said behind it, elsewhere or as they usually are."""
    family = str(c.at(i).get("IND"))
    usual = BANDS[family][1]
    j = i + 1
    while c.at(j).has("BANDWORD"):
        j += 1
    given, after = arguments_after(c, j, most=len(usual))
    known = given or c.memory.given.get(family, ())
    if not known:
        title = {"bb": "Bollinger bands", "keltner": "Keltner channel"}[family]
        c.memory.guess(
            f"{title} settings", list(usual), f"no numbers of the {title} were named; these are the usual ones"
        )
    return (*known, *usual[len(known) :]), after
