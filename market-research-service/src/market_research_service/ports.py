"""What the use cases ask of the outside: closes, headlines, a sense of tone, a place to keep insights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from market_research_service.domain.headlines import RawHeadline
from market_research_service.domain.macro import Dated
from trading_contracts.bars import Instrument
from trading_contracts.insight import Insight


@dataclass(frozen=True, slots=True, eq=False)
class DailyCloses:
    """Daily closes of an asset, oldest first, and where they come from."""

    close: npt.NDArray[np.float64]
    last: datetime
    source: str
    is_sample: bool = False


class MarketBars(Protocol):
    """Knows instruments and their bars."""

    async def instrument(self, asset: str) -> Instrument:
        """Return what an asset's name or symbol is read as.

        Raises:
            UnknownSymbol: Nothing is called that.
        """
        ...

    async def closes(self, symbol: str, bars: int) -> DailyCloses:
        """Return the last daily closes.

        Raises:
            Problem: There are none, or market data does not answer.
        """
        ...

    async def with_daily_bars(self, at_most: int) -> list[Instrument]:
        """Return instruments whose daily bars are here without asking a vendor.

        Raises:
            Problem: Market data does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Gathered:
    """Headlines of all feeds that answered, and why the others did not."""

    headlines: Sequence[RawHeadline]
    asked: Sequence[str]
    failures: dict[str, str]


class Headlines(Protocol):
    """Gathers headlines."""

    async def gather(self, instrument: Instrument) -> Gathered:
        """Return what the feeds of the instrument's market have now."""
        ...


class ToneScorer(Protocol):
    """Reads the tone of sentences."""

    name: str
    method: str
    note: str

    def scores(self, texts: Sequence[str]) -> list[float]:
        """Return a tone for each text, from -1 (bad news) to 1 (good news)."""
        ...


@dataclass(frozen=True, slots=True)
class Economy:
    """Series of the economy by name, and why others could not be had."""

    series: dict[str, Dated]
    failures: dict[str, str]


class EconomySource(Protocol):
    """Knows figures of the economy."""

    async def __call__(self) -> Economy:
        """Return the series that there are."""
        ...


class NoFunding(Exception):
    """No exchange told a funding rate; the message says why."""


@dataclass(frozen=True, slots=True)
class FundingQuote:
    """A funding rate: a fraction of the position, for one interval."""

    rate: float
    interval_hours: float
    as_of: datetime
    venue: str


class FundingSource(Protocol):
    """Knows what holders of perpetual futures pay each other."""

    async def quote(self, instrument: Instrument) -> FundingQuote:
        """Return the present rate of a coin; raises NoFunding."""
        ...


class NoMood(Exception):
    """No index of fear and greed could be had; the message says why."""


@dataclass(frozen=True, slots=True)
class PublishedMood:
    """A level of fear and greed that somebody publishes, 0 to 100."""

    value: float
    as_of: datetime
    source: str


class MoodSource(Protocol):
    """Knows a published index of fear and greed."""

    async def latest(self) -> PublishedMood:
        """Return the newest value; raises NoMood."""
        ...


class InsightStore(Protocol):
    """Keeps insights."""

    async def newest(self, asset: str) -> Insight | None:
        """Return the newest insight of an asset."""
        ...

    async def listed(self, page: int, page_size: int) -> tuple[list[Insight], int]:
        """Return the newest insight of every asset, newest first, and how many assets there are."""
        ...

    async def history(self, asset: str, limit: int) -> list[Insight]:
        """Return an asset's insights, newest first."""
        ...

    async def keep(self, insight: Insight) -> None:
        """Keep an insight."""
        ...


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return the present moment in UTC."""
        ...
