"""Write the reference page of the API: `python -m api_gateway.reference_page docs/reference/api.md`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api_gateway.openapi import openapi_text

_SOCKETS = Path(__file__).parent / "api" / "sockets" / "protocols.md"
_SHAPES = (
    "**Shapes**: every model with all its members is in `openapi.json` beside this page; examples show the main ones."
)
_NOTICE = "<!-- Written by `make schema` from the routes of the gateway; changes here are lost. -->"


def page_text() -> str:
    """Return the page: how the API works, every operation with its parameters, errors and examples, WebSockets."""
    document: dict[str, Any] = json.loads(openapi_text())
    groups: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            group = operation.get("tags", ["operations"])[0]
            groups.setdefault(group, []).append("\n".join(_operation(method.upper(), path, operation)))
    parts = [f"# The API\n\n{_NOTICE}\n\n{document['info']['description'].strip()}\n\n{_SHAPES}", *_errors(document)]
    for group, operations in groups.items():
        parts += [f"## {group[0].upper()}{group[1:]}", *operations]
    return "\n\n".join([*parts, _SOCKETS.read_text(encoding="utf-8").strip()]) + "\n"


def _errors(document: dict[str, Any]) -> Iterator[str]:
    rows = ["## Errors", "", "| Status | When |", "|---|---|"]
    for name, response in sorted(document["components"]["responses"].items()):
        rows.append(f"| {name.removeprefix('Problem')} | {response['description']} |")
    yield "\n".join(rows)
    example = document["components"]["responses"]["Problem422"]["content"]["application/problem+json"]["example"]
    yield _json(example)


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"### `{method} {path}`\n\n{operation.get('description') or operation['summary']}"
    if parameters := operation.get("parameters"):
        yield "\n| Parameter | In | Kind | Meaning |\n|---|---|---|---|"
        yield "\n".join(_parameter(one) for one in parameters)
    for kind, media in operation.get("requestBody", {}).get("content", {}).items():
        yield f"\nBody{_named(media['schema'])}, `{kind}`:\n\n{_json(media['example'])}"
    refused = [status for status, one in operation["responses"].items() if "$ref" in one]
    for status, response in operation["responses"].items():
        if "$ref" not in response:
            yield f"\n{_answer(status, response)}"
    if refused:
        yield f"\nRefusals: {', '.join(sorted(refused))}."


def _parameter(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    name = f"`{parameter['name']}`{' (required)' if parameter.get('required') else ''}"
    meaning = [str(parameter.get("description") or schema.get("description") or "")]
    if "default" in schema:
        meaning.append(f"Default: `{json.dumps(schema['default'])}`.")
    example = parameter.get("example") or next(iter(schema.get("examples", ())), None)
    if example is not None:
        meaning.append(f"Such as `{example}`.")
    text = " ".join(part if part.endswith(".") else f"{part}." for part in meaning if part)
    return f"| {name} | {parameter['in']} | {_kind(schema)} | {text} |"


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return " \\| ".join(f"`{one}`" for one in schema["enum"])
    bounds = [f"{sign} {schema[word]}" for word, sign in (("minimum", "≥"), ("maximum", "≤")) if word in schema]
    return ", ".join([str(schema.get("format") or schema.get("type", "any")), *bounds])


def _answer(status: str, response: dict[str, Any]) -> str:
    if not (content := response.get("content")):
        return f"Answer {status}, without a body."
    kinds = ", ".join(f"`{kind}`" for kind in content)
    media = content.get("application/json", {})
    head = f"Answer {status}{_named(media.get('schema', {}))}, {kinds}"
    return f"{head}:\n\n{_json(media['example'])}" if "example" in media else f"{head}."


def _named(schema: dict[str, Any]) -> str:
    if schema.get("type") == "array":
        return f" (a list of{_named(schema['items'])})"
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    if name.startswith("Page_"):
        return f" (a page of `{name[len('Page_') : -1]}`)"
    return f" `{name}`" if name else ""


def _json(example: Any) -> str:  # noqa: ANN401 - an example is any JSON
    if isinstance(example, str):
        return f"```\n{example.strip()}\n```"
    return f"```json\n{json.dumps(example, indent=1, ensure_ascii=False)}\n```"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page_text(), encoding="utf-8")
