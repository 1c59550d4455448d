"""One flag and a few sentences out of what was found."""

from typing import Literal

from trading_contracts.insight import Sentiment, Trend, VolatilityRegime

Risk = Literal["low", "medium", "high"]
_EXTREME = 0.95


def risk_flag(trend: Trend | None, volatility: VolatilityRegime | None, sentiment: Sentiment | None) -> Risk | None:
    """Return how careful one should be, or None when the volatility is not known.

    High: turbulent together with a falling trend or a negative tone, or among the liveliest 5 % of its own past.
    Low: calm, not falling, no negative tone. Medium: the rest.
    """
    if volatility is None:
        return None
    falling = trend is not None and trend.label == "down"
    negative = sentiment is not None and sentiment.label == "negative"
    if volatility.percentile >= _EXTREME or (volatility.label == "turbulent" and (falling or negative)):
        return "high"
    if volatility.label == "calm" and not falling and not negative:
        return "low"
    return "medium"


def summarise(
    name: str,
    trend: Trend | None,
    volatility: VolatilityRegime | None,
    sentiment: Sentiment | None,
    risk: Risk | None,
) -> str:
    """Return what was found in plain sentences; what is not known is not spoken of."""
    sentences = [
        _trend_sentence(name, trend),
        _volatility_sentence(volatility),
        _sentiment_sentence(sentiment),
        f"Overall risk: {risk}." if risk else "",
    ]
    found = " ".join(filter(None, sentences))
    return found or f"Nothing is known about {name} at the moment."


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
