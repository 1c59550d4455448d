"""A watch list is fetched ahead, again and again, whatever happens to one of its series."""

import asyncio
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from market_data_service.domain.delivery import BarsRequest
from market_data_service.usecases.watch import Watch, Watched, parse_watch_list
from trading_contracts.bars import Timeframe
from trading_contracts.problem import SourceFailed

NOW = datetime(2024, 6, 3, 12, tzinfo=UTC)


class Reader:
    """Notes what is asked for; one symbol fails."""

    def __init__(self) -> None:
        self.asked: list[BarsRequest] = []

    async def __call__(self, request: BarsRequest) -> None:
        self.asked.append(request)
        if request.symbol == "FAILS":
            raise SourceFailed("Nobody answers.")


def test_a_list_names_symbols_and_timeframes() -> None:
    assert parse_watch_list(" AAPL, BTC/USDT@1h ,, 0700.HK@1d,") == [
        Watched("AAPL", Timeframe.D1),
        Watched("BTC/USDT", Timeframe.H1),
        Watched("0700.HK", Timeframe.D1),
    ]


def test_a_timeframe_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="7m in AAPL@7m is no timeframe; there are 1m 5m"):
        parse_watch_list("MSFT,AAPL@7m")


async def test_a_series_that_fails_does_not_keep_the_others_back() -> None:
    reader = Reader()
    watch = Watch(reader, parse_watch_list("FAILS,AAPL,BTC/USDT@1h"), lambda: NOW)  # type: ignore[arg-type]
    assert await watch.once() == 2
    assert [request.symbol for request in reader.asked] == ["FAILS", "AAPL", "BTC/USDT"]
    assert [request.end for request in reader.asked] == [NOW.date()] * 3
    assert reader.asked[1].start == date(2014, 6, 6)
    assert reader.asked[2].start == date(2024, 5, 4)


async def test_the_list_is_fetched_again_after_a_pause() -> None:
    reader = Reader()
    watch = Watch(reader, parse_watch_list("FAILS"), lambda: NOW)  # type: ignore[arg-type]
    task = asyncio.create_task(watch.forever(timedelta(seconds=0.01)))
    async with asyncio.timeout(30):
        while len(reader.asked) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
