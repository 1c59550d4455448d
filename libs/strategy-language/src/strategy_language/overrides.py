"""Values of a document replaced by dotted path, as a run or a sweep asks for."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from strategy_language.document import Strategy
from strategy_language.expressions.scope import closest
from strategy_language.load import read
from trading_contracts.problem import FieldProblem, InvalidDocument

_KEYS = {"parameters": "name", "definitions": "name", "rules": "id"}
"""Lists whose parts are also found by name."""
_VALUES = {"parameters": "value", "definitions": "expr"}
"""The field that is meant where a path ends at a named part: `parameters.fast`."""


def apply(strategy: Strategy, overrides: Mapping[str, JsonValue]) -> Strategy:
    """Return the document with these values in place of its own.

    Args:
        strategy: The document; it is not touched.
        overrides: Dotted paths to values: `parameters.fast`, `costs.preset`, `risk.stop_loss.value`, `rules.r1.when`.

    Raises:
        InvalidDocument: A path does not exist, or a value does not fit its field.
    """
    if not overrides:
        return strategy
    document = strategy.model_dump(mode="json")
    begun: list[JsonValue] = []
    problems = [problem for path, value in overrides.items() if (problem := _put(document, path, value, begun))]
    if problems:
        raise InvalidDocument(f"An override cannot be applied: {problems[0].reason}", errors=tuple(problems))
    return read(document)


def _put(document: dict[str, JsonValue], path: str, value: JsonValue, begun: list[JsonValue]) -> FieldProblem | None:
    """Put one value in its place; `begun` keeps the optional parts that were absent and are being filled."""
    steps = path.split(".")
    if len(steps) == 2 and steps[0] in _VALUES:
        steps.append(_VALUES[steps[0]])
    place: JsonValue = document
    for parent, step in zip(["", *steps], steps[:-1], strict=False):
        key = _key(place, step, parent)
        if key is None:
            return _unknown(place, path, step, parent)
        place = _below(place, key, begun)
    last = _key(place, steps[-1], steps[-2] if len(steps) > 1 else "")
    if last is None and any(place is part for part in begun):
        last = steps[-1]
    if last is None:
        return _unknown(place, path, steps[-1], steps[-2] if len(steps) > 1 else "")
    place[last] = value  # type: ignore[index]
    return None


def _below(place: JsonValue, key: str | int, begun: list[JsonValue]) -> JsonValue:
    """Return what a key leads to; an optional part that is absent is begun, and its shape is checked at the end."""
    if isinstance(place, dict) and isinstance(key, str):
        if place[key] is None:
            place[key] = {}
            begun.append(place[key])
        return place[key]
    return place[int(key)] if isinstance(place, list) else None


def _key(place: JsonValue, step: str, parent: str) -> str | int | None:
    """Return the key of a step, or None where there is none."""
    if isinstance(place, dict):
        return step if step in place else None
    if not isinstance(place, list):
        return None
    if step.isdecimal() and int(step) < len(place):
        return int(step)
    return next((at for at, name in enumerate(_names(place, parent)) if name == step), None)


def _names(parts: list[JsonValue], parent: str) -> list[str]:
    named = _KEYS.get(parent)
    return [str(part[named]) for part in parts if named and isinstance(part, dict)]


def _unknown(place: JsonValue, path: str, step: str, parent: str) -> FieldProblem:
    known = list(place) if isinstance(place, dict) else []
    if isinstance(place, list):
        known = _names(place, parent)
    return FieldProblem(path=path, reason=f"The document has no {step!r} there.", suggestion=closest(step, known))
