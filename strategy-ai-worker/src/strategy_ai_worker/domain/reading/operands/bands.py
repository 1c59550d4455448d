"""Lines of bands and channels."""

from __future__ import annotations

from dataclasses import dataclass

from strategy_ai_worker.domain.reading.arguments import arguments_after
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.averages import of_what
from strategy_ai_worker.domain.reading.operands.core import Found
from strategy_ai_worker.domain.reading.operands.measures import bars_of, number_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call


def band_with_prefix(c: Cursor, i: int, j: int) -> Found:
    """Read "20-day, 2 standard deviation lower band"."""
    after = c.skip(c.skip(j + 1) + 1)
    return read_band(c, after, None, (bars_of(c, c.at(i)), number_of(c.at(j), "NUM")))


@dataclass(slots=True)
class _Band:
    """The words of one line of a band so far."""

    numbers: tuple[float, ...]
    part: str | None = None
    family: str | None = None
    width: float | None = None
    named: bool = False


def read_band(c: Cursor, i: int, subject: Node | None, given: tuple[float, ...] = ()) -> Found:
    """Read a line of a band: "upper Bollinger band (20, 2)", "布林带下轨", "the top of the channel"."""
    del subject
    band, j = _Band(given), i
    following = _take(c, j, band)
    while following is not None:
        j = following
        # "below the lower band and the 14-day RSI ...": the length behind the link is of another thing.
        ended = c.at(j).has("CONJ") and band.part and band.named
        following = None if ended else _take(c, j, band)
    known = band.family is not None or c.memory.band is not None or c.memory.channel is not None or band.named
    if band.part is None or not known:
        return None
    while j > i + 1 and c.at(j - 1).is_noise and not any(c.at(j - 1).has(word) for word in ("PART", "BANDWORD", "IND")):
        j -= 1
    numbers = band.numbers if band.width is None else ((band.numbers or (20,))[0], band.width)
    of = of_what(c, j)
    return _line_of(c, band.part, band.family, numbers), of[1] if of is not None and of[0] == CLOSE else j


def _take(c: Cursor, j: int, band: _Band) -> int | None:
    """Take one word of the band; return the place after it, or None where it is none."""
    lexeme = c.at(j)
    measured = _measure(c, j, band) if band.part or band.family else None
    if measured is not None:
        return measured
    if lexeme.has("IND", *BANDS) and band.family is None:
        band.family = str(lexeme.get("IND"))
    elif band.part is None and _part_at(c, j, band) is not None:
        band.part = _part_at(c, j, band)
    elif not (band.part or band.family) or not (lexeme.has("BANDWORD") or lexeme.is_noise):
        return None
    band.named = band.named or lexeme.has("BANDWORD") or lexeme.has("IND")
    if c.at(c.skip(j + 1)).has("NUM") and c.at(c.skip(c.skip(j + 1) + 1)).has("DEV") and not lexeme.has("IND"):
        return j + 1
    read, after = arguments_after(c, j + 1, most=3)
    if len(read) == 1 and any(c.at(k).has("DEV") for k in range(j + 1, after)):
        band.width = read[0]
        return after
    if read and (lexeme.has("IND") or band.part):
        band.numbers = read
        return after
    return j + 1


def _part_at(c: Cursor, j: int, band: _Band) -> str | None:
    """Return which line of the band a word names: upper, lower, middle; "Donchian high" is its upper line."""
    lexeme = c.at(j)
    if lexeme.has("PART") and not (lexeme.has("MOVE") and c.at(c.skip(j + 1)).has("SER")):
        return str(lexeme.get("PART"))
    if band.family and lexeme.has("SER", "high", "low"):
        return "upper" if lexeme.has("SER", "high") else "lower"
    return None


def _measure(c: Cursor, j: int, band: _Band) -> int | None:
    """Take "2.5 standard deviation" or "20-day" in the middle of a band's words."""
    lexeme, behind = c.at(j), c.skip(j + 1)
    if lexeme.has("NUM") and c.at(behind).has("DEV"):
        band.width = number_of(lexeme, "NUM")
        return behind + 1
    if lexeme.has("SPAN") and c.at(behind).has("IND", *BANDS):
        band.numbers = (bars_of(c, lexeme),)
        return j + 1
    return None


def _line_of(c: Cursor, part: str, family: str | None, numbers: tuple[float, ...]) -> Node:
    if family is None and c.memory.channel is not None:
        middle, width = c.memory.channel
        return middle if part == "middle" else arithmetic("+" if part == "upper" else "-", middle, width)
    family = family or c.memory.band or "bb"
    c.memory.band = family
    if family == "envelope" and numbers:
        c.memory.averages.append(call("sma", CLOSE, numbers[0]))
    build, usual = BANDS[family]
    known = numbers or c.memory.given.get(family, ())
    if numbers:
        c.memory.given.setdefault(family, numbers)
    if not known:
        title = {
            "bb": "Bollinger bands",
            "keltner": "Keltner channel",
            "donchian": "Donchian channel",
            "envelope": "envelope",
        }[family]
        c.memory.guess(
            f"{title} settings", list(usual), f"no numbers of the {title} were named; these are the usual ones"
        )
    return build(part, tuple(known) + tuple(usual[len(known) :]))
