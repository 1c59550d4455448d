"""Sentences in the three languages of the product."""

from typing import Literal

Language = Literal["en", "zh-Hans", "zh-Hant"]
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hans", "zh-Hant")
Sentence = tuple[str, str, str]
"""One sentence in English, Simplified and Traditional Chinese, with names in braces."""


def tell(sentence: Sentence, language: Language, **values: object) -> str:
    """Return a sentence in a language."""
    return sentence[LANGUAGES.index(language)].format(**values)
