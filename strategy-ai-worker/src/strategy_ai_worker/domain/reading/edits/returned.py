# ruff: noqa: E501 - one pattern a line
"""Follow-ups that bring back a condition that was taken out, as it was or otherwise: "put it back but with 1.5 times"."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits import named_numbers
from strategy_ai_worker.domain.reading.edits.beside import conjuncts
from strategy_ai_worker.domain.reading.edits.described import Description, described, description
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.trees import Node, all_of, parse
from strategy_language.document import Strategy

_BACK: Final = re.compile(
    r"^\W*(?:(?:ok|no|and|but|actually|hmm|please|then|can you|could you|let's|lets)\b[, ]*)*(?:put|bring|add|take|get|turn|switch) (it|that|this|them|(?:the|that|my) [\w -]+?) back(?: in| on| again)?\b[\s,;]*(?:(?:but|and|only|just|this time|now|then)\b[\s,]*)*(?:(?:with|at|to|using|as|make it|set to|of)\b\s*)*(.*?)\W*$"
    r"|^\W*(?:(?:ok|no|and|but|actually|please|then)\b[, ]*)*(?:bring back|restore|put back|re-?add|add back) (it|that|this|(?:the|that|my) [\w -]+?)(?:[\s,;]+(?:but |and )?(?:with|at|to|using) (.*?))?\W*$"
)


def apply(document: Strategy, text: str, earlier: tuple[Strategy, ...], memory: Memory) -> Strategy | None:
    """Return the document with conditions of an earlier version in its rules again, or None where none is meant."""
    found = _BACK.match(text)
    if found is None:
        return None
    named, rest = found.group(1) or found.group(3), (found.group(2) or found.group(4) or "").strip()
    said = description(named, levels=True)
    if not rest and not said.words:
        return None
    for before in earlier:
        gone = _gone(document, before, said)
        if gone:
            restored = _with(document, gone)
            meant = {node for nodes in gone.values() for node in nodes}
            return restored if not rest else named_numbers.within(restored, meant, rest, memory)
    return None


def _gone(now: Strategy, before: Strategy, said: Description) -> dict[str, list[Node]]:
    """Return, by the action of the rule, the conditions that stood beside others before and do no more."""
    meant = described(before, said) if said.words else None
    found: dict[str, list[Node]] = {}
    held = {part for rule in now.rules for part in conjuncts(parse(rule.when))}
    for rule in before.rules:
        parts = conjuncts(parse(rule.when))
        lost = [part for part in parts if part not in held and (meant is None or part in meant)]
        if lost and len(lost) < len(parts):
            found[rule.action.value] = lost
    return found


def _with(document: Strategy, gone: dict[str, list[Node]]) -> Strategy:
    rules = tuple(
        rule.model_copy(update={"when": str(all_of(parse(rule.when), *gone.get(rule.action.value, ())))})
        for rule in document.rules
    )
    return document.model_copy(update={"rules": rules})
