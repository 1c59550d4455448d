"""Codes of the steps of a condition; `a > b` is written as `b < a`."""

from typing import Final

TRUTH: Final = 0
LESS: Final = 1
LESS_EQUAL: Final = 2
ABOVE: Final = 3
BELOW: Final = 4
AND: Final = 5
OR: Final = 6
