"""The page on security: every requirement is answered, and every proof that it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "security.md"
# Levels 1 and 2 of ASVS 5.0.0, by chapter and section: how many requirements there are.
SECTIONS = {
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "9.1": 3,
    "9.2": 4,
}
RANGE = re.compile(r"(\d+\.\d+)\.(\d+)–\1\.(\d+)")


@pytest.fixture(scope="module")
def text() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_requirement_of_the_five_chapters_is_answered(text: str) -> None:
    ranges = [
        f"{section}.{number}"
        for section, first, last in RANGE.findall(text)
        for number in range(int(first), int(last) + 1)
    ]
    answered = {*re.findall(r"\d+\.\d+\.\d+", text), *ranges}
    asked = {f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)}
    assert asked - answered == set()


def test_every_line_names_proofs_that_are_there(rows: list[list[str]]) -> None:
    assert len(rows) > 50
    missing = []
    for numbers, _, _, proof in rows:
        named = re.findall(r"`([^`]+)`", proof)
        assert named, numbers
        for one in named:
            path, _, test = one.partition("::")
            file = ROOT / path if "/" in path else ROOT / "api-gateway" / "tests" / path
            if not file.is_file() or (test and f"def {test}(" not in file.read_text(encoding="utf-8")):
                missing.append(f"{numbers}: {one}")
    assert missing == []
