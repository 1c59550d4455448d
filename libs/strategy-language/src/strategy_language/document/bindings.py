"""Settings that follow a parameter: `"pyramiding": "most_entries"` in place of a number.

The engine reads the numbers; which of them follow a parameter stands in `bindings`, so that a sweep over the parameter
moves them too.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

Document = dict[str, JsonValue]

SETTINGS: Final = {
    "execution": ("pyramiding", "leverage", "allow_short", "fractional"),
    "limits": (
        *("entries_per_day", "losses_per_day", "daily_loss_percent", "max_drawdown_percent", "cooldown_bars"),
        "max_open_positions",
    ),
    "rotation": ("hold", "volatility_length"),
    "pairs": ("hedge_ratio",),
    "costs": (
        *("percent", "per_share", "minimum", "stamp_duty_percent", "maker_percent", "taker_percent", "borrow_percent"),
        *("cash_interest_percent", "funding_percent"),
    ),
}
"""Part of the document -> its numbers and switches that may follow a parameter (all others take expressions)."""

_SWITCHES: Final = ("allow_short", "fractional")


def with_bindings(document: Document) -> Document:
    """Return the document with every bound setting at its parameter's present value; the given one is not touched.

    A text in the place of a setting becomes a binding. Whatever does not fit is left for the models to refuse.
    """
    written = document.get("bindings") or {}
    if not isinstance(written, dict):
        return document
    values = _values(document.get("parameters"))
    bindings = {**written, **dict(_texts(document, values))}
    if not bindings:
        return document
    bound = copy.deepcopy(document)
    bound["bindings"] = bindings
    for path, name in bindings.items():
        part, _, field = path.partition(".")
        place = bound.setdefault(part, {}) if part in SETTINGS else None
        if isinstance(place, dict) and field in SETTINGS[part] and isinstance(name, str) and name in values:
            place[field] = bool(values[name]) if field in _SWITCHES else values[name]
    return bound


def binding_problems(bindings: dict[str, str], names: set[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, reason) of each binding that binds nothing."""
    for path, name in bindings.items():
        part, _, field = path.partition(".")
        if field not in SETTINGS.get(part, ()):
            yield f"bindings.{path}", f"{path!r} is no setting that can follow a parameter."
        elif name not in names:
            yield f"bindings.{path}", f"There is no parameter {name!r}."


def _values(parameters: JsonValue) -> dict[str, float | int]:
    values: dict[str, float | int] = {}
    for each in parameters if isinstance(parameters, list | tuple) else ():
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            value = each.get("value")
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if isinstance(value, int | float):
                values[str(each["name"])] = value
    return values


def _texts(document: Document, values: dict[str, float | int]) -> Iterator[tuple[str, JsonValue]]:
    for part, fields in SETTINGS.items():
        place = document.get(part)
        for field in fields if isinstance(place, dict) else ():
            value = place.get(field) if isinstance(place, dict) else None
            if isinstance(value, str) and value in values:
                yield f"{part}.{field}", value
