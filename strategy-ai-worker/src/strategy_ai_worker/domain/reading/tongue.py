"""In which language a person is answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from strategy_ai_worker.domain.reading.normal import is_chinese
from strategy_ai_worker.domain.reading.words.chinese import CANTONESE, TRADITIONAL
from strategy_ai_worker.domain.traditional import SHARED, traditional

Language = Literal["en", "zh-Hans", "zh-Hant"]


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language of a conversation."""

    language: Language

    def say(self, english: str, chinese: str) -> str:
        """Return the sentence in this language."""
        if self.language == "en":
            return english
        return traditional(chinese) if self.language == "zh-Hant" else chinese


def tongue_of(message: str, before: Sequence[str] = ()) -> Tongue:
    """Return the language of a message: Traditional where it has characters that only Traditional has.

    Args:
        message: What is to be answered.
        before: What the same person said earlier, oldest first: a message whose characters both scripts share
            ("RSI改用6天") is answered in the script of the message before it, and one of numbers alone ("60改70") in
            its language.
    """
    if not is_chinese(message) and (_WORD.search(message) or not any(is_chinese(text) for text in before[-1:])):
        return Tongue("en")
    for text in (message, *reversed(before)):
        script = _script_of(text) if is_chinese(text) else None
        if script is not None:
            return Tongue(script)
    return Tongue("zh-Hans")


_WORD: Final = re.compile(r"[A-Za-z]{2,}")


def _script_of(text: str) -> Language | None:
    """Return the script that a text is written in, or None where none of its characters tells."""
    letters = {ord(letter) for letter in text}
    written = sum(letter in _TRADITIONAL_ONLY for letter in letters)
    simple = sum(letter in _SIMPLIFIED_ONLY for letter in letters)
    if written == simple == 0:
        return None
    return "zh-Hant" if written >= simple else "zh-Hans"


_TRADITIONAL_ONLY: Final = frozenset(
    {*(letter for letter, simple in TRADITIONAL.items() if letter != simple), *CANTONESE}
)
_SIMPLIFIED_ONLY: Final = frozenset(
    simple for letter, simple in TRADITIONAL.items() if letter != simple and simple not in TRADITIONAL
) - {ord(letter) for letter in SHARED}
