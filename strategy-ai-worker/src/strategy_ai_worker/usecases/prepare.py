"""Turning a document into what is kept: read-back, code, safety report."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from strategy_language.conversation import SafetyReport, ValidationReport
from strategy_language.document import Strategy
from strategy_language.generate import generate
from strategy_language.load import load
from strategy_language.lookback import required_bars
from strategy_language.readback import read_back, sentence_tree
from strategy_language.static_checks import inspect_code
from trading_contracts.problem import InvalidDocument


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked document with everything that follows from it."""

    strategy: Strategy
    readback: str
    code: str
    safety: SafetyReport


def prepare(strategy: Strategy) -> Prepared:
    """Return the read-back, the code and the safety report of a document that was checked."""
    code = generate(strategy).text
    return Prepared(strategy, read_back(strategy), code, inspect_code(code))


def validate(document: Mapping[str, JsonValue]) -> ValidationReport:
    """Return what the checks say of a document that somebody wrote; nothing is kept."""
    try:
        strategy = load(document)
    except InvalidDocument as refusal:
        return ValidationReport(valid=False, errors=refusal.errors)
    prepared = prepare(strategy)
    return ValidationReport(
        valid=prepared.safety.passed,
        readback=prepared.readback,
        sentences=sentence_tree(strategy).model_dump(mode="json"),
        code=prepared.code,
        lookback=required_bars(strategy).total,
        safety_report=prepared.safety,
    )
