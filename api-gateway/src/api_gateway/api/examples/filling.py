"""Putting the examples into an OpenAPI document."""

from typing import Any

from pydantic import JsonValue

from api_gateway.api.examples.answers import ANSWERS
from api_gateway.api.examples.requests import PARAMETERS, REQUESTS


def add_examples(operation: dict[str, Any]) -> None:
    """Add an example to the body, the parameters and the good answer of an operation, where there are such."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        media["example"] = REQUESTS[operation["operationId"]]
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in PARAMETERS and "examples" not in parameter["schema"]:
            parameter.setdefault("example", PARAMETERS[parameter["name"]])
    for status, response in operation["responses"].items():
        media = response.get("content", {}).get("application/json")
        if media is not None and status < "300" and (example := _example_of(media["schema"])) is not None:
            media["example"] = example


def _example_of(schema: dict[str, Any]) -> JsonValue:
    if schema.get("type") == "array":
        return [_example_of(schema["items"])]
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    if name.startswith("Page_"):
        return {"items": [ANSWERS[name[len("Page_") : -1]]], "page": 1, "page_size": 20, "total": 1}
    return ANSWERS[name] if name else None
