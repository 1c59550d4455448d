"""The routes, through the typed client, against the real application; the database is away throughout."""

from datetime import date
from pathlib import Path

import httpx
import pyarrow as pa
import pytest
from fastapi import FastAPI

from market_data_service.api.views import QualityReport, SessionView, SourceView, SymbolDetail, SymbolMatch
from service_kit.client import ServiceClient
from trading_contracts.bars import Availability, Bar, Instrument, SeriesOrigin
from trading_contracts.paging import Page
from trading_contracts.problem import EmptyRange, NoBars, Problem, Unavailable, UnknownSymbol


async def test_bars_come_as_a_list_of_bars(client: ServiceClient) -> None:
    bars = await client.get("/market/data", list[Bar], params={"symbol": "AAPL", "start": "2024-01-03"})
    assert [(bar.timestamp.day, bar.close) for bar in bars] == [(3, 104.0), (4, 105.0), (5, 106.0)]


async def test_only_the_last_bars_come_when_they_are_asked_for(client: ServiceClient) -> None:
    bars = await client.get("/market/data", list[Bar], params={"symbol": "apple", "last_bars": 2})
    assert [bar.close for bar in bars] == [105.0, 106.0]


async def test_arrow_carries_origin_instrument_and_warm_up(client: ServiceClient) -> None:
    params = {"symbol": "AAPL", "start": "2024-01-04", "end": "2024-01-05", "warmup_bars": 10}
    table = pa.ipc.open_stream(await client.get_bytes("/market/bars.arrow", params=params)).read_all()
    metadata = table.schema.metadata
    assert int(metadata[b"warmup_bars"]) == 2
    assert table.column("close").to_pylist() == [103.0, 104.0, 105.0, 106.0]
    assert table.schema.field("timestamp").type == pa.timestamp("ns", tz="UTC")
    assert SeriesOrigin.model_validate_json(metadata[b"origin"]).source == "file"
    assert Instrument.model_validate_json(metadata[b"instrument"]).symbol == "AAPL"
    assert table.column("session").to_pylist()[0] == date(2024, 1, 2)


async def test_longer_bars_are_made_of_a_users_shorter_ones(client: ServiceClient) -> None:
    response = await client.request(
        "GET", "/market/data", params={"symbol": "bitcoin", "timeframe": "4h", "adjustment": "none"}
    )
    bars = response.json()
    assert (len(bars), bars[1]["open"], bars[1]["volume"]) == (6, 104.0, 20.0)
    assert response.headers["x-symbol"] == "BTC/USD"


@pytest.mark.parametrize(
    ("asked", "symbol"),
    [("BTC/USDT", "BTC/USD"), ("BTC-USD", "BTC/USD"), ("比特币", "BTC/USD"), ("apple", "AAPL"), ("700.HK", "0700.HK")],
)
async def test_what_is_really_here_decides_what_a_name_means(asked: str, symbol: str, client: ServiceClient) -> None:
    detail = await client.get(f"/market/symbols/{asked}", SymbolDetail)
    assert detail.instrument.symbol == symbol


async def test_a_name_that_was_read_as_another_symbol_is_said_so(client: ServiceClient) -> None:
    assert (await client.get("/market/symbols/BTC/USDT", SymbolDetail)).notes == ("BTC/USDT was read as BTC/USD.",)
    assert (await client.get("/market/symbols/BTC-USD", SymbolDetail)).notes == ()


async def test_search_finds_names_in_two_languages_and_says_what_is_here(client: ServiceClient) -> None:
    hits = await client.get("/market/symbols", Page[SymbolMatch], params={"q": "苹果"})
    assert [hit.instrument.symbol for hit in hits.items] == ["AAPL"]
    assert {one.timeframe.value for one in hits.items[0].available} == {"1d", "1w", "1mo", "3mo"}
    hits = await client.get("/market/symbols", Page[SymbolMatch], params={"q": "tenc"})
    assert hits.items[0].instrument.symbol == "0700.HK"


async def test_availability_lists_files_and_samples(client: ServiceClient) -> None:
    page = await client.get("/market/availability", Page[Availability])
    found = {(one.instrument.symbol, one.timeframe.value, one.source) for one in page.items}
    assert {("AAPL", "1d", "file"), ("BTC/USD", "1h", "file"), ("^GSPC", "1d", "sample")} <= found
    one = await client.get("/market/availability", Page[Availability], params={"symbol": "apple"})
    assert one.items[0].first.date() == date(2024, 1, 2)


async def test_a_made_up_series_says_that_it_is_one(client: ServiceClient) -> None:
    params = {"symbol": "SIM:TREND", "start": "2024-01-01", "end": "2024-01-10"}
    content = await client.get_bytes("/market/bars.arrow", params=params)
    table = pa.ipc.open_stream(content).read_all()
    origin = SeriesOrigin.model_validate_json(table.schema.metadata[b"origin"])
    assert (origin.is_simulated, origin.source, table.num_rows) == (True, "sim", 10)
    again = pa.ipc.open_stream(await client.get_bytes("/market/bars.arrow", params=params)).read_all()
    assert table.equals(again)


async def test_the_sample_says_that_it_is_one(client: ServiceClient) -> None:
    params = {"symbol": "S&P 500", "start": "2008-09-01", "end": "2008-09-30"}
    table = pa.ipc.open_stream(await client.get_bytes("/market/bars.arrow", params=params)).read_all()
    origin = SeriesOrigin.model_validate_json(table.schema.metadata[b"origin"])
    assert (origin.is_sample, table.num_rows) == (True, 21)


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        ({"symbol": "ZZZZQQ"}, UnknownSymbol),
        ({"symbol": "AAPL", "start": "2024-02-01", "end": "2024-01-01"}, EmptyRange),
        ({"symbol": "AAPL", "start": "2020-01-01", "end": "2020-12-31"}, NoBars),
        ({"symbol": "AAPL", "timeframe": "1m"}, NoBars),
        ({"symbol": "AAPL", "timeframe": "7m"}, Problem),
        ({"symbol": "AAPL", "source": "bloomberg"}, Problem),
        ({}, Problem),
    ],
)
async def test_bad_questions_get_a_named_problem(
    params: dict[str, str], kind: type[Problem], client: ServiceClient
) -> None:
    with pytest.raises(kind) as refusal:
        await client.request("GET", "/market/data", params=params)
    assert refusal.value.status in (404, 422)


async def test_an_unknown_symbol_comes_with_suggestions(client: ServiceClient) -> None:
    with pytest.raises(UnknownSymbol, match="Did you mean AAPL") as refusal:
        await client.request("GET", "/market/data", params={"symbol": "appel"})
    assert "AAPL" in str(refusal.value.facts["suggestions"])


async def test_a_range_without_bars_says_what_there_is(client: ServiceClient) -> None:
    with pytest.raises(NoBars) as refusal:
        await client.request(
            "GET", "/market/data", params={"symbol": "AAPL", "start": "2020-01-01", "end": "2020-02-01"}
        )
    assert (refusal.value.facts["first"], refusal.value.facts["last"]) == ("2024-01-02", "2024-01-05")


async def test_a_bad_file_of_the_folder_is_refused_with_its_line_and_the_others_work(
    client: ServiceClient, folder: Path
) -> None:
    (folder / "BAD_1d.csv").write_text("timestamp,open,high,low,close,volume\n2024-01-02,1,x,1,1,1\n")
    with pytest.raises(Problem, match="line 2: 'x' in the column high is not a number") as refusal:
        await client.request("GET", "/market/data", params={"symbol": "BAD"})
    assert refusal.value.status in (404, 422)
    assert len(await client.get("/market/data", list[Bar], params={"symbol": "AAPL"})) == 4
    sources = await client.get("/market/sources", list[SourceView])
    assert "BAD_1d.csv" in sources[0].problems


async def test_a_file_that_changes_is_read_again(client: ServiceClient, folder: Path) -> None:
    assert len(await client.get("/market/data", list[Bar], params={"symbol": "AAPL"})) == 4
    path = folder / "AAPL_1d.csv"
    path.write_text(path.read_text() + "2024-01-08,110,111,109,110,1\n")
    assert len(await client.get("/market/data", list[Bar], params={"symbol": "AAPL"})) == 5


async def test_quality_is_reported_by_series(client: ServiceClient) -> None:
    report = await client.get("/market/quality", QualityReport, params={"symbol": "AAPL"})
    assert (report.bars, report.missing_sessions, report.origin.source) == (4, 0, "file")


async def test_sessions_tell_half_days(client: ServiceClient) -> None:
    params = {"calendar": "XNYS", "start": "2022-11-24", "end": "2022-11-25"}
    sessions = await client.get("/market/sessions", list[SessionView], params=params)
    assert [(one.session.day, one.close.hour) for one in sessions] == [(25, 18)]


async def test_a_series_is_exported_in_the_layout_of_the_folder(client: ServiceClient, folder: Path) -> None:
    response = await client.request("GET", "/market/export", params={"symbol": "BTC/USD", "timeframe": "1h"})
    assert "BTC-USD_1h.csv" in response.headers["content-disposition"]
    (folder / "ETH-USD_1h.csv").write_bytes(response.content)
    again = await client.get("/market/data", list[Bar], params={"symbol": "ETH/USD", "timeframe": "1h"})
    assert len(again) == 24


async def test_a_file_is_checked_without_being_stored(client: ServiceClient) -> None:
    text = b"timestamp,open,high,low,close,volume\n2024-01-02,1,1,1,1,1\n2024-01-04,1,1,1,1,0\n"
    response = await client.request("POST", "/market/check", params={"timeframe": "1d"}, body=text)
    report = QualityReport.model_validate_json(response.content)
    assert (report.bars, report.missing_sessions, report.zero_volume) == (2, 1, 1)


async def test_storing_while_the_database_is_away_is_said_so(client: ServiceClient) -> None:
    text = b"timestamp,open,high,low,close,volume\n2024-01-02,1,1,1,1,1\n"
    with pytest.raises(Unavailable):
        await client.request("POST", "/market/upload", params={"symbol": "MINE", "timeframe": "1d"}, body=text)


async def test_nobody_gets_in_without_a_signature(application: FastAPI) -> None:
    transport = httpx.ASGITransport(app=application)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as anybody:
        assert (await anybody.get("/market/data?symbol=AAPL")).status_code == 401
        assert (await anybody.get("/healthz")).status_code == 200
