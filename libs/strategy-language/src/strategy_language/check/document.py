"""All sense checks of a document, in reading order."""

from __future__ import annotations

from strategy_language.document import Strategy
from strategy_language.program import Program, compile_document
from trading_contracts.problem import FieldProblem, InvalidDocument


def problems(strategy: Strategy) -> tuple[FieldProblem, ...]:
    """Return everything that is wrong with the sense of a document; empty for one that can be run."""
    return program_problems(compile_document(strategy))


def program_problems(program: Program) -> tuple[FieldProblem, ...]:
    """Return everything that is wrong with a document whose expressions have been read."""
    return program.problems


def require_valid(strategy: Strategy) -> Strategy:
    """Return the document, which can be run.

    Raises:
        InvalidDocument: It cannot; `errors` names each place.
    """
    found = problems(strategy)
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise InvalidDocument(f"The strategy cannot be run: {found[0].reason}{more}", errors=found)
    return strategy
