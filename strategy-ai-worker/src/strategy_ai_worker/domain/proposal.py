"""What a language model is asked to answer, and reading its answer: never code, always a document."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import JsonValue

from strategy_language.conversation import Question
from strategy_language.document import Strategy
from strategy_language.load import load
from trading_contracts.problem import FieldProblem, InvalidDocument

Kind = Literal["strategy", "question", "refusal", "answer"]
_KINDS = ("strategy", "question", "refusal", "answer")


class BadProposal(ValueError):
    """A model's answer that cannot be used; `faults` are sent back to it for repair."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Proposal:
    """A model's answer that passed the same checks as a document that a person writes."""

    kind: Kind
    explanation: str
    strategy: Strategy | None
    questions: tuple[Question, ...]


def answer_schema(document: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return the JSON Schema of an answer around a projection of the document's schema.

    The explanation stands first, so that it can be shown while the rest is still being written.
    """
    inner = dict(document)
    definitions = inner.pop("$defs", {})
    question: JsonValue = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "options": {"type": "array", "items": {"type": "string"}}},
        "required": ["text", "options"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "explanation": {"type": "string"},
            "kind": {"type": "string", "enum": list(_KINDS)},
            "questions": {"type": "array", "items": question},
            "strategy": {"anyOf": [inner, {"type": "null"}]},
        },
        "required": ["explanation", "kind", "questions", "strategy"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def read_proposal(text: str) -> Proposal:
    """Return a model's answer, its document checked for shape and sense.

    Raises:
        BadProposal: It is no JSON, lacks a part, or its document is refused; each fault is named by path.
    """
    try:
        answer = json.loads(_without_fence(text))
    except json.JSONDecodeError as error:
        raise BadProposal((f"The answer is not valid JSON: {error}.",)) from error
    if not isinstance(answer, dict) or answer.get("kind") not in _KINDS:
        raise BadProposal((f"The answer must be an object whose kind is one of {', '.join(_KINDS)}.",))
    kind = cast("Kind", answer["kind"])
    strategy = _strategy(answer.get("strategy")) if kind == "strategy" else None
    return Proposal(kind, str(answer.get("explanation") or ""), strategy, _questions(answer.get("questions")))


def _strategy(document: JsonValue) -> Strategy:
    if not isinstance(document, dict):
        raise BadProposal(("strategy: a document is wanted where kind is strategy.",))
    try:
        return load(cast("dict[str, JsonValue]", _without_nulls(document)))
    except InvalidDocument as refusal:
        raise BadProposal(tuple(_fault(one) for one in refusal.errors) or (refusal.detail,)) from refusal


def _fault(problem: FieldProblem) -> str:
    column = f", column {problem.column}" if problem.column else ""
    near = f" Did you mean {problem.suggestion}?" if problem.suggestion else ""
    return f"{problem.path}{column}: {problem.reason}{near}"


def _questions(found: JsonValue) -> tuple[Question, ...]:
    if not isinstance(found, list):
        return ()
    return tuple(
        Question(text=str(one["text"]), options=tuple(str(option) for option in one.get("options") or ()))  # type: ignore[union-attr]
        for one in found
        if isinstance(one, dict) and one.get("text")
    )


def _without_nulls(value: JsonValue) -> JsonValue:
    """Drop nulls: strict schemas make a model write every optional field, and null means left out."""
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_without_nulls(one) for one in value]
    return value


def _without_fence(text: str) -> str:
    stripped = text.strip()
    if stripped.startswith("```"):
        return stripped.partition("\n")[2].rpartition("```")[0]
    return stripped
