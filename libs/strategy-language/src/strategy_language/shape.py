"""Shape errors in the words of the document: path, reason, and what was probably meant."""

from __future__ import annotations

import difflib
from functools import cache

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from strategy_language.document import Strategy
from strategy_language.refusals import refused_field
from trading_contracts.problem import FieldProblem

_KINDS = frozenset(
    {"percent", "atr", "distance", "price", "r_multiple", "after_target", "give_back", "int", "float", "str", "bool"}
)

_LONGEST_NAME = 60


def shape_problems(error: ValidationError) -> tuple[FieldProblem, ...]:
    """Return each thing that is wrong with the shape, once."""
    found: dict[tuple[str, str], FieldProblem] = {}
    for detail in error.errors(include_url=False, include_context=True):
        path = _path(detail)
        problem = FieldProblem(path=path, reason=_reason(detail), suggestion=_suggestion(detail))
        found.setdefault((path, problem.reason), problem)
    return tuple(found.values())


def _path(detail: ErrorDetails) -> str:
    """Return the dotted path; the names of union branches, which pydantic puts between, are left out."""
    named = detail["type"] in ("extra_forbidden", "missing")
    *steps, last = detail["loc"] or ("",)
    kept = [step for step in steps if not _is_branch(step)]
    return ".".join(str(step) for step in (kept if _is_branch(last) and not named else [*kept, last]))


def _is_branch(step: int | str) -> bool:
    text = str(step)
    return text in _KINDS or "[" in text or "constrained" in text


def _reason(detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        name = str(detail["loc"][-1])
        return refused_field(name) or f"There is no field {name!r} here."
    if detail["type"] == "missing":
        return "This field is needed."
    return f"{detail['msg']}."


def _suggestion(detail: ErrorDetails) -> str | None:
    if detail["type"] != "extra_forbidden":
        return None
    *above, name = (str(step) for step in detail["loc"])
    branch = next((step for step in reversed(above) if step in _KINDS), None)
    known = _field_names() if branch is None else tuple(name for part in _of_kind(branch) for name in part)
    found = difflib.get_close_matches(name[:_LONGEST_NAME], [each for each in known if each != name], n=1, cutoff=0.6)
    if branch is None or found:
        return found[0] if found else None
    # The field belongs to another kind: what this kind has instead.
    return ", ".join(_of_kind(branch)[0]) if _of_kind(branch) else None


@cache
def _of_kind(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the fields of each part of the document that is of a kind, the plainest part first."""
    parts = [part.get("properties", {}) for part in Strategy.model_json_schema()["$defs"].values()]
    own = [part for part in parts if part.get("kind", {}).get("const") == kind]
    return tuple(sorted((tuple(name for name in part if name != "kind") for part in own), key=len))


@cache
def _field_names() -> tuple[str, ...]:
    """Return every field of the document and its parts; the schema is made once."""
    definitions = Strategy.model_json_schema()
    names = set(definitions["properties"])
    for part in definitions["$defs"].values():
        names |= set(part.get("properties", ()))
    return tuple(sorted(names))
