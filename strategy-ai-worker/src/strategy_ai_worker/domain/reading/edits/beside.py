"""Conditions that stand beside others in a rule: which came last, and the rules without them."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.edits.alike import shape
from strategy_ai_worker.domain.reading.trees import Node, all_of, parse
from strategy_language.document import Strategy


def conjuncts(node: Node) -> tuple[Node, ...]:
    """Return the conditions that a truth joins by "and"; itself where it joins none."""
    return node.parts if node.op == "and" else (node,)


def added_conditions(before: Strategy, now: Strategy) -> set[Node]:
    """Return the conditions that stand beside others now and stood nowhere before."""
    had = {shape(part) for rule in before.rules for part in conjuncts(parse(rule.when))}
    return {
        part
        for rule in now.rules
        if len(conjuncts(parse(rule.when))) > 1
        for part in conjuncts(parse(rule.when))
        if shape(part) not in had
    }


def last_conditions(now: Strategy, earlier: tuple[Strategy, ...]) -> set[Node]:
    """Return the conditions that came last to the rules, looking back through the versions."""
    for before in earlier:
        found = added_conditions(before, now)
        if found:
            return found
    return set()


def without_conditions(now: Strategy, conditions: set[Node]) -> Strategy | None:
    """Return the document without conditions that stand beside others."""
    rules = []
    for rule in now.rules:
        parts = conjuncts(parse(rule.when))
        kept = tuple(part for part in parts if part not in conditions)
        when = rule.when if not kept or len(kept) == len(parts) else str(all_of(*kept))
        rules.append(rule.model_copy(update={"when": when}))
    changed = now.model_copy(update={"rules": tuple(rules)})
    return changed if changed != now else None
