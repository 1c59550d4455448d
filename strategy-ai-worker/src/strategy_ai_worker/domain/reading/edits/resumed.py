# ruff: noqa: E501 - one pattern a line
"""A message that answers, or corrects, the one before it, which led to a question: both are read as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from strategy_ai_worker.domain.interpretation import Context
from strategy_ai_worker.domain.reading.edits.focus import lone_number
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.trees import number_text
from strategy_language.document import Strategy

_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\()")
_LONGEST: Final = 300
_MOST_NUMBERS: Final = 4
_MEANT: Final = re.compile(
    r"^\W*(?:no,? |sorry,? |oops,? |wait,? |not that,? )*i mean(?:t)? (?:it )?(?:for |as )?(?:the |my |a )?(stop(?: loss)?|trailing stop|target|take profit|position size)(?: not .*)?\W*$"
    r"|^(?:不是|不,)?我(?:说|指)的?是(止损|止盈|移动止损|仓位)\W*$"
)
_AMOUNT: Final = re.compile(r"\d+(?:\.\d+)? ?(?:%|percent|atr|r\b)", re.IGNORECASE)
_TAKES_BACK: Final = re.compile(
    r"^\W*(?:ok(?:ay)? |no,? |then |well,? |actually,? |oh )*(?:never ?mind(?: that| it)?|forget (?:it|that|about (?:it|that))|without (?:it|that)|(?:skip|drop|leave|ignore|scrap|cancel) (?:it|that|this)|not that|don't bother)(?: then| please| for now)*\W*$"
    r"|[,.?!;]\s*(?:no|nah|actually|wait|hmm)?,? ?(?:(?:forget|scratch|never ?mind|ignore) (?:that|it|this)|(?:just |better |rather )?(?:keep|leave) (?:it|that|this|everything|things)(?: as (?:it|they|that)(?: is| are|'s)?| the way (?:it is|it was|they are)| how it is| alone| be| unchanged)?)\W*$|^(?:算了|不用了|不改了|当我没说)\W*$|(?:[,.?!;，。…]|\.{2,})\s*(?:算了|不改了|还是不改了|当我没说|保持不变|不用改了?)(?:吧)?\W*$"
)
_ENDS: Final = " .!?。！？"


def open_message(context: Context) -> str | None:
    """Return the message before, where it changed nothing and a question is open about it."""
    if context.asked is None or context.asked.kind != "question":
        return None
    said = [text for role, text in context.messages if role == "user"]
    return said[-1] if said and len(said[-1]) <= _LONGEST else None


def takes_back(message: str, context: Context) -> bool:
    """Return whether a message takes back words that changed nothing: "never mind" after a question or an answer."""
    found = _TAKES_BACK.search(message.lower())
    changed = context.asked is None or context.asked.kind == "strategy"
    return found is not None and (not changed or found.start() > 0)


def corrected(before: str, message: str, current: Strategy) -> Iterator[str]:
    """Yield the message before with its number replaced by the lone one of this message: "I meant 25"."""
    value = lone_number(lexemes_of(message), Memory(timeframe=current.timeframe.value))
    if value is None:
        return
    for found in list(_NUMBER.finditer(before))[:_MOST_NUMBERS]:
        yield f"{before[: found.start()]}{number_text(value)}{before[found.end() :]}"


_SIDE_MEANT: Final = re.compile(
    r"^\W*(?:(?:no|sorry|oops|wait|not that),? )*(?:i )?(?:mean|meant) (?:it )?(?:for |as |on |in )?(?:the |my )?(entry|exit|buy|sell)(?: (?:rule|side|condition))?(?:,? not .*)?\W*$"
)
_SIDE_WORDS: Final = (re.compile(r"\b(exit|sell|sale|selling)\b"), re.compile(r"\b(entry|buy|buying)\b"))


def _of_other_side(text: str, context: Context) -> tuple[Strategy, str] | None:
    """Return the document before the last change, and that change said of the other side: "no, I meant the exit"."""
    found = _SIDE_MEANT.match(text)
    said = [before.lower() for role, before in context.messages if role == "user"]
    made = context.asked is None or context.asked.kind == "strategy"
    if found is None or not said or not made or not context.earlier:
        return None
    leaves = found.group(1) in ("exit", "sell")
    named, other = (_SIDE_WORDS[1], "exit") if leaves else (_SIDE_WORDS[0], "entry")
    if named.search(said[-1]) is None:
        told = said[-1].strip(_ENDS)
        return context.earlier[0], f"{told} for the {other}"
    return context.earlier[0], named.sub(other, said[-1])


def meant_otherwise(text: str, current: Strategy, context: Context) -> tuple[Strategy, str] | None:
    """Return the document before the last change, and that change said of another part: "I meant the stop"."""
    side = _of_other_side(text, context)
    if side is not None:
        return side
    found = _MEANT.match(text)
    said = [before for role, before in context.messages if role == "user"]
    amount = _AMOUNT.search(said[-1]) if found is not None and said else None
    if found is None or amount is None:
        return None
    made = context.asked is None or context.asked.kind == "strategy"
    ground = context.earlier[0] if made and context.earlier else current
    return ground, f"{found.group(1) or found.group(2)} {amount.group()}"


_SPOKEN: Final = (
    (re.compile(r"\btrailing\b|移动止损"), "trailing stop"),
    (re.compile(r"\bstops?\b|止损"), "stop"),
    (re.compile(r"\btargets?\b|take.?profit|止盈"), "target"),
    (re.compile(r"\brisk per trade\b|每笔.{0,3}风险"), "risk per trade"),
)
_GIVES: Final = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|yeah|sure|then|well|fine|please|let's|lets|add|put|set|use|try|give|make|do|have|go with|one|it|that|me|at|of|to|a|an|with|in|say|maybe|好|那就?|加|用|设|来)\b[ ,.]*)*(\d+(?:\.\d+)? ?(?:%|percent|x? ?atr|r\b)?)(?: (?:one|please|then|away|below|above))*\W*$",
    re.IGNORECASE,
)


def spoken_of(message: str, context: Context) -> str | None:
    """Return an amount with the part that the question before was about: "is there a target?" and "put one at 25%"."""
    if context.asked is None or context.asked.kind != "answer":
        return None
    said = [before for role, before in context.messages if role == "user"]
    found = _GIVES.match(message)
    part = next((part for pattern, part in _SPOKEN if said and pattern.search(said[-1].lower())), None)
    return f"{part} {found.group(1)}" if found is not None and part is not None else None


def completed(before: str, message: str) -> Iterator[str]:
    """Yield the message before together with this one: "make it 7%" and "the stop"."""
    if len(message) > _LONGEST or (_NUMBER.search(before) and _NUMBER.search(message)):
        return
    first, second = before.strip(_ENDS), message.strip(_ENDS)
    yield f"{first} {second}"
    yield f"{second}: {first}"
