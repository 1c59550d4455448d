"""An answer to a question, put where it belongs: what was said before and the answer as one message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from strategy_ai_worker.domain.reading.gap import Gap
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.sense import first_gap
from strategy_ai_worker.domain.reading.tongue import Tongue, tongue_of

_SIDES = {"entry": "exit", "exit": "enter"}
"""What is asked -> the rules that an answer to it leaves alone, by how their action begins."""
_LONGEST = 2000
"""Characters of a question's message and its answer together; each place where an answer can stand is read anew."""
_MARKS = " ,;，；"
_CONJUNCTION = re.compile(r"^((and|but|or)\b)?\s*(only\b)?\s*((if|when|whenever|once|while)\b)?", re.IGNORECASE)
_LONE_NUMBER = re.compile(
    r"^[^\w-]*(?:make it |i meant |sorry,? )?(-?\d+(?:\.\d+)?)\s*(?:%|percent|days?|bars?|times|x|天|日|周|根|倍)?\W*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])-?\d+(?:\.\d+)?(?![\w.]*\()")
_LEADS: Final = {
    "entry": (("", ""), ("Buy when ", "买入条件："), ("Buy ", "买入：")),
    "exit": (("", ""), ("Sell when ", "卖出条件："), ("Sell ", "卖出：")),
    "market": (("Trade ", "交易"), ("", "")),
}
"""What is missing -> the words that an answer may need before it, so that it is read as that."""


def as_one_message(said: Sequence[str], makes_strategy: Callable[[str], bool]) -> str:
    """Return the person's words of a conversation that has no strategy yet as one message.

    Args:
        said: The messages, oldest first; each but the first may answer what the ones before left open.
        makes_strategy: Whether a text is a strategy by itself.
    """
    text = said[0]
    for answer in said[1:]:
        alone = len(text) + len(answer) > _LONGEST or is_whole(understand(answer)) or makes_strategy(answer)
        text = answer if alone else _with_answer(text, answer)
    return text


def is_whole(understood: Understood) -> bool:
    """Return whether words say what to trade and by which rules: they need nothing that was said before."""
    draft = understood.draft
    return draft.is_portfolio or (bool(draft.universe) and bool(draft.rules))


def is_number(answer: str) -> bool:
    """Return whether an answer is a number alone: it takes the place of the one that could not be."""
    return _LONE_NUMBER.match(answer) is not None


def _with_answer(text: str, answer: str) -> str:
    """Return a message with the answer to the question that it leaves open.

    Of the places where the answer can stand, the first one counts that leaves nothing open, or else the first that
    settles the question and changes nothing else.
    """
    before = understand(text)
    tongue = tongue_of(text)
    gap = first_gap(before, text, tongue)
    joined = f"{text}\n{answer}"
    if gap is None:
        return joined
    settling: list[str] = []
    for place in _places(text, answer, gap, tongue):
        after = understand(place)
        now = first_gap(after, place, tongue)
        if not _settles(gap, now) or not _keeps(gap, before, after):
            continue
        if now is None:
            return place
        settling.append(place)
    return settling[0] if settling else joined


def _places(text: str, answer: str, gap: Gap, tongue: Tongue) -> Iterator[str]:
    """Yield the message with an answer in each of the places where it can stand, the likeliest first."""
    clean = answer.strip().rstrip(".。")
    number = _LONE_NUMBER.match(answer)
    if gap.kind == "words" and answer in gap.question.options:
        yield from _use_of_words(text, answer, gap, tongue)
    elif gap.kind == "vague" and (answer in gap.question.options or understand(answer).draft.rules):
        yield from _instead_of_vague(text, clean, gap, tongue)
    elif gap.kind == "other" and number is not None:
        yield from (f"{text[: one.start()]}{number[1]}{text[one.end() :]}" for one in _NUMBER.finditer(text))
    elif gap.kind in ("vague", "words", "unserved"):
        yield f"{text[: gap.start]}{clean}{text[gap.end :]}"
        yield f"{_without(text, gap)}\n{clean}"
        yield f"{_without(text, gap)}\n{tongue.say('Buy when', '买入条件：')} {clean}"
    else:
        yield from (f"{text}\n{tongue.say(*lead)}{clean}" for lead in _LEADS.get(gap.kind, (("", ""),)))


def _use_of_words(text: str, choice: str, gap: Gap, tongue: Tongue) -> Iterator[str]:
    """Yield the message with unread words left out, or led by what they are for."""
    leads = ("", tongue.say("Only buy when", "只在满足以下条件时买入："), tongue.say("Sell when", "卖出条件："))
    lead = leads[gap.question.options.index(choice)]
    words = _CONJUNCTION.sub("", text[gap.start : gap.end].strip(_MARKS)).strip()
    yield f"{_without(text, gap)}\n{lead} {words}" if lead else _without(text, gap)


def _instead_of_vague(text: str, choice: str, gap: Gap, tongue: Tongue) -> Iterator[str]:
    """Yield the message with a whole strategy instead of its vague words, and its market where it went with them."""
    rest: Gap | None = gap
    plain = text
    while rest is not None and rest.kind == "vague":
        plain = _without(plain, rest)
        rest = first_gap(understand(plain), plain, tongue)
    lead = "" if understand(choice).draft.rules else tongue.say("Buy when ", "买入条件：")
    bought = f"{plain}\n{lead}{choice}"
    markets = tongue.say(", ", "、").join(understand(text).draft.universe)
    yield bought
    yield f"{bought}\n{tongue.say('Trade', '交易')} {markets}"


def _without(text: str, gap: Gap) -> str:
    """Return a message without the words in question."""
    return f"{text[: gap.start].rstrip(_MARKS)} {text[gap.end :].lstrip(_MARKS)}".strip()


def _settles(gap: Gap, now: Gap | None) -> bool:
    """Return whether a question is open no more."""
    if now is None or now.kind != gap.kind:
        return True
    return gap.kind not in _SIDES and gap.kind != "market" and now.question.text != gap.question.text


def _keeps(gap: Gap, before: Understood, after: Understood) -> bool:
    """Return whether an answer about one side of the trade left the other side as it was."""
    kept = _SIDES.get(gap.kind)
    return kept is None or _rules(after, kept) == _rules(before, kept)


def _rules(understood: Understood, side: str) -> list[tuple[str, str]]:
    return [(rule.action, str(rule.when)) for rule in understood.draft.rules if rule.action.startswith(side)]
