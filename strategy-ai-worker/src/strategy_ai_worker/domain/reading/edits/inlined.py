"""Parameters put back into the rules, so that a follow-up finds the numbers that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from strategy_ai_worker.domain.reading.trees import Node, num, parse, rebuild
from strategy_language.document import Strategy

_READERS: Final = {"definitions", "risk", "sizing", "execution", "limits", "rotation", "pairs", "allocation"}


def _texts(value: JsonValue) -> Iterator[str]:
    """Yield the texts of a document's part: expressions, names of parameters, kinds."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def inlined(document: Strategy) -> Strategy | None:
    """Return the document with the values of its parameters in their places; None where it has none in its rules.

    A parameter that something else than a rule reads stays.
    """
    values = {one.name: float(one.value) for one in document.parameters if isinstance(one.value, int | float)}
    if not values:
        return None

    def change(node: Node) -> Node:
        return num(values[node.word]) if node.op == "name" and node.word in values else node

    rules = tuple(rule.model_copy(update={"when": str(rebuild(parse(rule.when), change))}) for rule in document.rules)
    others = set(_texts(document.model_dump(mode="json", include=_READERS)))
    kept = tuple(
        one for one in document.parameters if one.name not in values or any(one.name in text for text in others)
    )
    changed = document.model_copy(update={"rules": rules, "parameters": kept})
    return changed if changed != document else None
