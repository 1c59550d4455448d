"""A series that goes on from another source than before says so when the two do not agree."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
import sqlalchemy as sa

from database.connect import open_engine
from market_data_service.adapters.bundled_directory import load_directory
from market_data_service.adapters.postgres.store import PostgresBarStore
from market_data_service.domain.adjustment import Basis, CorporateAction
from market_data_service.domain.delivery import BarsRequest
from market_data_service.domain.series import BarSeries
from market_data_service.ports import BarQuery, Fetched, SeriesKey
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook
from market_data_service.usecases.witnesses import Witnesses
from trading_contracts.bars import Adjustment, Instrument, Timeframe
from trading_contracts.problem import SourceFailed

AT = datetime(2024, 6, 1, tzinfo=UTC)
APPLE = load_directory().describe("AAPL")
BEFORE = SeriesKey("AAPL", Timeframe.D1, "yfinance")
SPAN = (date(2024, 1, 1), date(2024, 2, 9))


class Alpaca:
    """A source that is asked because another one fell."""

    name = "alpaca"

    def __init__(self, fetched: Fetched) -> None:
        self.fetched = fetched

    def serves(self, instrument: Instrument) -> bool:
        return True

    def refusal(self) -> str | None:
        return None

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        return (Timeframe.D1,)

    async def fetch(self, query: BarQuery) -> Fetched:
        return self.fetched


class Fallen(Alpaca):
    """The source that served before, and does not answer."""

    name = "yfinance"

    async def fetch(self, query: BarQuery) -> Fetched:
        raise SourceFailed("yfinance answered 503.")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[PostgresBarStore]:
    engine = open_engine(database_url)
    yield PostgresBarStore(engine)
    async with engine.begin() as connection:
        await connection.execute(sa.text("DELETE FROM market_series"))
        await connection.execute(sa.text("DELETE FROM corporate_actions"))
    await engine.dispose()


@pytest.fixture
def series(make_series: Callable[..., BarSeries]) -> BarSeries:
    return make_series((100 + 3 * np.sin(np.arange(40.0))).tolist())


@pytest.fixture
def make_notes(store: PostgresBarStore, series: BarSeries) -> Callable[..., object]:
    async def notes(
        now: BarSeries, before: BarSeries = series, *, actions: Sequence[CorporateAction] = ()
    ) -> tuple[str, ...]:
        await store.write(BEFORE, Fetched(series=before, basis=Basis.RAW, fetched_at=AT), SPAN, actions)
        fetched = Fetched(series=now, basis=Basis.RAW, fetched_at=AT)
        sources = [Fallen(fetched), Alpaca(fetched)]
        book = SymbolBook(load_directory(), [], has_online=True)
        read = ReadBars(sources, book, lambda: AT, witnesses=Witnesses(store, []))
        bars = await read(BarsRequest(symbol="AAPL", adjustment=Adjustment.ALL))
        assert [fall.source for fall in bars.origin.falls] == ["yfinance"]
        return tuple(note for note in bars.origin.notes if note.startswith("Sources disagree: "))

    return notes


async def test_sources_that_agree_have_nothing_to_tell(make_notes: Callable[..., object], series: BarSeries) -> None:
    assert await make_notes(replace(series, close=series.close * 1.001)) == ()


async def test_another_unit_is_told(make_notes: Callable[..., object], series: BarSeries) -> None:
    (note,) = await make_notes(replace(series, close=series.close * 100, high=series.high * 100))
    assert "another unit than yfinance" in note
    assert "alpaca is 100 times yfinance" in note


async def test_another_adjustment_is_told(make_notes: Callable[..., object], series: BarSeries) -> None:
    halved = np.where(np.arange(40) < 20, series.close / 2, series.close)
    (note,) = await make_notes(replace(series, close=halved))
    assert "adjusted differently" in note


async def test_other_prices_are_told_with_the_worst_day(make_notes: Callable[..., object], series: BarSeries) -> None:
    close = series.close * (1 + 0.02 * np.sin(np.arange(40.0) * 7))
    close[17] = series.close[17] * 1.4
    (note,) = await make_notes(replace(series, close=close))
    assert "40.0% on 2024-01-18" in note


async def test_dividends_that_one_source_does_not_have_are_told(
    make_notes: Callable[..., object], series: BarSeries
) -> None:
    (note,) = await make_notes(series, actions=[CorporateAction(date(2024, 1, 20), "dividend", 5.0)])
    assert "count splits and dividends differently" in note


async def test_an_event_after_the_stored_bars_is_no_disagreement(
    make_notes: Callable[..., object], series: BarSeries
) -> None:
    # What was stored ends before a split that the newer series knows: as quoted, both are the same.
    split = np.zeros(40)
    split[35] = 2.0
    after = np.where(np.arange(40) < 35, 1.0, 0.5)
    now = replace(series, close=series.close * after, split=split)
    assert await make_notes(now, series.between(0, 30)) == ()


async def test_another_count_of_volume_is_told(make_notes: Callable[..., object], series: BarSeries) -> None:
    (note,) = await make_notes(replace(series, volume=series.volume / 100))
    assert "The volume of alpaca is 0.01 times that of yfinance" in note


async def test_series_without_a_common_bar_are_not_compared(
    make_notes: Callable[..., object], series: BarSeries
) -> None:
    earlier = replace(series, timestamp=series.timestamp - 400 * 86_400_000_000_000, close=series.close * 3)
    assert await make_notes(earlier.between(0, 10)) == ()


async def test_a_file_is_a_witness_too_and_a_comparison_is_made_once(
    series: BarSeries, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    file = Alpaca(Fetched(series=replace(series, close=series.close * 7), basis=Basis.RAW, fetched_at=AT))
    file.name = "file"
    witnesses = Witnesses(PostgresBarStore(nowhere), [file])
    query, fetched = BarQuery(APPLE, Timeframe.D1), Fetched(series=series, basis=Basis.RAW, fetched_at=AT)
    (note,) = await witnesses.notes("alpaca", query, fetched)
    assert "another unit than file" in note
    monkeypatch.setattr("market_data_service.usecases.witnesses.disagreements", None)
    assert await witnesses.notes("alpaca", query, fetched) == (note,)
    assert await witnesses.notes("file", query, fetched) == ()
    await nowhere.dispose()
