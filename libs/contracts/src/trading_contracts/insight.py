"""Insight: what is known about an asset now, and where each value came from."""

from typing import Literal

from pydantic import Field

from trading_contracts.model import Contract, UtcDatetime


class Provenance(Contract):
    """Where a value came from."""

    source: str
    method: str
    as_of: UtcDatetime
    note: str = ""


class Trend(Contract):
    """The direction of the asset, from moving averages of its own closes."""

    label: Literal["up", "down", "sideways"]
    strength: float = Field(ge=0, le=1)
    provenance: Provenance


class VolatilityRegime(Contract):
    """How lively the asset is, against its own past."""

    label: Literal["calm", "normal", "turbulent"]
    annualised_volatility: float = Field(description="Fraction a year")
    percentile: float = Field(ge=0, le=1)
    provenance: Provenance


class Sentiment(Contract):
    """The tone of recent headlines, from -1 to 1."""

    score: float = Field(ge=-1, le=1)
    label: Literal["negative", "neutral", "positive"]
    headlines: int
    provenance: Provenance


class Headline(Contract):
    """One scored headline."""

    title: str
    url: str
    published_at: UtcDatetime
    score: float = Field(ge=-1, le=1)


class Insight(Contract):
    """One insight object for an asset; a part that cannot be had is null, and `missing` says why."""

    asset: str
    as_of: UtcDatetime
    trend: Trend | None
    volatility: VolatilityRegime | None
    sentiment: Sentiment | None
    headlines: tuple[Headline, ...] = ()
    risk_flag: Literal["low", "medium", "high"] | None = None
    summary: str
    missing: dict[str, str] = Field(default_factory=dict)
