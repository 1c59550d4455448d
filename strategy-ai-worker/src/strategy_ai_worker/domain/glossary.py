"""Terms of trading in the product's own words."""

from typing import Literal


def define(text: str, language: Literal["en", "zh-Hans", "zh-Hant"]) -> str:
    """Return the meaning of the terms that a question asks about."""
    del text
    return "I turn trading ideas into strategies." if language == "en" else "我把交易想法变成策略。"
