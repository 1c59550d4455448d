"""Advice from services that answer, refuse or sleep: the strategy never waits for them."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from strategy_ai_worker.usecases.advise import Asked, advise
from strategy_language.conversation import ExpectedSignals
from trading_contracts.bars import Availability, Bar, Instrument, Market, Timeframe
from trading_contracts.problem import NoBars, Unavailable

APPLE = Instrument(symbol="AAPL", name="Apple", market=Market.US, calendar="XNYS", zone="America/New_York")
FIRST, LAST = datetime(2000, 1, 3, tzinfo=UTC), datetime(2019, 12, 31, tzinfo=UTC)


class Bars:
    def __init__(self, fault: Exception | None = None, pause: float = 0.0) -> None:
        self.fault, self.pause = fault, pause

    async def symbol(self, name: str):
        raise AssertionError("symbols were settled before")

    async def bars(self, symbol: str, timeframe: Timeframe, count: int) -> list[Bar]:
        await asyncio.sleep(self.pause)
        if self.fault:
            raise self.fault
        return [Bar(timestamp=LAST, open=100, high=102, low=99, close=100, volume=1)] * count


class Engine:
    def __init__(self, entries: int = 50, fault: Exception | None = None, pause: float = 0.0) -> None:
        self.entries, self.fault, self.pause = entries, fault, pause
        self.asked: list[tuple] = []

    async def frequency(self, user_id, strategy, first: date, last: date) -> ExpectedSignals:
        self.asked.append((strategy, first, last))
        await asyncio.sleep(self.pause)
        if self.fault:
            raise self.fault
        return ExpectedSignals(
            entries=self.entries, exits=1, bars=5000, years=20.0, entries_per_year=2.5, typical_bars_held=7.0
        )

    async def last_run(self, user_id, strategy_id):
        raise AssertionError("nobody asked for a result")


@pytest.fixture
def asked(document):
    def of(strategy=None, *, bars: int = 5000, language="en", known: bool = True) -> Asked:
        history = Availability(
            instrument=APPLE, timeframe=Timeframe.D1, source="file", first=FIRST, last=LAST, bars=bars
        )
        return Asked(strategy or document(), uuid4(), APPLE, history if known else None, language)

    return of


async def test_what_the_services_know_stands_in_the_metadata_and_the_reasons(asked) -> None:
    found = await advise(asked(), Bars(), Engine())
    assert found.metadata.signal_frequency.entries == 50
    assert found.metadata.signal_frequency.warning == ""
    assert found.metadata.market_conditions.style == "mean_reversion"
    assert [one.kind for one in found.suggestions] == ["stop", "target", "sizing"]
    assert found.suggestions[0].evidence["bars_held"] == 7.0


@pytest.mark.parametrize(("entries", "words"), [(0, "never fulfilled"), (3, "only 3× in 5000 bars")])
async def test_none_or_few_trades_are_warned_of(asked, entries, words) -> None:
    found = await advise(asked(), Bars(), Engine(entries))
    assert words in found.metadata.signal_frequency.warning
    assert "2000-01-03 to 2019-12-31" in found.metadata.signal_frequency.warning


async def test_a_quick_count_looks_at_the_newest_bars_and_the_first_symbols(asked, document) -> None:
    engine = Engine()
    many = document(universe=[f"S{at}" for at in range(40)], sizing={"kind": "equal_weight"})
    found = await advise(asked(many, bars=50_000), Bars(), engine)
    [(strategy, first, last)] = engine.asked
    assert len(strategy.universe) == found.metadata.signal_frequency.symbols_counted == 5
    assert (first, last) == (date(2017, 12, 31), date(2019, 12, 31))


@pytest.mark.parametrize("engine", [Engine(fault=Unavailable("The engine is away.")), Engine(pause=5)])
async def test_without_the_engine_the_advice_stands_with_a_word_about_it(asked, engine) -> None:
    found = await advise(asked(), Bars(), engine, budget_seconds=0.1)
    assert found.metadata.signal_frequency.entries is None
    assert "could not be counted" in found.metadata.signal_frequency.missing
    assert found.suggestions[0].evidence["bars_held"] == 10.0
    assert "is not known" in found.suggestions[0].reason


@pytest.mark.parametrize("market", [Bars(fault=NoBars("There are none.")), Bars(pause=5)])
async def test_without_bars_nothing_is_suggested(asked, market) -> None:
    found = await advise(asked(), market, Engine(), budget_seconds=0.1)
    assert found.suggestions == ()
    assert found.metadata.signal_frequency.entries == 50
    assert found.metadata.risk_assumptions


async def test_what_is_not_here_yet_is_neither_counted_nor_fetched(asked) -> None:
    engine = Engine()
    found = await advise(asked(known=False, language="zh-Hant"), Bars(fault=AssertionError("asked")), engine)
    assert engine.asked == []
    assert "AAPL" in found.metadata.signal_frequency.missing
    assert "執行時" in found.metadata.signal_frequency.missing
