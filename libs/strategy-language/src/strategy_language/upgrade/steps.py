"""The steps, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

from strategy_language.upgrade.from_zero import from_zero
from trading_contracts.problem import FieldProblem, InvalidDocument

Document = dict[str, JsonValue]

CURRENT_VERSION: Final = 1

_STEPS: Final[Mapping[int, Callable[[Document], Document]]] = {0: from_zero}
"""Version -> the function that gives the next one."""


def upgrade(data: Mapping[str, JsonValue]) -> Document:
    """Return the document in the present version; the one given is not touched.

    Raises:
        InvalidDocument: The version is unknown, or newer than this program.
    """
    document = dict(data)
    version = document.get("schema_version", CURRENT_VERSION)
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version <= CURRENT_VERSION:
        reason = f"Version {version!r} of the document is not known; this program reads 0 to {CURRENT_VERSION}."
        problem = FieldProblem(path="schema_version", reason=reason, suggestion=str(CURRENT_VERSION))
        raise InvalidDocument(reason, errors=(problem,))
    for step in range(version, CURRENT_VERSION):
        document = _STEPS[step](document)
    return document
