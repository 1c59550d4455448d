"""Indicator values that others have published, and our functions on the same bars."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView

ROOT = Path(__file__).resolve().parents[3]
DAY = 86_400_000_000_000

Table = dict[str, np.ndarray]


@pytest.fixture(scope="session")
def shared_reference() -> Path:
    folder = Path(os.environ.get("VIBE_SHARED_DIR", ROOT.parent / "shared")) / "data" / "reference"
    if not folder.is_dir():
        pytest.skip(f"the published reference values are not there: {folder}")
    return folder


@pytest.fixture(scope="session")
def lean_table(shared_reference: Path) -> Callable[[str], Table]:
    """Return a function that reads a file of columns; what is no number becomes NaN."""

    def read(name: str) -> Table:
        with (shared_reference / "lean_indicators" / name).open(newline="") as file:
            rows = [row for row in csv.reader(file) if any(row)]
        head = [column.strip().lower() for column in rows[0]]
        cells = [row + [""] * (len(head) - len(row)) for row in rows[1:]]
        return {column: np.array([_number(row[place]) for row in cells]) for place, column in enumerate(head)}

    return read


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


@pytest.fixture(scope="session")
def bars_of() -> Callable[[Table], BarView]:
    """Return a function that makes bars of a table; columns that it lacks are its closes, volume is 1."""

    def make(table: Table) -> BarView:
        close = table["close"]
        columns = {name: table.get(name, close) for name in ("open", "high", "low", "close")}
        columns["volume"] = table.get("volume", np.ones(len(close)))
        return BarView(np.arange(len(close)) * DAY, columns)

    return make


@pytest.fixture(scope="session")
def toolkit_expectation(shared_reference: Path) -> Callable[..., np.ndarray]:
    """Return a function that reads the expected numbers of one literal case by the end of its test's name."""
    cases = json.loads((shared_reference / "financetoolkit" / "literal_cases.json").read_text())

    def read(test: str, column: int = 1, file: int = 0) -> np.ndarray:
        case = next(each for each in cases if each["test"].endswith(f"::{test}"))
        expected = list(case["expected"].values())[file]
        if not isinstance(expected, str):
            return np.array([float(expected)])
        lines = expected.strip().splitlines()[1:]
        return np.array([_number(line.split(",")[column]) for line in lines])

    return read
