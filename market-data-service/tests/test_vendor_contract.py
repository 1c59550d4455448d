"""One contract for every vendor: real clients, pointed at a vendor on loopback that speaks the wire format."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import orjson
import pytest

from market_data_service.adapters.vendors.alpaca.extract import AlpacaClient
from market_data_service.adapters.vendors.alpaca.vendor import AlpacaVendor
from market_data_service.adapters.vendors.ccxt_exchange.extract import ExchangeClient
from market_data_service.adapters.vendors.ccxt_exchange.vendor import ExchangeVendor
from market_data_service.adapters.vendors.guard import Guard, Limits
from market_data_service.adapters.vendors.hkex.extract import Addresses, HkexClient
from market_data_service.adapters.vendors.hkex.vendor import HkexVendor
from market_data_service.adapters.vendors.polygon.extract import PolygonClient
from market_data_service.adapters.vendors.polygon.vendor import PolygonVendor
from market_data_service.adapters.vendors.vendor import Vendor, VendorSource
from market_data_service.adapters.vendors.yahoo.extract import YahooClient
from market_data_service.adapters.vendors.yahoo.vendor import YahooVendor
from market_data_service.domain import symbols
from market_data_service.domain.problems import RateLimited
from market_data_service.domain.series import moment
from market_data_service.ports import BarQuery
from trading_contracts.bars import Timeframe
from trading_contracts.problem import NotFound, SourceFailed

sys.path.insert(0, str(Path(__file__).parent))
import wire_samples as wire
from vendor_server import VendorServer, running

NOW = datetime(2024, 3, 1, 22, tzinfo=UTC)
TIMEOUT = 2.0


@dataclass(frozen=True)
class Case:
    """A vendor on loopback, the path of its bars, and the symbol that it is asked for."""

    source: VendorSource
    server: VendorServer
    path: str
    symbol: str

    def query(self, start: date = date(2024, 1, 1), end: date = date(2024, 1, 31)) -> BarQuery:
        return BarQuery(symbols.instrument(self.symbol), Timeframe.D1, start, end)


EXCHANGES = {
    "binance": ("/api/v3/klines", {"/api/v3/exchangeInfo": wire.binance_info, "/api/v3/klines": wire.klines}),
    "kraken": ("/0/public/OHLC", {"/0/public/AssetPairs": wire.kraken_pairs, "/0/public/OHLC": wire.kraken_candles}),
    "okx": (
        "/api/v5/market",
        {"/api/v5/public/instruments": wire.okx_instruments, "/api/v5/market": wire.okx_candles},
    ),
    "bybit": (
        "/v5/market/kline",
        {"/v5/market/instruments-info": wire.bybit_instruments, "/v5/market/kline": wire.bybit_candles},
    ),
    "coinbase": (
        "/api/v3/brokerage/market/products/BTC-USDT/candles",
        {
            "/api/v3/brokerage/market/products": wire.coinbase_products,
            "/api/v3/brokerage/market/products/BTC-USDT/candles": wire.coinbase_candles,
        },
    ),
}
DRIFTED_CHART = b'cb({"data":{"responsecode":"000","rows":[]}})'
DRIFTED = (
    b'{"result":{"x":1},"chart":{"result":[{"rows":[1]}]},"rows":[{"a":1}],"results":[{"a":1}],'
    b'"code":"0","data":{"a":1},"retCode":0,"candles":[{"a":1}]}'
)
VENDORS = ["polygon", "alpaca", "yfinance", "hkex", *(f"ccxt:{name}" for name in EXCHANGES)]


@pytest.fixture
def server() -> "VendorServer":
    with running() as made:
        yield made


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as made:
        yield made


@pytest.fixture
async def make_case(server: VendorServer, stack: AsyncExitStack, tmp_path: Path) -> Callable[[str], Case]:
    http = await stack.enter_async_context(httpx.AsyncClient(timeout=TIMEOUT, trust_env=False))

    def make(name: str) -> Case:
        vendor: Vendor
        path, symbol = "/", "AAPL"
        if name == "polygon":
            vendor, path = PolygonVendor(PolygonClient(server.address, "key", TIMEOUT)), "/v2/aggs"
            server.answer("/v2/aggs", wire.polygon())
            server.answer("/v3/reference", {"status": "OK", "results": []})
        elif name == "alpaca":
            vendor, path = AlpacaVendor(AlpacaClient(http, server.address, "key", "secret")), "/v2/stocks/bars"
            server.answer("/v2/stocks/bars", wire.alpaca())
            server.answer("/v1/corporate-actions", {"corporate_actions": {}, "next_page_token": None})
        elif name == "yfinance":
            vendor, path = YahooVendor(YahooClient(server.address, tmp_path / "yf", TIMEOUT)), "/v8/finance/chart"
            server.answer("/v8/finance/chart", wire.yahoo())
            server.answer("/v1/test/getcrumb", b"crumb")
        elif name == "hkex":
            addresses = Addresses(page=server.address, data=server.address)
            vendor = HkexVendor(HkexClient(http, addresses), lambda: NOW)
            path, symbol = "/hkexwidget", "0700.HK"
            server.answer("/Market-Data", wire.hkex_page())
            server.answer("/hkexwidget", wire.hkex_chart())
        else:
            exchange = name.partition(":")[2]
            client = ExchangeClient(exchange, server.address, TIMEOUT)
            stack.push_async_callback(client.close)
            vendor, symbol = ExchangeVendor(client), "BTC/USDT"
            path, answers = EXCHANGES[exchange]
            for where, sample in answers.items():
                server.answer(where, sample())
        guard = Guard(name, Limits(calls=1000, per_seconds=1, deadline_seconds=6), asyncio.get_running_loop().time)
        return Case(VendorSource(vendor, guard, lambda: NOW), server, path, symbol)

    return make


@pytest.mark.parametrize("name", VENDORS)
async def test_bars_come_in_our_shape(name: str, make_case: Callable[[str], Case]) -> None:
    case = make_case(name)
    fetched = await case.source.fetch(case.query())
    assert [moment(int(stamp)) for stamp in fetched.series.timestamp] == wire.DAYS
    for at, column in enumerate(("open", "high", "low", "close", "volume")):
        assert getattr(fetched.series, column).tolist() == [row[at] for row in wire.ROWS]
    assert fetched.fetched_at == NOW
    assert not fetched.is_sample
    assert not fetched.is_simulated


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize("status", [500, 503])
async def test_an_error_of_the_vendor_is_a_named_failure(
    name: str, status: int, make_case: Callable[[str], Case]
) -> None:
    case = make_case(name)
    case.server.fail(status)
    with pytest.raises(SourceFailed):
        await case.source.fetch(case.query())
    case.server.recover()
    assert len((await case.source.fetch(case.query())).series) == 3


@pytest.mark.parametrize("name", VENDORS)
async def test_a_vendor_that_asks_for_patience_is_said_so(name: str, make_case: Callable[[str], Case]) -> None:
    case = make_case(name)
    case.server.fail(429)
    with pytest.raises(RateLimited):
        await case.source.fetch(case.query())


@pytest.mark.parametrize("name", VENDORS)
@pytest.mark.parametrize("body", [b"<html><body>Down for maintenance</body></html>", b'{"results": [{"t": 17', b""])
async def test_what_is_no_answer_is_a_named_failure(name: str, body: bytes, make_case: Callable[[str], Case]) -> None:
    case = make_case(name)
    case.server.answer(case.path, body)
    with pytest.raises(SourceFailed):
        await case.source.fetch(case.query())


@pytest.mark.parametrize("name", VENDORS)
async def test_a_body_that_is_cut_off_is_a_named_failure(name: str, make_case: Callable[[str], Case]) -> None:
    case = make_case(name)
    case.server.cut()
    with pytest.raises(SourceFailed):
        await case.source.fetch(case.query())


@pytest.mark.parametrize("name", VENDORS)
async def test_an_unknown_shape_is_a_named_failure(name: str, make_case: Callable[[str], Case]) -> None:
    case = make_case(name)
    drifted = DRIFTED_CHART if name == "hkex" else DRIFTED
    case.server.answer(case.path, drifted)
    with pytest.raises((SourceFailed, NotFound)):
        await case.source.fetch(case.query())


NOTHING = {
    "polygon": {"status": "OK", "resultsCount": 0, "results": []},
    "alpaca": {"bars": {}, "next_page_token": None},
    "hkex": b'cb({"data":{"responsecode":"000","responsemsg":"","datalist":[]},"qid":"1"})',
    "ccxt:binance": [],
    "ccxt:kraken": {"error": [], "result": {"XBTUSDT": [], "last": 0}},
    "ccxt:okx": {"code": "0", "msg": "", "data": []},
    "ccxt:bybit": {"retCode": 0, "retMsg": "OK", "result": {"category": "spot", "symbol": "BTCUSDT", "list": []}},
    "ccxt:coinbase": {"candles": []},
}


@pytest.mark.parametrize("name", NOTHING)
async def test_a_proper_answer_without_a_bar_is_no_failure_of_the_vendor(
    name: str, make_case: Callable[[str], Case]
) -> None:
    case = make_case(name)
    case.server.answer(case.path, NOTHING[name])
    with pytest.raises(NotFound):
        await case.source.fetch(case.query())
    assert case.source.guard.state == "closed"


@pytest.mark.parametrize("name", VENDORS)
async def test_a_slow_vendor_is_given_up(name: str, make_case: Callable[[str], Case]) -> None:
    case = make_case(name)
    case.server.slow(TIMEOUT * 1.5)
    case.source.guard = Guard(
        name, Limits(calls=10, per_seconds=1, deadline_seconds=0.5), asyncio.get_running_loop().time
    )
    started = asyncio.get_running_loop().time()
    with pytest.raises(SourceFailed, match="did not answer"):
        await case.source.fetch(case.query())
    assert asyncio.get_running_loop().time() - started < TIMEOUT


@pytest.mark.shared
async def test_polygons_recorded_aggregates_are_stamped_with_their_session(
    make_case: Callable[[str], Case], shared: Path
) -> None:
    case = make_case("polygon")
    folder = shared / "data/vendor_fixtures/polygon/rest"
    recorded = folder / "v2/aggs/ticker/AAPL/range/1/day/2005-04-01/2005-04-04.json"
    case.server.answer("/v2/aggs", recorded.read_bytes())
    case.server.answer("/v3/reference/splits", (folder / "v3/reference/splits.json").read_bytes())
    case.server.answer("/v3/reference/dividends", (folder / "v3/reference/dividends.json").read_bytes())
    fetched = await case.source.fetch(case.query(date(2005, 4, 1), date(2005, 4, 4)))
    # One is an EST midnight, the other an EDT one.
    assert [moment(int(stamp)).date() for stamp in fetched.series.timestamp] == [date(2005, 4, 1), date(2005, 4, 4)]
    assert fetched.series.close.tolist() == [1.4604, 1.4675]
    assert fetched.basis.value == "splits"


@pytest.mark.shared
async def test_yahoos_recorded_chart_keeps_the_split(make_case: Callable[[str], Case], shared: Path) -> None:
    case = make_case("yfinance")
    folder = shared / "data/vendor_fixtures/yahoo/http_2025"

    recorded = json.loads((folder / "chart-AAPL-2020-08-31-to-2020-11-07.json").read_text())["response"]["bodyJson"]
    case.server.answer("/v8/finance/chart", recorded)
    fetched = await case.source.fetch(case.query(date(2020, 8, 31), date(2020, 11, 7)))
    assert fetched.series.first == datetime(2020, 8, 31, tzinfo=UTC)
    assert fetched.series.split[0] == 4.0
    assert fetched.series.dividend.max() == pytest.approx(0.205)
    assert len(fetched.series) == len(recorded["chart"]["result"][0]["timestamp"])


@pytest.mark.shared
async def test_alpacas_recorded_bars_are_read_over_all_pages(make_case: Callable[[str], Case], shared: Path) -> None:
    case = make_case("alpaca")

    path = shared / "data/vendor_fixtures/alpaca/historical_stock_data__get_bars.json"
    recorded = json.loads(path.read_text())["response"]
    last = {"bars": {"AAPL": recorded["bars"]["AAPL"][-1:]}, "next_page_token": None}

    case.server.answer("/v2/stocks/bars", lambda query: orjson.dumps(last if "page_token" in query else recorded))
    fetched = await case.source.fetch(case.query(date(2022, 2, 1), date(2022, 2, 28)))
    assert fetched.series.close.tolist() == [174.61, 175.84]
    assert [moment(int(stamp)).day for stamp in fetched.series.timestamp] == [1, 2]
    assert case.server.calls("/v2/stocks/bars") == 2


@pytest.mark.shared
async def test_the_recorded_kline_of_binance_is_parsed_as_ccxt_says(
    make_case: Callable[[str], Case], shared: Path
) -> None:

    case = make_case("ccxt:binance")
    recorded = json.loads((shared / "data/vendor_fixtures/ccxt/binanceus_fetchOHLCV.json").read_text())
    case.server.answer("/api/v3/klines", recorded["httpResponse"])
    query = BarQuery(symbols.instrument("BTC/USDT"), Timeframe.H1, date(2024, 3, 13), date(2024, 3, 13))
    series = (await case.source.fetch(query)).series
    wanted = recorded["parsedResponse"][0]
    assert (int(series.timestamp[0]) // 1_000_000, series.open[0], series.volume[0]) == (
        wanted[0],
        wanted[1],
        wanted[5],
    )
