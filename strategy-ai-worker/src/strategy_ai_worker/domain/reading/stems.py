# ruff: noqa: E501 - word lists and sentences stand on one line each
"""The plain form of an English word: one spelling for crosses, crossed and crossing."""

from functools import lru_cache
from typing import Final

_IRREGULAR: Final = {
    **dict.fromkeys(("is", "are", "was", "were", "been", "being", "am", "'s"), "be"),
    **dict.fromkeys(("has", "had", "having"), "have"),
    "bought": "buy", "sold": "sell", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "broke": "break",
    "broken": "break", "went": "go", "gone": "go", "goes": "go", "held": "hold", "got": "get", "gotten": "get", "came": "come", "made": "make",
    "lost": "lose", "does": "do", "did": "do", "doing": "do", "left": "leave", "shot": "shoot", "crossover": "crossover", "took": "take", "taken": "take",
    "dipped": "dip", "slid": "slide", "sank": "sink", "sunk": "sink", "plummets": "plunge", "bands": "band", "hrs": "hr", "exceeds": "exceed", "exceeding": "exceed", "exceeded": "exceed",
    "isnt": "isn't", "doesnt": "doesn't", "dont": "don't", "arent": "aren't", "cant": "can't", "wont": "won't", "wasnt": "wasn't", "didnt": "didn't", "theres": "there", "begun": "begin", "began": "begin", "hits": "hit", "ones": "one", "spent": "spend", "fewer": "fewer", "u": "you",
}  # fmt: skip
_KEPT: Final = frozenset(["times", "always", "this", "plus", "minus", "basis", "less", "news", "yes", "loss", "gas", "bus", "his", "its", "us", "was", "as", "inverse", "stochastics", "bollinger", "need", "speed", "exceed", "proceed", "indeed", "bleed", "red", "feed", "bed", "used", "during", "morning", "evening", "king", "thing", "string", "sma", "ema", "mas", "previous", "means", "consecutive", "close", "open"]) - {"close"}  # fmt: skip
_SHORTEST = 3


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the plain form of a lower-case word."""
    word = _IRREGULAR.get(word, word)
    if word in _KEPT or len(word) <= _SHORTEST - 1:
        return word
    word = word.removesuffix("'s")
    return _without_e(_without_suffix(word))


def _without_suffix(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    for suffix in ("ing", "ed"):
        base = word[: -len(suffix)]
        if word.endswith(suffix) and len(base) >= _SHORTEST and any(vowel in base for vowel in "aeiouy"):
            return _single(base)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= _SHORTEST:
        return word[:-1]
    return word


def _single(base: str) -> str:
    doubled = len(base) > _SHORTEST and base[-1] == base[-2] and base[-1] not in "lszf"
    return base[:-1] if doubled else base


def _without_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word
