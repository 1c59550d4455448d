"""From JSON to a document that can be run."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue, ValidationError

from strategy_language.check import require_valid
from strategy_language.document import Strategy
from strategy_language.shape import shape_problems
from strategy_language.upgrade import upgrade
from trading_contracts.problem import FieldProblem, InvalidDocument


def load(data: Mapping[str, JsonValue]) -> Strategy:
    """Read a document of any known version and check that it can be run.

    Raises:
        InvalidDocument: Its shape or its sense is wrong; `errors` names each place.
    """
    return require_valid(read(data))


def read(data: Mapping[str, JsonValue]) -> Strategy:
    """Read a document of any known version; only its shape is checked.

    Raises:
        InvalidDocument: Its shape is wrong, or its version is not known.
    """
    if not isinstance(data, Mapping):
        problem = FieldProblem(path="", reason="A strategy document is an object with named fields.")
        raise InvalidDocument(problem.reason, errors=(problem,))
    try:
        return Strategy.model_validate(upgrade(data))
    except ValidationError as error:
        problems = shape_problems(error)
        raise InvalidDocument(_sentence(problems), errors=problems) from error


def _sentence(problems: tuple[FieldProblem, ...]) -> str:
    first = problems[0]
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"The strategy document has a wrong shape at {first.path or 'its top'}: {first.reason}{more}"
