# ruff: noqa: E501 - one pattern a line
"""Options of a question that are named by their place: "the second one", "option 2", "the first one on gold"."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.interpretation import Context

_NTH: Final = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|i'?d (?:like|say|take)|i (?:want|choose|pick|mean|take)|let'?s (?:do|try|take|go with|use)|try|test|use|take|pick|go with|run|do|please)\s+)*(?:the |option |number |no\.? ?|#)*(first|second|third|fourth|1st|2nd|3rd|4th|last|[1-4])(?: (?:one|option|choice|idea))?(?: please)?(?:\s+((?:on|for|with) \D{2,40}?))?\W*$"
    r"|^\s*(?:选|用|就)?(?:第)?([一二三四])(?:个|项)?(?:吧)?\s*$",
    re.IGNORECASE,
)
_PLACES: Final = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1,
    "一": 0, "二": 1, "三": 2, "四": 3
}  # fmt: skip


def chosen_option(message: str, context: Context) -> tuple[str, str] | None:
    """Return the option of the question before that is named by its place, and what is said besides: "on gold"."""
    options = context.asked.questions[0].options if context.asked is not None and context.asked.questions else ()
    found = _NTH.match(message) if options else None
    if found is None:
        return None
    word = (found.group(1) or found.group(3)).lower()
    numeral = word.isdigit()
    named_by_number = numeral and any(str(int(word)) in option for option in options)
    place = int(word) - 1 if numeral else _PLACES[word]
    if place >= len(options) or named_by_number or (numeral and message.strip() != word and "option" not in message):
        return None
    return options[place], found.group(2) or ""
