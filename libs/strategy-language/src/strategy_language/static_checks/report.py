"""All checks as one document: each check, its verdict, its evidence."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import CodeType
from typing import Final

from RestrictedPython.compile import compile_restricted_exec

from strategy_language.conversation import CheckVerdict, SafetyReport
from strategy_language.static_checks import checks
from trading_contracts.problem import FieldProblem, Rejected

_FILE: Final = "<strategy>"
_SHOWN: Final = 5
_KEPT_REPORTS: Final = 32
"""One text is looked at by the document's checks, by the plan of its run, and by every run that follows."""

_TREE_CHECKS: Final[tuple[tuple[str, Callable[[ast.Module], Iterator[str]]], ...]] = (
    ("syntax", checks.syntax),
    ("structure", checks.structure),
    ("imports", checks.imports),
    ("names", checks.names),
    ("attributes", checks.attributes),
    ("constants", checks.constants),
    ("collections", checks.collections),
    ("loops", checks.loops),
    ("complexity", checks.complexity),
)


class UnsafeCode(Rejected):
    """The code does not pass the static checks; `errors` carries the evidence of each."""


@lru_cache(_KEPT_REPORTS)
def inspect_code(text: str) -> SafetyReport:
    """Return the report on a module of signals, generated or hand-written. Nothing of it is executed."""
    verdicts = tuple(_verdicts(text))
    return SafetyReport(passed=all(verdict.passed for verdict in verdicts), checks=verdicts)


def require_safe(text: str) -> SafetyReport:
    """Return the report on code that passes.

    Raises:
        UnsafeCode: A check does not pass.
    """
    report = inspect_code(text)
    failed = [verdict for verdict in report.checks if not verdict.passed]
    if failed:
        errors = tuple(FieldProblem(path="code", reason=f"{verdict.check}: {verdict.evidence}") for verdict in failed)
        raise UnsafeCode(f"The code is not safe to run: {errors[0].reason}.", errors=errors)
    return report


def compile_safely(text: str) -> CodeType:
    """Compile with RestrictedPython, whose guards the engine's sandbox supplies.

    Raises:
        UnsafeCode: RestrictedPython refuses it.
    """
    code, problems = _restricted(text)
    if code is None:
        errors = tuple(FieldProblem(path="code", reason=problem) for problem in problems)
        raise UnsafeCode(f"The code is not safe to run: {problems[0]}.", errors=errors)
    return code


def _restricted(text: str) -> tuple[CodeType | None, list[str]]:
    try:
        result = compile_restricted_exec(text, filename=_FILE)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return None, [str(error) or type(error).__name__]
    if result.errors or result.code is None:
        return None, [str(error) for error in result.errors] or ["it cannot be compiled"]
    return result.code, []


def _verdicts(text: str) -> Iterator[CheckVerdict]:
    too_large = list(checks.size(text))
    yield _verdict("size", too_large, f"{len(text)} characters")
    if too_large:
        return
    try:
        tree, code = _parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield _verdict("parse", [str(error) or type(error).__name__], "")
        return
    yield _verdict("parse", [], "the module is Python")
    too_large = list(checks.extent(tree))
    if too_large:
        yield _verdict("syntax", too_large, "")
        return
    for name, check in _TREE_CHECKS:
        yield _verdict(name, list(check(tree)), _PASSED[name])
    yield _verdict("opcodes", list(checks.opcodes(code)), "no banned instruction")
    yield _verdict("restricted_python", _restricted(text)[1], "RestrictedPython compiles it")


def _parsed(text: str) -> tuple[ast.Module, CodeType]:
    tree = ast.parse(text, filename=_FILE)
    return tree, compile(text, _FILE, "exec", dont_inherit=True)


_PASSED: Final = {
    "syntax": "only syntax of the allow-list",
    "structure": "functions alone, signals(bars, p) among them",
    "imports": "no import",
    "names": "only known names",
    "attributes": "only known attributes",
    "constants": "no text or number out of place",
    "collections": "no list or tuple out of place",
    "loops": "every loop has a bound, no recursion",
    "complexity": "few branches",
}


def _verdict(name: str, found: list[str], passed: str) -> CheckVerdict:
    shown = "; ".join(found[:_SHOWN])
    if len(found) > _SHOWN:
        shown += f"; and {len(found) - _SHOWN} more"
    return CheckVerdict(check=name, passed=not found, evidence=shown or passed)
