"""Insight: what is known about an asset now, and where each value came from."""

from typing import Literal

from pydantic import Field

from trading_contracts.bars import Market
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


class Regime(Contract):
    """In which lasting state the asset's own market is: its direction and its liveliness together."""

    label: Literal["rising_calm", "rising_turbulent", "sideways", "falling_calm", "falling_turbulent"]
    provenance: Provenance


class SectorView(Contract):
    """The sector of a share, and how its fund has done against the whole market."""

    name: str
    proxy: str = Field(description="The fund that stands for the sector")
    label: Literal["leading", "lagging", "in line"] | None = None
    relative_return: float | None = Field(default=None, description="Of the last 63 bars, sector less market; fraction")
    provenance: Provenance


class MacroReading(Contract):
    """One figure of the economy that the whole market looks at."""

    key: Literal["vix", "policy_rate", "us2y", "us10y", "yield_curve", "inflation"]
    name: str
    value: float
    unit: Literal["points", "percent"]
    change: float | None = Field(default=None, description="Against about a month earlier, in the same unit")
    reading: Literal["low", "normal", "high", "inverted"]
    provenance: Provenance


class FundingRate(Contract):
    """What holders of perpetual futures pay each other; positive: longs pay shorts."""

    rate: float = Field(description="Fraction of the position, for one interval")
    interval_hours: float
    annualised: float = Field(description="Fraction a year, not compounded")
    label: Literal["longs pay", "shorts pay", "balanced"]
    provenance: Provenance


class FearGreed(Contract):
    """Mood of a market from 0 (extreme fear) to 100 (extreme greed)."""

    value: float = Field(ge=0, le=100)
    label: Literal["extreme fear", "fear", "neutral", "greed", "extreme greed"]
    kind: Literal["published", "computed"]
    provenance: Provenance


class Insight(Contract):
    """One insight object for an asset; a part that cannot be had is null, and `missing` says why."""

    asset: str
    as_of: UtcDatetime
    trend: Trend | None
    volatility: VolatilityRegime | None
    sentiment: Sentiment | None
    headlines: tuple[Headline, ...] = ()
    regime: Regime | None = None
    sector: SectorView | None = None
    macro: tuple[MacroReading, ...] = ()
    funding: FundingRate | None = None
    fear_greed: FearGreed | None = None
    risk_flag: Literal["low", "medium", "high"] | None = None
    risk_reasons: tuple[str, ...] = Field(default=(), description="What the flag rests on, the gravest first")
    summary: str
    missing: dict[str, str] = Field(default_factory=dict)


class RankedAsset(Contract):
    """One asset in a ranking. `as_of` is its last bar: what ends long ago is marked as stale."""

    asset: str
    name: str
    market: Market
    rank: int = Field(ge=1)
    score: float = Field(description="What the ranking is by")
    return_month: float | None = Field(default=None, description="Of the last 21 bars (30 for crypto); fraction")
    return_quarter: float | None = Field(default=None, description="Of the last 63 bars (91 for crypto); fraction")
    annualised_volatility: float | None = None
    trend: Literal["up", "down", "sideways"] | None = None
    stale: bool = False
    provenance: Provenance


class TopAssets(Contract):
    """Assets in order, by their own bars; `left_out` says why others are not in it."""

    as_of: UtcDatetime
    by: Literal["momentum", "strength", "calm", "turbulent"]
    market: Market | None = None
    method: str
    assets: tuple[RankedAsset, ...]
    left_out: dict[str, str] = Field(default_factory=dict)
