"""The fields of the document, from its models."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from strategy_language.schema import document_schema


def document_section() -> str:
    """Return the tables of fields: the document first, then its parts in the order of the schema."""
    schema = document_schema()
    lines = ["## The document", "", *_table(schema)]
    definitions = schema["$defs"]
    if isinstance(definitions, dict):
        for name, part in definitions.items():
            if isinstance(part, dict) and "properties" in part:
                lines += ["", f"### {name}", "", str(part.get("description", "")).split("\n\n", maxsplit=1)[0], ""]
                lines += _table(part)
    return "\n".join(line for line in lines)


def _table(part: dict[str, JsonValue]) -> Iterator[str]:
    yield "| field | type | default | meaning |"
    yield "|---|---|---|---|"
    fields = part["properties"]
    required = part.get("required", [])
    if not isinstance(fields, dict) or not isinstance(required, list):
        raise TypeError("A schema of an object has properties.")
    for name, field in fields.items():
        if isinstance(field, dict):
            default = "needed" if name in required else _default(field)
            meaning = str(field.get("description", "")).replace("|", "\\|")
            yield f"| `{name}` | {_type(field)} | {default} | {meaning} |"


def _default(field: dict[str, JsonValue]) -> str:
    default = field.get("default")
    if isinstance(default, dict):
        return "its defaults"
    return (
        ""
        if default is None or default in ("", [])
        else f"`{default}`".replace("True", "true").replace("False", "false")
    )


def _type(field: dict[str, JsonValue]) -> str:
    reference = field.get("$ref")
    if isinstance(reference, str):
        name = reference.removeprefix("#/$defs/")
        return f"[{name}](#{name.lower()})"
    for union in ("anyOf", "oneOf", "allOf"):
        parts = field.get(union)
        if isinstance(parts, list):
            names = [_type(part) for part in parts if isinstance(part, dict)]
            return " or ".join(dict.fromkeys(names))
    if "enum" in field or "const" in field:
        choices = field.get("enum", [field.get("const")])
        return " ".join(f"`{choice}`" for choice in choices) if isinstance(choices, list) else ""
    items = field.get("items")
    if isinstance(items, dict):
        return f"list of {_type(items)}"
    return str(field.get("type", "any"))
