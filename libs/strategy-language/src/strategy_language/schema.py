"""The JSON Schema of a document, and its projections for language models."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

from strategy_language.document import Strategy

Schema = dict[str, JsonValue]

_LEFT_OUT: Final = ("assumptions", "unused_words", "code", "bindings")
"""What a model does not write: its own reading is compared with the offline one, and code is never its business."""

_BOUNDS: Final = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "above {}",
    "exclusiveMaximum": "below {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "matching {}",
}
"""Keywords that strict dialects refuse; they move into the description."""


def document_schema() -> Schema:
    """Return the JSON Schema (2020-12) of the strategy document."""
    schema: Schema = Strategy.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Strategy", **schema}


def for_openai() -> Schema:
    """Return the projection for OpenAI's strict mode.

    Every field is required (an optional one may be null), objects are closed, there is no oneOf, default or bound.
    """
    return _projected(_strict)


def for_anthropic() -> Schema:
    """Return the projection for Anthropic: bounds live in descriptions, unions are anyOf, optional fields stay so."""
    return _projected(_described)


def _projected(change: Callable[[JsonValue], JsonValue]) -> Schema:
    schema = copy.deepcopy(Strategy.model_json_schema(mode="validation"))
    for name in _LEFT_OUT:
        schema["properties"].pop(name)
    used = _reachable(schema)
    schema["$defs"] = {name: part for name, part in schema["$defs"].items() if name in used}
    projected = change(schema)
    if not isinstance(projected, dict):
        raise TypeError("A schema is an object.")
    return projected


def _reachable(schema: Mapping[str, JsonValue]) -> set[str]:
    found: set[str] = set()
    open_ends = [part for name, part in schema.items() if name != "$defs"]
    definitions = schema["$defs"]
    while open_ends:
        part = open_ends.pop()
        if isinstance(part, list):
            open_ends.extend(part)
        elif isinstance(part, dict):
            open_ends.extend(part.values())
            name = str(part.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in found and isinstance(definitions, dict):
                found.add(name)
                open_ends.append(definitions[name])
    return found


def _described(part: JsonValue) -> JsonValue:
    """Return a part with its bounds in words and oneOf as anyOf."""
    if isinstance(part, list):
        return [_described(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {name: value for name, value in part.items() if name not in ("discriminator", "title", *_bound_names(part))}
    said = _said(part)
    described = dict(_keyword(name, value) for name, value in kept.items())
    if said:
        described["description"] = said
    return described


def _keyword(name: str, value: JsonValue) -> tuple[str, JsonValue]:
    """Return one keyword in a dialect without oneOf and const."""
    if name in ("properties", "$defs") and isinstance(value, dict):
        return name, {key: _described(inner) for key, inner in value.items()}
    match name:
        case "oneOf":
            return "anyOf", _described(value)
        case "const":
            return "enum", [value]
        case "default" | "enum" | "required":
            return name, value
    return name, _described(value)


def _bound_names(part: Mapping[str, JsonValue]) -> set[str]:
    # In the table of an object's properties a field may be called like a keyword; a keyword never holds an object.
    return {name for name in _BOUNDS if name in part and not isinstance(part[name], dict)}


def _said(part: Mapping[str, JsonValue]) -> str:
    words = [text.format(part[name]) for name, text in _BOUNDS.items() if name in _bound_names(part)]
    before = part.get("description")
    sentences = [before] if isinstance(before, str) else []
    if words:
        sentences.append(", ".join(words).capitalize())
    return ". ".join(sentence.rstrip(".") for sentence in sentences)


def _strict(part: JsonValue) -> JsonValue:
    """Return a part as OpenAI's strict mode takes it."""
    return _required(_described(part))


def _required(part: JsonValue) -> JsonValue:
    if isinstance(part, list):
        return [_required(item) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        # Strict mode takes no word beside a reference.
        return {"$ref": part["$ref"]}
    strict: Schema = {}
    for name, value in part.items():
        if name in ("properties", "$defs") and isinstance(value, dict):
            strict[name] = {key: _required(inner) for key, inner in value.items()}
        elif name not in ("default", "required", "additionalProperties"):
            strict[name] = value if name in ("enum", "description", "type") else _required(value)
    properties = part.get("properties")
    if isinstance(properties, dict):
        strict["required"] = list(properties)
        strict["additionalProperties"] = False
    return strict
