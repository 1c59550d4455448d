# ruff: noqa: E501 - one pattern a line
"""Trying a follow-up as each kind of change, whole and in parts; the first that accounts for every word is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from strategy_ai_worker.domain.interpretation import Context
from strategy_ai_worker.domain.reading.edits import (
    exchanged,
    flips,
    likewise,
    moved,
    named_numbers,
    parts,
    removals,
    restated,
    returned,
    shifts,
    swaps,
)
from strategy_ai_worker.domain.reading.edits.account import changed_parts, undropped, unread
from strategy_ai_worker.domain.reading.edits.alike import shape
from strategy_ai_worker.domain.reading.edits.beside import added_conditions
from strategy_ai_worker.domain.reading.edits.conditions import with_conditions
from strategy_ai_worker.domain.reading.edits.focus import Focus, focus_of, lone_number, refocused, scope_of
from strategy_ai_worker.domain.reading.edits.levels import with_level
from strategy_ai_worker.domain.reading.edits.markets import with_market
from strategy_ai_worker.domain.reading.edits.portfolios import with_plan
from strategy_ai_worker.domain.reading.edits.settings import with_settings
from strategy_ai_worker.domain.reading.edits.wording import reworded
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.seeds import seeded
from strategy_ai_worker.domain.reading.trees import Node, parse, walk
from strategy_language.catalogue.table import CATALOGUE
from strategy_language.check import problems
from strategy_language.document import Strategy

_OPENING: Final = re.compile(
    r"^\s*(?:(?:no(?=[,!.;])|nope|ok|okay|hmm+|well|actually|wait(?! (?:\d|for|at least|until|till|an? |one|two|three|four|five|ten))|sorry|oh|great|good(?! (?:for|till?|until))|nice|fine|thanks|thank you|cool|perfect|now|please|yes|hey|alright|right|i think|let's|can you|could you|would you|please can you|i want you to|i'd like you to|i would like to|i want to|maybe|perhaps|好的?|嗯|不对|不(?=[,，。])|那么?|请|麻烦|帮我)[,!.;:，。！、]*\s*(?=\S))+",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(
    r"[.;\n。；]\s+|[.;\n。；](?=\D)|,?\s+(?:and|then|plus|but)\s+(?:also\s+|then\s+)?|,\s+|[，、]|并且?|同时|然后",
    re.IGNORECASE,
)
_INSTEAD_OF_RULE: Final = re.compile(
    r"\b(?:i )?(?:don't|do not|no longer) (?:want|need|use|like) (?:the |an? |any |that |my )?(?:[\w-]+ ){0,3}(?:exit|sell signal|sell rule)s?\b[,.;]?\s*(?=\w)|"
    r"\s*\b(?:instead of|rather than) (?:waiting for |on |at )?(?:the |that |an? )?(?:[\w-]+ ){0,2}(?:cross(?:over|ing)?|exit|signal|rule)s?\b",
    re.IGNORECASE,
)
_STANDS_ALONE: Final = re.compile(
    r"^\W*(?:(?:and|then|also|please|but)\b[, ]*)*(?:remove|drop|delete|get rid of|lose|ditch|no more|forget|replace|change|add)\b|(?:不要了|去掉|取消|删掉)\W*$|^\W*(?:去掉|取消|删掉|再加)",
    re.IGNORECASE,
)
_CONTRASTS: Final = re.compile(
    r"^\W*(?:not|don't|do not|i don't|i do not|no longer|rather than|instead of|不是|不要在)\b", re.IGNORECASE
)
_BARE: Final = re.compile(r"^\W*\d+(?:\.\d+)?%?(?=\W*$|\s*(?:[,;，]|and\b|with\b|instead\b|please\b|then\b|for\b))")
_SELLS_INSTEAD: Final = re.compile(
    r"\b(?:sell|exit|get out|leave|close|cover)\b(?: it| them)? (?:after|at|with|on)\b.*\binstead\W*$", re.IGNORECASE
)
_MAKES_IT: Final = re.compile(
    r"^\W*(?:(?:and|but|ok|now|please|just)\b[, ]*)*(?:make|change|set|put) (?:it|that|this)\b(?: to)? (?:above|over|below|under|at least|at most) -?\d"
)
_CORRECTS: Final = re.compile(
    r"\s*(?:\.{2,}|[,;.!-])\s*(?:(?:no|hmm|uh|oh|oops|sorry|wait|scratch that)\b[,.!\s]*)+(?:(?:i mean|i meant|rather|make that|make it|better)\b[,\s]*)+(?=\S)",
    re.IGNORECASE,
)
_MOST_JOINTS: Final = 5
_ENDS_SENTENCE: Final = re.compile(r"[.;\n。；]|\balso\b")
_ALTERNATIVE: Final = re.compile(r"^\W*(?:or|或者?|或是)\s*(?:else\s+|also\s+)?", re.IGNORECASE)
_LEAVES: Final = re.compile(r"^(?:exit|sell|close|get out|leave|cover|卖出?|出场|平仓)\b ?(?:it )?", re.IGNORECASE)
_AFTER: Final = re.compile(r"^\W*(?:and |also |or )+(?=after (?:an? |\w+ )(?:days?|bars?|weeks?|sessions?|months?)\b)")
_GAINS: Final = re.compile(r"\b(gains?|loses?|profit|loss|up|down)\b.*%|(盈利|亏损|涨|跌).*%", re.IGNORECASE)
_WAYS_OUT: Final = frozenset({"max_bars", "stop_loss", "trailing_stop", "take_profit"})
_INSTEAD_OF_DAYS: Final = re.compile(
    r"\b(?:instead of|rather than|not) (?:after |holding |waiting |the )*(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty|thirty)[ -](?:days?|bars?|weeks?|hours?)\b|而不是.{0,4}\d+[天日周根]"
)
_SHOULD: Final = re.compile(
    r"\b(stop(?:[ -]?loss)?|trailing stop|target|take profit|size|position)s? (?:should|shall|must|has to|needs to|ought to) be\b",
    re.IGNORECASE,
)
_NO_RULE_EXIT: Final = re.compile(
    r"\b(?:don't|do not|no longer) (?:want|need|use|like) (?:the |an? |any |that |my )?(?:[\w-]+ ){0,3}(?:exit|sell signal|sell rule)\b|\b(change|replace|switch) (the )?(exit|sell rule|sell signal)|instead of (the )?(\w+ )?(cross|exit|signal|rule|opposite)|(出场|卖出条件)(改|换)成"
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A changed document, what was read for it, and the words that nothing came of."""

    document: Strategy
    said: Understood
    unread: tuple[str, ...]
    ends: bool = False
    """Whether a sentence ends behind it."""


def alternative_of(message: str) -> str | None:
    """Return what follows the "or" that a message begins with, or None where it begins otherwise."""
    return _ALTERNATIVE.sub("", message) if _ALTERNATIVE.match(message) else None


def attempted(current: Strategy, message: str, focus: Focus | None, context: Context) -> Attempt | None:
    """Return the best change that a follow-up can mean, or None where it means none."""
    taken_back = _CORRECTS.search(message)
    if taken_back is not None and taken_back.start() > 0:
        return _corrected(current, message, taken_back, focus, context)
    exchanged_level = _removed_then(current, message, focus, context)
    if exchanged_level is not None:
        return exchanged_level
    whole = _whole(current, message, focus, context)
    split = _in_pieces(current, message, focus, context)
    if whole is None or whole.unread:
        return split[-1] if split is not None else whole
    return split[-1] if split is not None and _loses(current, whole, split) else whole


def _in_pieces(
    current: Strategy, message: str, focus: Focus | None, context: Context
) -> tuple[Attempt, Attempt] | None:
    """Return the change of the first clause of a message and that of all of it, where each clause is a change by itself."""
    for joint in list(_JOINT.finditer(message))[:_MOST_JOINTS]:
        contrasts = _ENDS_SENTENCE.search(joint.group()) is None and _CONTRASTS.match(message) is not None
        if not message[joint.end() :].strip() or contrasts or _is_pair(message, joint):
            continue
        left = _whole(current, message[: joint.start()], focus, context)
        if left is None or left.unread:
            continue
        right = attempted(left.document, message[joint.end() :], focus_of(current, left.document), context)
        if right is not None and not right.unread:
            ends = _ENDS_SENTENCE.search(joint.group()) is not None
            own = any(_STANDS_ALONE.search(clause) for clause in (message[: joint.start()], message[joint.end() :]))
            return replace(left, ends=ends or own), right
    return None


def _is_pair(message: str, joint: re.Match[str]) -> bool:
    """Return whether a joint stands between two bare numbers: "use 25 and 75"."""
    return message[: joint.start()].rstrip("%")[-1:].isdigit() and _BARE.match(message[joint.end() :]) is not None


def _loses(current: Strategy, whole: Attempt, split: tuple[Attempt, Attempt]) -> bool:
    """Return whether a message read at once leaves out what one of its clauses changes: "half size and a 5% stop"."""
    first, last = split
    one, other = changed_parts(current, first.document), changed_parts(first.document, last.document)
    if last.document == whole.document or (one | other) - changed_parts(current, whole.document):
        return last.document != whole.document
    numbers_only = _shapes(current) == _shapes(first.document) != _shapes(last.document)
    return first.ends or not one & other or numbers_only


def _shapes(document: Strategy) -> list[str]:
    return [shape(parse(rule.when)) for rule in document.rules]


def _removed_then(current: Strategy, message: str, focus: Focus | None, context: Context) -> Attempt | None:
    """Return the change of "drop the stop and use a 10% trailing stop": one level goes, and then another comes."""
    message = reworded(_OPENING.sub("", message))
    for joint in list(_JOINT.finditer(message))[:_MOST_JOINTS]:
        first, rest = message[: joint.start()], message[joint.end() :]
        if re.search(r"\d", first) or not re.search(r"\d", rest):
            continue
        if parts.drops_exit(plain(first)):
            level = attempted(current, rest, None, context)
            kept = _whole(level.document, first, None, context) if level is not None and not level.unread else None
            if kept is not None and not kept.unread:
                return kept
        left = _whole(current, first, focus, context)
        removed = left is not None and not left.unread and _loses_level(current, left.document)
        if left is None or not removed:
            continue
        right = attempted(left.document, rest, None, context)
        if right is not None and not right.unread:
            return right
    return None


def _loses_level(before: Strategy, after: Strategy) -> bool:
    """Return whether all that a change does is to take a stop, a target or a limit of the holding away."""
    kept = after.model_copy(update={"risk": before.risk}) == before
    return kept and any(getattr(before.risk, part) and not getattr(after.risk, part) for part in _WAYS_OUT)


def _corrected(
    current: Strategy, message: str, at: re.Match[str], focus: Focus | None, context: Context
) -> Attempt | None:
    """Return the change that a message makes and then makes otherwise: "use the Dow... sorry, I mean the S&P"."""
    first = _whole(current, message[: at.start()], focus, context)
    if first is None or first.unread:
        return _whole(current, message[at.end() :], focus, context)
    return attempted(first.document, message[at.end() :], focus_of(current, first.document), context)


def _whole(current: Strategy, message: str, focus: Focus | None, context: Context) -> Attempt | None:
    bare = _SHOULD.sub(r"\1 at", reworded(_OPENING.sub("", message)))
    text = plain(bare)
    said = understand(_INSTEAD_OF_RULE.sub("", bare), seeded(current))
    best: Attempt | None = None
    for document in _candidates(current, bare, text, said, focus, context):
        if document is None or document == current or _unmeant(document) - _unmeant(current):
            continue
        left = (
            *unread(said.cursor.lexemes, current, document, said.cursor.memory),
            *undropped(text, current, document),
        )
        if not left and not problems(document):
            return Attempt(document, said, ())
        if best is None or len(left) < len(best.unread):
            best = Attempt(document, said, left)
    return best


_ENTRY_PRICE: Final = Node("name", ("entry_price",))
_MEASURES: Final = frozenset(["averages", "momentum", "oscillators", "trend", "volatility", "volume", "price"])


def _unmeant(document: Strategy) -> set[Node]:
    """Return the conditions that nobody means by a change.

    A measured line is never exactly a number or another line, and an entry has no price of its own yet.
    """
    nodes = ((rule.action.value, node) for rule in document.rules for node in walk(parse(rule.when)))
    return {
        node
        for action, node in nodes
        if (node.op == "==" and any(_is_measured(part) for part in node.parts))
        or (action.startswith("enter") and node == _ENTRY_PRICE)
        or _is_broken(node)
    }


def _is_broken(node: Node) -> bool:
    """Return whether a length is no whole number of bars."""
    entry = CATALOGUE.get(node.word) if node.op == "call" else None
    pairs = zip(entry.arguments, node.parts, strict=False) if entry is not None else ()
    return any(one.kind == "length" and part.op == "num" and part.number % 1 for one, part in pairs)


def _is_measured(node: Node) -> bool:
    entry = CATALOGUE.get(node.word) if node.op == "call" else None
    return entry is not None and entry.group in _MEASURES


def _candidates(
    current: Strategy, message: str, text: str, said: Understood, focus: Focus | None, context: Context
) -> Iterator[Strategy | None]:
    """Yield what each kind of change makes of a message, the most particular kinds first."""
    if _ALTERNATIVE.match(message) and not _AFTER.match(text):
        yield _with_alternative(current, message, focus)
        return
    if _AFTER.match(text):
        exits = f"sell {_AFTER.sub('', text)}"
        yield _read(current, exits, exits, understand(exits, seeded(current)))
    yield refocused(current, focus, message, said.cursor.memory)
    yield _of_added(current, focus, text, said)
    yield likewise.apply(current, focus, text)
    yield moved.apply(current, text, said)
    yield flips.apply(current, text)
    yield parts.apply(current, text, said)
    yield returned.apply(current, text, context.earlier, said.cursor.memory)
    yield named_numbers.apply(current, text, said.cursor.memory)
    yield exchanged.apply(current, text, said)
    yield restated.apply(current, text, said)
    yield removals.apply(current, text, context.earlier)
    yield with_plan(current, said, text)
    yield shifts.apply(current, text)
    yield _read(current, message, text, said)
    yield with_level(current, text, said, focus)


def _of_added(current: Strategy, focus: Focus | None, text: str, said: Understood) -> Strategy | None:
    """Give the one condition that came last another number: "only if ADX is above 20" and "make it 25"."""
    added = added_conditions(focus.before, current) if focus is not None else set()
    bare = lone_number(said.cursor.lexemes, said.cursor.memory) is not None
    if len(added) != 1 or scope_of(said.cursor.lexemes) is not None or not (bare or _MAKES_IT.match(text)):
        return None
    return named_numbers.within(current, added, text, said.cursor.memory)


def _with_alternative(current: Strategy, message: str, focus: Focus | None) -> Strategy | None:
    """Read "or when it gains 5%" as another way out, where a way out was spoken of last; else it is unclear."""
    spoken = {part for part, _ in focus.numbers} if focus is not None else set()
    leaves = _LEAVES.match(_ALTERNATIVE.sub("", message)) is not None
    if not leaves and not spoken & _WAYS_OUT and not (focus is None and _GAINS.search(message)):
        return None
    short = all(rule.action.side == "short" for rule in current.rules if rule.action.is_entry)
    told = _LEAVES.sub("", _ALTERNATIVE.sub("", message))
    exits = f"also {'cover' if short else 'sell'} {told}"
    return _read(current, exits, plain(exits), understand(exits, seeded(current)))


def _read(current: Strategy, message: str, text: str, said: Understood) -> Strategy:
    """Return the document with everything that the message says changed in it."""
    document = with_settings(current, said, text)
    held = _INSTEAD_OF_DAYS.search(text)
    if (
        held is not None
        and current.risk.max_bars is not None
        and current.risk.max_bars == document.risk.max_bars
        and re.findall(r"\d+", held.group()) in ([], [str(current.risk.max_bars)])
    ):
        document = document.model_copy(update={"risk": document.risk.model_copy(update={"max_bars": None})})
    fresh_way_out = _SELLS_INSTEAD.search(text) is not None and _has_no_level(current)
    replaces = fresh_way_out or _NO_RULE_EXIT.search(text) is not None
    if document.risk != current.risk and replaces and not _leaves(said):
        kept = tuple(rule for rule in document.rules if rule.action.is_entry)
        document = document.model_copy(update={"rules": kept})
    document = with_market(document, said, text)
    swapped = swaps.apply(document, message, text, said)
    if swapped is not None:
        return swapped
    return with_conditions(document, message, text, said)


def _has_no_level(document: Strategy) -> bool:
    """Return whether only rules end a position."""
    risk = document.risk
    return not (risk.stop_loss or risk.trailing_stop or risk.take_profit or risk.max_bars or risk.session_exit)


def _leaves(said: Understood) -> bool:
    return any(rule.action.startswith("exit") for rule in said.draft.rules)
