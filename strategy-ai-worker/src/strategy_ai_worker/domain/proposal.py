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
_TEXT: JsonValue = {"type": "string"}
_TEXTS: JsonValue = {"type": "array", "items": _TEXT}
_KINDS = ("strategy", "question", "refusal", "answer")


_NOT_ITS_BUSINESS = ("code", "assumptions", "unused_words")
"""Members of a document that do not come from the model's document."""


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
    return {
        "type": "object",
        "properties": {
            "explanation": _TEXT,
            "kind": {"type": "string", "enum": list(_KINDS)},
            "questions": {"type": "array", "items": _closed(text=_TEXT, options=_TEXTS)},
            "strategy": {"anyOf": [inner, {"type": "null"}]},
            "assumptions": {"type": "array", "items": _closed(field=_TEXT, value=_TEXT, why=_TEXT)},
            "unused_words": _TEXTS,
        },
        "required": ["explanation", "kind", "questions", "strategy", "assumptions", "unused_words"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _closed(**members: JsonValue) -> JsonValue:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def read_proposal(text: str) -> Proposal:
    """Return a model's answer, its document checked for shape and sense.

    Raises:
        BadProposal: It is no JSON, lacks a part, or its document is refused; each fault is named by path.
    """
    try:
        answer = json.loads(_without_fence(text))
        # A lone surrogate and an infinity pass as JSON here, and nothing could keep them or send them on.
        json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
        return _proposal(answer)
    except ValueError as error:
        if isinstance(error, BadProposal):
            raise
        raise BadProposal((f"The answer is not valid JSON: {error}.",)) from error
    except RecursionError as error:
        raise BadProposal(("The answer is nested too deeply.",)) from error


def _proposal(answer: JsonValue) -> Proposal:
    if not isinstance(answer, dict) or answer.get("kind") not in _KINDS:
        raise BadProposal((f"The answer must be an object whose kind is one of {', '.join(_KINDS)}.",))
    kind = cast("Kind", answer["kind"])
    strategy = _strategy(answer) if kind == "strategy" else None
    return Proposal(kind, str(answer.get("explanation") or ""), strategy, _questions(answer.get("questions")))


def _strategy(answer: Mapping[str, JsonValue]) -> Strategy:
    given = _without_nulls(answer.get("strategy"))
    if not isinstance(given, dict):
        raise BadProposal(("strategy: a document is wanted where kind is strategy.",))
    if given.get("kind") == "python" or given.get("code"):
        raise BadProposal(("strategy.code: code is never accepted; say it with rules.",))
    document = {name: value for name, value in given.items() if name not in _NOT_ITS_BUSINESS}
    said = {name: answer[name] for name in ("assumptions", "unused_words") if answer.get(name)}
    try:
        return load({**document, **said})
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
        Question(text=str(one["text"]), options=_texts(one.get("options")))
        for one in found
        if isinstance(one, dict) and one.get("text")
    )


def _texts(found: JsonValue) -> tuple[str, ...]:
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


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
