"""Headlines: which of them speak of an asset, and what their tone adds up to."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

_TAGS = re.compile(r"<[^>]+>")
_SPACES = re.compile(r"\s+")
_LONGEST = 300
_NEUTRAL_BAND = 0.05
_HALF_LIFE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class RawHeadline:
    """One headline as a feed gave it, cleaned of markup.

    Attributes:
        about_asset: The feed is one of this asset alone, so that the headline need not name it.
    """

    title: str
    url: str
    published_at: datetime
    about_asset: bool = False


def clean_title(text: str) -> str:
    """Return a title without markup, entities and superfluous spaces, cut at 300 characters."""
    return _SPACES.sub(" ", _TAGS.sub(" ", html.unescape(text))).strip()[:_LONGEST]


def relevant(
    headlines: Iterable[RawHeadline], names: Sequence[str], now: datetime, oldest: timedelta
) -> list[RawHeadline]:
    """Return recent headlines that speak of an asset, newest first, each title once.

    Args:
        headlines: Of all feeds.
        names: What the asset is called; short codes count only as whole words.
        now: The present moment.
        oldest: Headlines older than that are left out; so is what lies more than a day ahead.
    """
    pattern = _names_pattern(names)
    kept: dict[str, RawHeadline] = {}
    for headline in sorted(headlines, key=lambda one: one.published_at, reverse=True):
        recent = now - oldest <= headline.published_at <= now + timedelta(days=1)
        named = headline.about_asset or (pattern is not None and pattern.search(headline.title) is not None)
        if recent and named and headline.title:
            kept.setdefault(headline.title.casefold(), headline)
    return list(kept.values())


def overall(scores: Sequence[float], ages: Sequence[timedelta]) -> float:
    """Return the mean tone, in which a headline of two days ago counts half as much as one of now."""
    weights: list[float] = [0.5 ** (max(age, timedelta()) / _HALF_LIFE) for age in ages]
    return sum(score * weight for score, weight in zip(scores, weights, strict=True)) / sum(weights)


def tone(score: float) -> Literal["negative", "neutral", "positive"]:
    """Return the name of a tone; within 0.05 of nothing it is neutral."""
    if abs(score) < _NEUTRAL_BAND:
        return "neutral"
    return "positive" if score > 0 else "negative"


def _names_pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    wanted = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    if not wanted:
        return None
    parts = []
    for name in wanted:
        escaped = re.escape(name)
        # A ticker in capitals (GOOG) is no word of a sentence; names are found in any case; Chinese has no spaces.
        if not name.isascii():
            parts.append(escaped)
        elif name.isupper():
            parts.append(rf"(?-i:\b{escaped}\b)")
        else:
            parts.append(rf"\b{escaped}\b")
    return re.compile("|".join(parts), re.IGNORECASE)
