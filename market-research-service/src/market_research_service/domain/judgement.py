"""One flag and a few sentences out of what was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trading_contracts.insight import FearGreed, MacroReading, Sentiment, Trend, VolatilityRegime

Risk = Literal["low", "medium", "high"]
_EXTREME = 0.95


@dataclass(frozen=True, slots=True)
class Signs:
    """What a judgement rests on; what is not known is None."""

    trend: Trend | None = None
    volatility: VolatilityRegime | None = None
    sentiment: Sentiment | None = None
    mood: FearGreed | None = None
    macro: tuple[MacroReading, ...] = ()


def risk_flag(signs: Signs) -> Risk | None:
    """Return how careful one should be, or None when the volatility is not known.

    High: turbulent together with a falling trend or a negative tone, or among the liveliest 5 % of its own past.
    Low: calm, not falling, no negative tone. Medium: the rest. Mood and economy are named as reasons; they judge the
    whole market and do not decide about one asset.
    """
    volatility = signs.volatility
    if volatility is None:
        return None
    falling = signs.trend is not None and signs.trend.label == "down"
    negative = signs.sentiment is not None and signs.sentiment.label == "negative"
    if volatility.percentile >= _EXTREME or (volatility.label == "turbulent" and (falling or negative)):
        return "high"
    if volatility.label == "calm" and not falling and not negative:
        return "low"
    return "medium"


def risk_reasons(signs: Signs) -> tuple[str, ...]:
    """Return what the flag rests on, the gravest first."""
    return tuple(_reasons(signs))


def _reasons(signs: Signs) -> Iterator[str]:
    yield from _own_reasons(signs)
    if signs.mood is not None and signs.mood.label.startswith("extreme"):
        yield f"the mood is one of {signs.mood.label}"
    for figure in signs.macro:
        if figure.key == "vix" and figure.reading == "high":
            yield f"the VIX is high ({figure.value:.1f})"
        if figure.key == "yield_curve" and figure.reading == "inverted":
            yield "the yield curve is inverted"


def _own_reasons(signs: Signs) -> Iterator[str]:
    volatility = signs.volatility
    if volatility is not None and volatility.percentile >= _EXTREME:
        yield f"its volatility is among the highest {1 - _EXTREME:.0%} of its own past"
    elif volatility is not None:
        yield f"its volatility is {volatility.label}"
    if signs.trend is not None:
        yield {"down": "it is falling", "up": "it is rising", "sideways": "it moves sideways"}[signs.trend.label]
    if signs.sentiment is not None:
        yield f"the tone of the news is {signs.sentiment.label}"


def summarise(name: str, signs: Signs, risk: Risk | None) -> str:
    """Return what was found in plain sentences; what is not known is not spoken of."""
    sentences = [
        _trend_sentence(name, signs.trend),
        _volatility_sentence(signs.volatility),
        _sentiment_sentence(signs.sentiment),
        _mood_sentence(signs.mood),
        f"Overall risk: {risk}." if risk else "",
    ]
    found = " ".join(filter(None, sentences))
    return found or f"Nothing is known about {name} at the moment."


def _mood_sentence(mood: FearGreed | None) -> str:
    return "" if mood is None else f"Fear and greed stands at {mood.value:.0f} of 100 ({mood.label})."


def _trend_sentence(name: str, trend: Trend | None) -> str:
    if trend is None:
        return ""
    words = {"up": "is rising", "down": "is falling", "sideways": "moves sideways"}
    return f"{name} {words[trend.label]} ({trend.strength:.0%} of the signs agree)."


def _volatility_sentence(volatility: VolatilityRegime | None) -> str:
    if volatility is None:
        return ""
    return (
        f"Its volatility of {volatility.annualised_volatility:.0%} a year is {volatility.label}: "
        f"higher than on {volatility.percentile:.0%} of past days."
    )


def _sentiment_sentence(sentiment: Sentiment | None) -> str:
    if sentiment is None:
        return ""
    many = f"{sentiment.headlines} recent headline{'s' if sentiment.headlines != 1 else ''}"
    return f"The tone of {many} is {sentiment.label} ({sentiment.score:+.2f})."
