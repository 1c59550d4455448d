"""Cutting a message into tokens that keep their place in it."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from strategy_ai_worker.domain.reading.normal import PAUSES

Kind = Literal["number", "word", "glyph", "sign", "time"]

_TOKEN: Final = re.compile(
    r"""(?P<time>(?<!\d)(?<!\d:)[0-2]?\d:[0-5]\d(?![\d:]))
      | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d|\s?[日天周月根年均])
                 |\d+(?:\.\d+)?(?:e\+?\d{1,2}(?!\w))?|(?<![\d\w])\.\d+)
      | (?P<word>x(?=atr)|[a-z]+(?:'[a-z]+)*)
      | (?P<glyph>[\u4e00-\u9fff])
      | (?P<sign>>=|<=|=>|=<|==|!=|&&|[^\s])
      | (?P<line>\n+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the plain text at [start, end)."""

    text: str
    kind: Kind
    start: int
    end: int


def tokens_of(plain_text: str) -> list[Token]:
    """Return the tokens of a plain text; a run of line ends is one sign."""
    found = []
    for match in _TOKEN.finditer(plain_text):
        kind = match.lastgroup or "sign"
        shown = "\n" if kind == "line" else PAUSES.get(match.group(), match.group())
        found.append(Token(shown, "sign" if kind == "line" else kind, match.start(), match.end()))  # type: ignore[arg-type]
    return found
