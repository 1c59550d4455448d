"""Whole groups of paraphrases, a file a kind of strategy: each line gives the document of the first one."""

from pathlib import Path

import pytest

GROUPS = sorted((Path(__file__).parent / "paraphrases").glob("*.txt"))
LINES = [
    pytest.param(lines[0], other, id=f"{group.stem}-{number}")
    for group in GROUPS
    for lines in [[line.replace("\\n", "\n") for line in group.read_text(encoding="utf-8").splitlines() if line]]
    for number, other in enumerate(lines[1:], start=2)
]


@pytest.mark.parametrize(("first", "other"), LINES)
def test_every_line_of_a_group_gives_the_document_of_its_first_line(read, sense, first: str, other: str) -> None:
    one, two = read(first), read(other)
    assert one.strategy is not None, one.explanation
    assert two.strategy is not None, two.explanation
    assert sense(two.strategy) == sense(one.strategy)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.stem)
def test_a_group_has_fifteen_lines_in_both_languages_and_scripts(group: Path) -> None:
    lines = [line for line in group.read_text(encoding="utf-8").splitlines() if line]
    assert len(set(lines)) >= 15
    assert sum(not line.isascii() for line in lines) >= 3
