# ruff: noqa: E501 - one pattern a line
"""Follow-ups that make the last change of one side on the other too: "same for the exit"."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits.beside import added_conditions, conjuncts
from strategy_ai_worker.domain.reading.edits.focus import Focus
from strategy_ai_worker.domain.reading.settle import mirrored
from strategy_ai_worker.domain.reading.trees import Node, all_of, num, parse, rebuild, walk
from strategy_language.document import Rule, Strategy

_SAME: Final = re.compile(
    r"^\W*(?:(?:and|do|the|make|please|also|then|now|use)\b[, ]*)*(?:the )?same(?: thing| change| rule| length| number| confirmation)?,? (?:for|on|with|to|at|goes for) (?:the |my )?(exit|sell|selling|sale|way out|entry|buy|buying|way in)s?(?: (?:side|rule|signal|too|as well|please))*\W*$"
)


def apply(document: Strategy, focus: Focus | None, text: str) -> Strategy | None:
    """Return the document with the last change made on the side that is named as well, or None where none is."""
    found = _SAME.match(text)
    if found is None or focus is None:
        return None
    entry = found.group(1) in ("entry", "buy", "buying", "way in")
    added = [part for part in added_conditions(focus.before, document) if _is_of(document, part, entry=not entry)]
    numbers = _numbers(focus.before, document, entry=not entry)
    rules = tuple(rule if rule.action.is_entry != entry else _changed(rule, added, numbers) for rule in document.rules)
    return None if rules == document.rules else document.model_copy(update={"rules": rules})


def _is_of(document: Strategy, part: Node, *, entry: bool) -> bool:
    return any(part in conjuncts(parse(rule.when)) for rule in document.rules if rule.action.is_entry == entry)


def _numbers(before: Strategy, now: Strategy, *, entry: bool) -> dict[float, float]:
    """Return the new number of each number that the last change replaced on one side."""
    found: dict[float, float] = {}
    for old, new in zip(before.rules, now.rules, strict=False):
        was, now_is = ([part.number for part in walk(parse(rule.when)) if part.op == "num"] for rule in (old, new))
        if old.action == new.action and old.action.is_entry == entry and len(was) == len(now_is):
            found |= {then: fresh for then, fresh in zip(was, now_is, strict=True) if then != fresh}
    return found


def _changed(rule: Rule, added: list[Node], numbers: dict[float, float]) -> Rule:
    tree = parse(rule.when)
    if added:
        mirror = [mirrored(part) for part in added]
        inner = {one for part in mirror for one in walk(part)}
        kept = [part for part in conjuncts(tree) if part not in inner]
        return rule.model_copy(update={"when": str(all_of(*kept, *mirror))})
    fresh = rebuild(
        tree, lambda node: num(numbers[node.number]) if node.op == "num" and node.number in numbers else node
    )
    return rule.model_copy(update={"when": str(fresh)})
