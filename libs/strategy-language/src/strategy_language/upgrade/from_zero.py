"""Version 0, the draft before the first release: `symbol` for a universe of one, `entry` and `exit` for rules."""

from __future__ import annotations

from pydantic import JsonValue

_RULES = {"entry": "enter_long", "exit": "exit_long", "short_entry": "enter_short", "short_exit": "exit_short"}


def from_zero(document: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return a version 0 document as version 1."""
    lifted = {name: value for name, value in document.items() if name not in ("symbol", *_RULES)}
    lifted["schema_version"] = 1
    if "symbol" in document and "universe" not in document:
        lifted["universe"] = [document["symbol"]]
    written = document.get("rules")
    rules: list[JsonValue] = list(written) if isinstance(written, list) else []
    for name, action in _RULES.items():
        if document.get(name):
            rules.append({"id": name, "action": action, "when": document[name]})
    lifted["rules"] = rules
    return lifted
