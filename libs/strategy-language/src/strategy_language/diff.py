"""What changed between two versions of a document."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from strategy_language.conversation import DocumentChange
from strategy_language.document import Strategy

_KEYS = {"parameters": "name", "definitions": "name", "rules": "id", "assumptions": "field"}


def changes(before: Strategy, after: Strategy) -> tuple[DocumentChange, ...]:
    """Return the differences, by dotted path, in the order of the document.

    Rules, parameters and definitions are matched by their names and assumptions by what they are about, so that a new
    one in front moves nothing.
    """
    return tuple(_between("", before.model_dump(mode="json"), after.model_dump(mode="json")))


def _between(path: str, before: JsonValue, after: JsonValue) -> Iterator[DocumentChange]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from _between(f"{path}.{name}".lstrip("."), before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list) and path in _KEYS:
        yield from _named(path, before, after)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _between(f"{path}.{at}", old, new)
    else:
        yield DocumentChange(path=path, before=before, after=after)


def _named(path: str, before: list[JsonValue], after: list[JsonValue]) -> Iterator[DocumentChange]:
    old, new = _by_name(path, before), _by_name(path, after)
    for name in {**old, **new}:
        yield from _between(f"{path}.{name}", old.get(name), new.get(name))


def _by_name(path: str, parts: list[JsonValue]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for part in parts:
        assert isinstance(part, dict)  # noqa: S101 - each of these is a model of its own
        name = str(part[_KEYS[path]])
        again = sum(known.partition(" #")[0] == name for known in found)
        found[f"{name} #{again + 1}" if again else name] = part
    return found
