"""Lines of bands and channels."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.averages import of_what
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.operands.measures import bars_of, number_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic


def band_with_prefix(c: Cursor, i: int, j: int) -> Found:
    """Read "20-day, 2 standard deviation lower band"."""
    after = c.skip(c.skip(j + 1) + 1)
    return read_band(c, after, None, (bars_of(c, c.at(i)), number_of(c.at(j), "NUM")))


def read_band(c: Cursor, i: int, subject: Node | None, given: tuple[float, ...] = ()) -> Found:  # noqa: ARG001
    """Read a line of a band: "upper Bollinger band (20, 2)", "布林带下轨", "the top of the channel"."""
    part, family, j, numbers, named = None, None, i, given, 0
    while True:
        lexeme = c.at(j)
        if lexeme.has("IND", *BANDS) and family is None:
            family = str(lexeme.get("IND"))
        elif lexeme.has("PART") and part is None and not (lexeme.has("MOVE") and c.at(c.skip(j + 1)).has("SER")):
            part = str(lexeme.get("PART"))
        elif not (lexeme.has("BANDWORD") and (part or family)) and not (lexeme.is_noise and (part or family)):
            break
        named += lexeme.has("BANDWORD") or lexeme.has("IND")
        read, after = arguments_after(c, j + 1, most=3)
        numbers, j = (read or numbers, after) if (read and c.at(j).has("IND")) or (read and part) else (numbers, j + 1)
    if part is None or (family is None and c.memory.band is None and c.memory.channel is None and not named):
        return None
    while (
        j > i + 1
        and c.at(j - 1).is_noise
        and not (c.at(j - 1).has("PART") or c.at(j - 1).has("BANDWORD") or c.at(j - 1).has("IND"))
    ):
        j -= 1
    of = of_what(c, j)
    return _line_of(c, part, family, numbers), of[1] if of is not None and of[0] == CLOSE else j


def _line_of(c: Cursor, part: str, family: str | None, numbers: tuple[float, ...]) -> Node:
    if family is None and c.memory.channel is not None:
        middle, width = c.memory.channel
        return middle if part == "middle" else arithmetic("+" if part == "upper" else "-", middle, width)
    family = family or c.memory.band or "bb"
    c.memory.band = family
    build, usual = BANDS[family]
    known = numbers or c.memory.given.get(family, ())
    if not known:
        title = {"bb": "Bollinger bands", "keltner": "Keltner channel", "donchian": "Donchian channel"}[family]
        c.memory.guess(
            f"{title} settings", list(usual), f"no numbers of the {title} were named; these are the usual ones"
        )
    return build(part, tuple(known) + tuple(usual[len(known) :]))
