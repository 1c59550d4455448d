"""Bars made from a seed with two decimals, so that whoever reads a trade can follow it with a pencil."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from trading_contracts.bars import Adjustment, Instrument, SeriesOrigin, Timeframe

BEGINS = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `time` is its open."""

    time: datetime
    open: float
    high: float
    low: float
    close: float


def made_bars(seed: int, count: int, timeframe: Timeframe, *, price: float = 100.0) -> list[Bar]:
    """Return a random walk; daily bars leave out Saturdays and Sundays."""
    chance, time, last, bars = random.Random(seed), BEGINS, price, []
    while len(bars) < count:
        if timeframe.is_intraday or time.weekday() < 5:
            opened = round(last * math.exp(chance.gauss(0, 0.006)), 2)
            close = round(opened * math.exp(chance.gauss(0.0003, 0.013)), 2)
            high = round(max(opened, close) * math.exp(abs(chance.gauss(0, 0.006))), 2)
            low = round(min(opened, close) * math.exp(-abs(chance.gauss(0, 0.006))), 2)
            bars.append(Bar(time, opened, high, low, close))
            last = close
        time += timeframe.duration if timeframe.is_intraday else timedelta(days=1)
    return bars


def frame_of(instrument: Instrument, timeframe: Timeframe, bars: Sequence[Bar]) -> Frame:
    """Return the bars as a run receives them."""
    time = np.array([int(bar.time.timestamp()) for bar in bars], dtype=np.int64) * 1_000_000_000
    columns = {name: np.array([getattr(bar, name) for bar in bars]) for name in ("open", "high", "low", "close")}
    nothing = np.zeros(len(bars))
    return Frame(
        instrument=instrument,
        origin=SeriesOrigin(
            symbol=instrument.symbol,
            timeframe=timeframe,
            source="made",
            adjustment=Adjustment.ALL,
            fetched_at=BEGINS,
        ),
        timeframe=timeframe,
        warmup=0,
        quality=Quality(),
        time=time,
        columns={**columns, "volume": nothing + 1e9, "dividend": nothing, "split": nothing},
        sessions=plain_sessions(time, timeframe),
        digest=f"{instrument.symbol} {len(bars)}",
        calendar_digest="as the bars are",
    )
