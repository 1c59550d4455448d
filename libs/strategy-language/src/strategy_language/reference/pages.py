"""All generated pages of the language."""

from __future__ import annotations

import json
from pathlib import Path

from strategy_language.reference.document import document_section
from strategy_language.reference.functions import functions_section, position_section
from strategy_language.reference.grammar import BEGINNING, EXPRESSIONS
from strategy_language.refusals import REFUSED
from strategy_language.schema import document_schema


def pages() -> dict[str, str]:
    """Return the text of each page by its file name."""
    language = [
        BEGINNING,
        document_section(),
        EXPRESSIONS,
        position_section(),
        functions_section(),
        _left_out(),
    ]
    return {
        "language.md": "\n\n".join(part.strip("\n") for part in language) + "\n",
        "strategy.schema.json": json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n",
    }


def write_pages(folder: Path) -> None:
    """Write the pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _left_out() -> str:
    rows = [f"- `{name}`: {reason}" for name, reason in REFUSED.items()]
    return "\n".join(["## What is left out", "", "These are refused by name, with this sentence:", "", *rows])
