"""What a reader of live bars gets, and how often things happen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from market_data_service.domain.series import nanoseconds
from trading_contracts.bars import Bar, Timeframe
from trading_contracts.model import Contract

FrameType = Literal["bar", "forming", "heartbeat", "gap", "problem"]


class LiveMessage(Contract):
    """One frame of a live stream.

    Attributes:
        type: `bar` is over and will not change; `forming` is still being made; `heartbeat` says that the stream lives;
            `gap` says that bars between `first` and `last` cannot be had; `problem` says why nothing comes, and that it
            is tried again.
        event_id: Of a `bar`: milliseconds of its open. A reader who comes back gives the last one it has.
    """

    type: FrameType
    symbol: str
    timeframe: Timeframe
    event_id: int | None = None
    bar: Bar | None = None
    source: str = ""
    detail: str = ""
    first: datetime | None = None
    last: datetime | None = None
    at: datetime


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things happen.

    Attributes:
        heartbeat: A frame is sent at least that often.
        retry: How long to wait after a feed has failed.
        poll: How often a market without a feed is asked for at most; long bars are asked for less often.
        glance: How often it is looked whether a bar is over that no trade has ended.
        late: How long after its end a bar waits for trades that are under way.
        patience: How long bars that were missed are waited for, before a gap is told.
        second_wind: How long markets are polled before the feeds that failed are tried again.
    """

    heartbeat: timedelta = timedelta(seconds=15)
    retry: timedelta = timedelta(seconds=5)
    poll: timedelta = timedelta(seconds=20)
    glance: timedelta = timedelta(seconds=0.5)
    late: timedelta = timedelta(seconds=2)
    patience: timedelta = timedelta(seconds=90)
    second_wind: timedelta = timedelta(minutes=5)


def event_id(bar: Bar) -> int:
    """Return the number under which a reader can ask for what comes after a bar: milliseconds of its open."""
    return nanoseconds(bar.timestamp) // 1_000_000
