"""Documents to try things on."""

from collections.abc import Callable
from typing import Any

import pytest

from strategy_language.catalogue import CATALOGUE
from strategy_language.document import Strategy
from strategy_language.load import read

Document = dict[str, Any]


@pytest.fixture
def document() -> Callable[..., Document]:
    """Make a document of rules written as (action, condition) pairs."""

    def make(*rules: tuple[str, str] | Document, **fields: Any) -> Document:
        written = [
            rule if isinstance(rule, dict) else {"id": f"r{at}", "action": rule[0], "when": rule[1]}
            for at, rule in enumerate(rules, start=1)
        ]
        return {"schema_version": 1, "name": "Test", "universe": ["AAPL"], "rules": written, **fields}

    return make


@pytest.fixture
def strategy(document: Callable[..., Document]) -> Callable[..., Strategy]:
    """Read a document of rules written as (action, condition) pairs; its sense is not checked."""

    def make(*rules: tuple[str, str] | Document, **fields: Any) -> Strategy:
        return read(document(*rules, **fields))

    return make


_VALUES = {"truth": "close > open", "length": "5", "number": "2", "series": "close"}


@pytest.fixture
def example_of() -> Callable[[str], str]:
    """Write a condition with a function of the catalogue, with the arguments that it needs."""

    def write(name: str) -> str:
        entry = CATALOGUE[name]
        given = []
        for argument in entry.arguments:
            if argument.default is not None:
                break
            text = f'"{argument.choices[0]}"' if argument.choices else '"2020-03-01"'
            if argument.kind == "text" and name in ("clock", "at_time", "between_times", "session_high", "session_low"):
                text = '"10:30"'
            value = text if argument.kind == "text" else _VALUES[argument.kind]
            given.append(f"{argument.name}={value}" if entry.arguments[0].variadic and given else value)
        call = f"{name}({', '.join(given)})" if entry.arguments else name
        if entry.outputs:
            call += f".{entry.outputs[-1]}"
        return call if entry.result == "truth" else f"{call} > 1"

    return write
