"""The query parameters of bars."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from market_data_service.domain.delivery import BarsRequest, Fill
from trading_contracts.bars import Adjustment, Timeframe


class BarsQuery(BaseModel):
    """Which bars; `start` and `end` are session dates, both inclusive."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    symbol: str = Field(min_length=1, max_length=64)
    timeframe: Timeframe = Timeframe.D1
    start: date | None = None
    end: date | None = None
    adjustment: Adjustment = Adjustment.ALL
    warmup_bars: int = Field(default=0, ge=0, le=1_000_000, description="Bars before start, put in front")
    source: str | None = Field(default=None, max_length=32)
    fill: Fill = Fill.NONE
    include_partial: bool = False
    limit: int | None = Field(default=None, ge=1, le=5_000_000)
    offset: int = Field(default=0, ge=0)
    last_bars: int | None = Field(default=None, ge=1, le=5_000_000, description="Only the last so many bars")

    def part_of(self, bars: int) -> range:
        """Return the positions that are wanted of so many bars."""
        first = self.offset if self.last_bars is None else max(self.offset, bars - self.last_bars)
        stop = bars if self.limit is None else min(bars, first + self.limit)
        return range(first, max(first, stop))

    def to_request(self) -> BarsRequest:
        """Return the request for the use case."""
        return BarsRequest(
            symbol=self.symbol,
            timeframe=self.timeframe,
            start=self.start,
            end=self.end,
            adjustment=self.adjustment,
            warmup_bars=self.warmup_bars,
            source=self.source or None,
            fill=self.fill,
            include_partial=self.include_partial,
        )


BarsQueryDep = Annotated[BarsQuery, Query()]


class IngestBody(BaseModel):
    """What to fetch ahead."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    symbol: str = Field(min_length=1, max_length=64)
    timeframe: Timeframe = Timeframe.D1
    start: date | None = None
    end: date | None = None
    source: str | None = Field(default=None, max_length=32)

    def to_request(self) -> BarsRequest:
        """Return the request for the use case."""
        return BarsRequest(
            symbol=self.symbol, timeframe=self.timeframe, start=self.start, end=self.end, source=self.source or None
        )


class CandlesQuery(BaseModel):
    """Which series an exchange's own answer becomes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    symbol: str = Field(min_length=1, max_length=64)
    timeframe: Timeframe
    feed: str = Field(description="A feed such as binance_spot or okx_perpetual")
    contract_size: float = Field(default=1.0, gt=0, description="Coins in a contract, where volume counts contracts")
