"""The table of functions and of position words."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_language.catalogue import CATALOGUE
from strategy_language.catalogue.entry import Entry
from strategy_language.expressions.binding import signature
from strategy_language.expressions.vocabulary import POSITION_WORDS


def functions_section() -> str:
    """Return every function by group: how it is written, what it means, its outputs and range."""
    lines = [f"## Functions ({len(CATALOGUE)})"]
    groups: dict[str, list[Entry]] = {}
    for entry in CATALOGUE.values():
        groups.setdefault(entry.group, []).append(entry)
    for group, entries in groups.items():
        lines += ["", f"### {group.capitalize()}", "", "| function | gives | meaning |", "|---|---|---|"]
        lines += [_row(entry) for entry in entries]
    return "\n".join(lines)


def _row(entry: Entry) -> str:
    return f"| `{signature(entry)}` | {_gives(entry)} | {'. '.join(_meaning(entry))} |"


def _gives(entry: Entry) -> str:
    what = "condition" if entry.result == "truth" else "number"
    return f"{what}: {', '.join(f'`.{output}`' for output in entry.outputs)}" if entry.outputs else what


def _meaning(entry: Entry) -> Iterator[str]:
    yield entry.meaning.rstrip(".").replace("|", "\\|")
    if entry.bounds:
        low, high = entry.bounds
        yield f"Range {low:g} to {high:g}"
    if entry.aliases:
        yield f"Also called {', '.join(alias.replace('_', ' ') for alias in entry.aliases)}"
    yield ""


def position_section() -> str:
    """Return the position words and where they may stand."""
    lines = [
        "## Position words",
        "",
        "They have a meaning only where a position can be open, and look at no past bars of their own.",
        "",
        "| word | where | meaning |",
        "|---|---|---|",
    ]
    for term in POSITION_WORDS.values():
        takes = {
            "nothing": "",
            "series": "(series)",
            "optional_series": "`, `" + term.name + "(series)",
            "text": '("stop_loss")',
        }
        lines.append(f"| `{term.name}{takes[term.takes]}` | {', '.join(sorted(term.places))} | {term.meaning} |")
    return "\n".join(lines)
