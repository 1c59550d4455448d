"""In which language a person is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from strategy_ai_worker.domain.reading.normal import is_chinese
from strategy_ai_worker.domain.reading.words.chinese import TRADITIONAL
from strategy_ai_worker.domain.traditional import traditional

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


def tongue_of(message: str) -> Tongue:
    """Return the language of a message: Traditional where it has characters that only Traditional has."""
    if not is_chinese(message):
        return Tongue("en")
    traditional = sum(
        ord(letter) in TRADITIONAL and message.translate({ord(letter): TRADITIONAL[ord(letter)]}) != message
        for letter in set(message)
    )
    return Tongue("zh-Hant" if traditional >= 2 else "zh-Hans")
