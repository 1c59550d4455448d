"""Conversations without a document yet: what was said before a question, and the answer to it, as one message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.reading.read import Understood

Reader = Callable[[str], tuple[Interpretation, Understood]]
"""Reads a text as a first message: the interpretation, and what was understood of it."""
_MOST_TURNS: Final = 3
_LONGEST: Final = 1500
_LEAVE_OUT: Final = re.compile(
    r"^\W*(?:please )?(?:leave|drop|ignore|skip|forget) (?:it|that|this)(?: out)?\W*$|^忽略它?"
)
_QUOTED: Final = re.compile(r'I could not (?:place|read) "(.+?)"|^“(.+?)”没有读懂|没有读懂“(.+?)”')
_NUMBER: Final = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\()")
_LONE_NUMBER: Final = re.compile(
    r"^\W*(?:make it |i meant |sorry,? )?(-?\d+(?:\.\d+)?)\s*(?:%|percent|days?|bars?)?\W*$"
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A text that says what a conversation said so far, how it reads, and how much of a strategy it is."""

    text: str
    found: Interpretation
    understood: Understood
    worth: int


def joined(turns: Sequence[tuple[str, str]], message: str, read: Reader) -> Joined:
    """Return a message as it reads in its conversation: alone where it is whole, else together with what was said.

    Args:
        turns: (what a person said, what was answered) of the messages that led to no document yet, oldest first.
        message: What is said now.
        read: The reading of one text.
    """
    now = _read(message, read)
    if now.worth == _WHOLE or not turns:
        return now
    told = _read(turns[-_MOST_TURNS:][0][0], read)
    asked = turns[-_MOST_TURNS:][0][1]
    for said, reply in turns[-_MOST_TURNS:][1:]:
        told, asked = _merged(told, asked, said, read), reply
    return _merged(told, asked, message, read)


_WHOLE: Final = 4


def _read(text: str, read: Reader) -> Joined:
    found, understood = read(text)
    return Joined(text, found, understood, _worth(found, understood))


def _worth(found: Interpretation, understood: Understood) -> int:
    """Return how much of a strategy a reading is: whole, or how many of market, way in and way out it has."""
    if found.kind == "strategy":
        return _WHOLE
    draft = understood.draft
    enters = any(rule.action.startswith("enter") for rule in draft.rules)
    leaves = any(rule.action.startswith("exit") for rule in draft.rules) or bool(draft.stops or draft.max_bars)
    return bool(draft.universe) + enters + leaves


def _merged(told: Joined, asked: str, message: str, read: Reader) -> Joined:
    """Return what was told with the answer in it: the first whole reading, else the one that holds most."""
    alone = _read(message, read)
    if alone.worth == _WHOLE or len(told.text) + len(message) > _LONGEST:
        return alone
    best = alone if alone.worth > told.worth else told
    for text in dict.fromkeys(_texts(told, asked, message)):
        made = _read(text, read)
        if not _holds(made, message):
            continue
        if made.worth == _WHOLE:
            return made
        if made.worth > best.worth:
            best = made
    return best if best is not told else _read(f"{told.text}\n{message}", read)


def _texts(told: Joined, asked: str, message: str) -> Iterator[str]:
    """Yield the ways to say the earlier words and the answer at once, the most likely first."""
    quoted = _QUOTED.search(asked)
    if _LEAVE_OUT.search(message.lower()) and quoted is not None:
        words = next(group for group in quoted.groups() if group)
        yield told.text.replace(words, " ")
        return
    number = _LONE_NUMBER.match(message.lower())
    if number is not None:
        yield from _with_number(told.text, number.group(1))
    draft = told.understood.draft
    enters = any(rule.action.startswith("enter") for rule in draft.rules)
    leaves = any(rule.action.startswith("exit") for rule in draft.rules)
    market = _market(told)
    yield f"{told.text}\n{message}"
    if enters and not leaves:
        yield f"{told.text}\nsell {message}"
        yield f"{told.text}\nsell when {message}"
        yield f"{told.text}\n{message}卖出"
    if market:
        yield f"{market}: {message}"
        yield f"{market}: buy when {message}"
        yield f"{market}：{message}买入"


def _with_number(text: str, value: str) -> Iterator[str]:
    """Yield a text with each of its numbers in turn replaced by the answer."""
    for found in _NUMBER.finditer(text):
        yield text[: found.start()] + value + text[found.end() :]


def _market(told: Joined) -> str:
    draft = told.understood.draft
    frame = {"1d": "daily", "1w": "weekly", "1h": "hourly", "1mo": "monthly"}.get(draft.timeframe, draft.timeframe)
    said = frame if told.understood.timeframe_said else ""
    return f"{', '.join(draft.universe)} {said}".strip()


def _holds(made: Joined, message: str) -> bool:
    """Return whether the words of the answer led to something: an answer that changes nothing was not understood."""
    spans = made.found.spans or made.understood.spans
    place = made.text.rfind(message)
    if not spans or place < 0:
        return True
    end = place + len(message)
    return any(span.path is not None and span.start < end and span.end > place for span in spans)
