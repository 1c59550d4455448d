"""Fetching a watch list ahead, again and again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import structlog

from market_data_service.domain.delivery import BarsRequest
from market_data_service.ports import Clock
from market_data_service.usecases.read_bars import ReadBars
from trading_contracts.bars import Timeframe
from trading_contracts.problem import Problem

_log = structlog.get_logger(__name__)
_YEARS = 10


@dataclass(frozen=True, slots=True)
class Watched:
    """One series of the watch list."""

    symbol: str
    timeframe: Timeframe


def parse_watch_list(text: str) -> list[Watched]:
    """Return the series of a comma list of `SYMBOL` or `SYMBOL@timeframe` (daily when none is given).

    Raises:
        ValueError: A timeframe is none; the sentence says which, and what there is.
    """
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        symbol, _, timeframe = (piece.strip() for piece in part.partition("@"))
        if timeframe and timeframe not in set(Timeframe):
            known = " ".join(Timeframe)
            message = f"MARKET_WATCH_LIST: {timeframe} in {part} is no timeframe; there are {known}"
            raise ValueError(message)
        found.append(Watched(symbol, Timeframe(timeframe or "1d")))
    return found


class Watch:
    """Keeps a watch list fetched; a series that fails is tried again the next time."""

    def __init__(self, read_bars: ReadBars, watched: Sequence[Watched], clock: Clock) -> None:
        self._read_bars = read_bars
        self._watched = watched
        self._clock = clock

    async def once(self) -> int:
        """Fetch every series once; return how many could be had."""
        done = 0
        for one in self._watched:
            today: date = self._clock().date()
            start = today - timedelta(days=365 * _YEARS if not one.timeframe.is_intraday else 30)
            try:
                await self._read_bars(BarsRequest(symbol=one.symbol, timeframe=one.timeframe, start=start, end=today))
                done += 1
            except Problem as problem:
                _log.warning("watched_series_failed", symbol=one.symbol, reason=problem.detail)
        return done

    async def forever(self, every: timedelta) -> None:
        """Fetch the list now and after every pause, until cancelled."""
        while self._watched:
            _log.info("watch_list_fetched", series=await self.once())
            await asyncio.sleep(every.total_seconds())
