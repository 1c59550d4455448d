# ruff: noqa: E501 - one pattern a line
"""Parts of the session that are left out: "not in the first 30 minutes", "nothing in the last hour"."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare, num

_UNIT: Final = r"(?P<unit>half (?:an )?hour|(?:\d+|an|one|two|three) ?-?(?:minutes?|mins?|hours?)|hour)"
_OF_DAY: Final = (
    r"(?: (?:of|after|before) (?:the )?(?:day|session|open|close|trading(?: day)?|market(?: open| close)?)\b)?"
)
_OUTSIDE: Final = re.compile(
    rf"(?:but )?(?:not|never|nothing|avoid|skip|skipping|avoiding|ignore|except|excluding|stay out|no (?:new )?(?:trades?|trading|entries|entry|buys?|buying|positions?))(?: (?:to )?(?:trade|buy|enter|trading|entering|buying|signals?|setups?|crosses|all signals|any signals))? ?(?:in|during|within|for|at|on)? ?(?:the )?(first|opening|last|final|closing) (?:(?:and|or) (?:the )?(?P<both>last|final|closing) )?{_UNIT}{_OF_DAY}"
)
_ALSO: Final = re.compile(
    rf" (?:and|or|nor|and also|as well as)(?: (?:in|during|within|for|at|on|not))* (?:the )?(first|opening|last|final|closing) {_UNIT}{_OF_DAY}"
)
_AFTER: Final = re.compile(
    rf"(?:only )?(?:after|once|when|past) (?:the )?(first|opening) {_UNIT}{_OF_DAY}(?: (?:is over|has passed|are over|have passed|ends|is done))?(?! (?:high|low|range|close|bar|candle))"
)
_COUNTS: Final = {"an": 1, "one": 1, "two": 2, "three": 3}
_REACH: Final = 20


def outside_part(c: Cursor, i: int) -> Found:
    """Read which minutes of the session are left out, as a condition on the others."""
    if not c.at(i).text or not c.memory.timeframe.endswith(("m", "h")):
        return None
    words = [c.at(k).text for k in range(i, i + _REACH)]
    said = " ".join(words)
    of_range = any(one.has("HILO") or "range" in one.text for one in c.lexemes)
    found = _OUTSIDE.match(said) or (None if of_range else _AFTER.match(said))
    if found is None:
        return None
    also = _ALSO.match(said, found.end())
    taken, length = 0, -1
    while length < (also or found).end() and taken < _REACH:
        length += len(words[taken]) + 1
        taken += 1
    parts = [_beyond(found.group(1), _minutes(found.group("unit")))]
    if "both" in found.groupdict() and found.group("both"):
        parts.append(_beyond(found.group("both"), _minutes(found.group("unit"))))
    if also is not None:
        parts.append(_beyond(also.group(1), _minutes(also.group("unit"))))
    return all_of(*parts), i + taken


def _beyond(edge: str, minutes: int) -> Node:
    """Return that the bar lies outside of so many minutes at one end of the session."""
    if edge in ("first", "opening"):
        return compare(">=", call("minutes_since_open"), num(minutes))
    return compare(">", call("minutes_to_close"), num(minutes))


def _minutes(said: str) -> int:
    if said.startswith("half"):
        return 30
    number = re.match(r"\d+|an|one|two|three", said)
    count = 1 if number is None else _COUNTS.get(number.group()) or int(number.group())
    return count * (60 if "hour" in said else 1)
