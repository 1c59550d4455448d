"""Economy, funding and mood: their wire formats, what is read out of them, and what is said when they are away."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import numpy as np
import pytest

from market_research_service.adapters.fear_greed import PublishedFearGreed
from market_research_service.adapters.funding import ExchangeFunding, read_bybit, read_deribit, usual_venues
from market_research_service.adapters.macro_csv import CsvEconomy, NoSeries, parse_series
from market_research_service.adapters.remembered import Remembered
from market_research_service.domain.macro import Dated, read_macro
from market_research_service.domain.mood import computed_mood, mood_of
from market_research_service.domain.ranking import measure, ranked
from market_research_service.domain.sectors import sector_of, standing
from market_research_service.ports import NoFunding, NoMood
from market_research_service.settings import ResearchSettings
from trading_contracts.bars import Instrument, Market

BITCOIN = Instrument(symbol="BTC/USDT", name="Bitcoin", market=Market.CRYPTO, calendar="24/7", zone="UTC")
FEAR = {
    "name": "Fear and Greed Index",
    "data": [
        {"value": "40", "value_classification": "Fear", "timestamp": "1551157200", "time_until_update": "68499"},
    ],
    "metadata": {"error": None},
}


@pytest.fixture
def web() -> Callable[[Callable[[httpx.Request], httpx.Response]], httpx.AsyncClient]:
    return lambda answer: httpx.AsyncClient(transport=httpx.MockTransport(answer))


def test_a_file_of_fred_is_read_and_holidays_are_left_out() -> None:
    found = parse_series("observation_date,DGS10\n2024-01-02,3.95\n2024-01-03,.\n2024-01-04,3.99\n", "fred")
    assert found == Dated((date(2024, 1, 2), date(2024, 1, 4)), (3.95, 3.99), "fred")


def test_a_file_of_the_exchange_gives_its_closes_whatever_its_dates_look_like() -> None:
    found = parse_series("DATE,OPEN,HIGH,LOW,CLOSE\n01/03/2024,13.0,14.0,12.9,13.8\n01/02/2024,13,13,13,13.2\n", "cboe")
    assert (found.dates[0], found.values) == (date(2024, 1, 2), (13.2, 13.8))


@pytest.mark.parametrize("text", ["", "<html><body>Sign in</body></html>", "a,b\n1,2\n", "DATE,X\n2024-01-01,.\n"])
def test_what_is_no_series_is_refused(text: str) -> None:
    with pytest.raises(NoSeries):
        parse_series(text, "x")


@pytest.mark.shared
def test_real_files_of_the_economy_are_read_as_their_publishers_wrote_them(shared: Path) -> None:
    folder = shared / "data" / "macro"
    vix = parse_series((folder / "vix_daily.csv").read_text(), "cboe")
    rate = parse_series((folder / "lean_us_primary_credit_rate.csv").read_text(), "fred")
    assert (vix.dates[0], vix.values[0]) == (date(1990, 1, 2), 17.24)
    assert rate.before(date(2003, 7, 1)) == 2.00
    figures = {one.key: one for one in read_macro({"vix": vix, "policy_rate": rate})}
    assert figures["vix"].value == vix.values[-1]
    assert figures["vix"].reading == ("low" if vix.values[-1] < 15 else "high" if vix.values[-1] > 25 else "normal")
    assert figures["policy_rate"].unit == "percent"


def test_figures_are_told_with_their_change_and_whether_that_is_much() -> None:
    days = tuple(date(2024, 1, 1) + timedelta(days=at) for at in range(60))
    series = {
        "vix": Dated(days, (*[14.0] * 59, 31.0), "cboe"),
        "us10y": Dated(days, (4.0,) * 60, "fred"),
        "us2y": Dated(days, (4.5,) * 60, "fred"),
        "cpi": Dated((date(2023, 1, 1), date(2024, 1, 1)), (300.0, 307.5), "fred"),
    }
    found = {one.key: one for one in read_macro(series)}
    assert (found["vix"].value, found["vix"].change, found["vix"].reading) == (31.0, 17.0, "high")
    assert (found["yield_curve"].value, found["yield_curve"].reading) == (-0.5, "inverted")
    assert (found["inflation"].value, found["inflation"].reading) == (pytest.approx(2.5), "normal")
    assert found["inflation"].as_of == date(2024, 1, 1)
    assert "policy_rate" not in found


async def test_series_that_answer_count_while_others_are_away(web) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "away":
            raise httpx.ConnectError("no route")
        return httpx.Response(200, text="DATE,X\n2024-01-02,4\n") if request.url.host == "fred" else httpx.Response(503)

    async with web(answer) as http:
        addresses = {"us10y": "http://fred/a", "us2y": "http://away/b", "vix": "http://broken/c"}
        economy = await CsvEconomy(http, addresses).read()
    assert list(economy.series) == ["us10y"]
    assert economy.failures == {"us2y": "away is unreachable (ConnectError)", "vix": "broken answered 503"}


@pytest.mark.shared
def test_funding_is_read_from_what_the_exchanges_really_sent(shared: Path) -> None:
    folder = shared / "data" / "vendor_fixtures" / "xchange"
    bybit = read_bybit(json.loads((folder / "bybit" / "getTickerInverse.json5").read_text()))
    assert (bybit.rate, bybit.interval_hours, bybit.as_of.year) == (-0.001034, 8.0, 2022)
    book = json.loads((folder / "deribit" / "deribit__v2__dto__marketdata__example-orderbook.json").read_text())
    assert (read_deribit(book).rate, read_deribit({"result": book}).venue) == (0.00455263, "deribit")


async def test_the_next_exchange_is_asked_when_one_is_away(web) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "bybit":
            return httpx.Response(200, json={"retCode": 10001, "result": {"list": []}, "time": 1})
        assert request.url.params["instrument_name"] == "BTC-PERPETUAL"
        return httpx.Response(200, json={"result": {"funding_8h": 0.0001, "timestamp": 1_700_000_000_000}})

    venues = usual_venues("http://bybit/t?symbol={coin}USDT", "http://deribit/b?instrument_name={coin}-PERPETUAL")
    async with web(answer) as http:
        assert (await ExchangeFunding(http, venues).quote(BITCOIN)).venue == "deribit"
        with pytest.raises(NoFunding, match="bybit told no rate of BTC"):
            await ExchangeFunding(http, venues[:1]).quote(BITCOIN)
        with pytest.raises(NoFunding, match="no exchange is asked"):
            await ExchangeFunding(http, []).quote(BITCOIN)


async def test_the_published_mood_is_read_and_its_absence_is_named(web) -> None:
    async with web(lambda _: httpx.Response(200, json=FEAR)) as http:
        found = await PublishedFearGreed(http, "http://mood/fng").latest()
        assert (found.value, found.source, mood_of(found.value)) == (40.0, "mood", "fear")
        with pytest.raises(NoMood, match="no index"):
            await PublishedFearGreed(http, "").latest()
    async with web(lambda _: httpx.Response(200, text="<html>")) as http:
        with pytest.raises(NoMood, match="something else"):
            await PublishedFearGreed(http, "http://mood/fng").latest()


@pytest.mark.shared
def test_the_names_of_moods_are_those_of_real_days(shared: Path) -> None:
    rows = (shared / "data" / "macro" / "gamlss_fear_greed.csv").read_text().splitlines()[1:]
    values = [float(row.split(",")[1]) for row in rows if row.split(",")[1]]
    assert {mood_of(value) for value in values} == {"extreme fear", "fear", "neutral", "greed", "extreme greed"}


def test_a_series_that_rises_calmly_is_greedy_and_one_that_crashes_is_fearful() -> None:
    rng = np.random.default_rng(3)
    wavy = 100 * np.exp(np.cumsum(rng.normal(0.0, 0.01, 400)))
    rising = np.concatenate([wavy, wavy[-1] * np.exp(np.cumsum(np.full(60, 0.004)))])
    crash = np.concatenate([wavy, wavy[-1] * np.exp(np.cumsum(rng.normal(-0.02, 0.03, 30)))])
    assert computed_mood(rising) > 80
    assert computed_mood(crash) < 20
    assert computed_mood(rising[:251]) is None


def test_a_ranking_puts_what_is_current_before_what_ended_long_ago() -> None:
    last = datetime(2024, 1, 1, tzinfo=UTC)

    def one(symbol: str, growth: float, *, stale: bool = False):
        coin = BITCOIN.model_copy(update={"symbol": symbol})
        close = 100 * np.exp(np.arange(300) * growth)
        return measure(coin, close, "file", last, stale=stale, bars_a_year=365)

    measured = [one("A", 0.001), one("B", 0.002), one("C", 0.01, stale=True), one("D", -0.001)]
    order = ranked(measured, "momentum", lambda _: True)
    assert [found.instrument.symbol for found, _ in order] == ["B", "A", "D", "C"]
    assert order[0][1] == pytest.approx(np.exp(91 * 0.002) - 1)
    assert order[0][0].return_month == pytest.approx(np.exp(30 * 0.002) - 1)
    assert [found.instrument.symbol for found, _ in ranked(measured, "momentum", lambda one: not one.stale)] == list(
        "BAD"
    )


def test_sectors_of_known_shares_and_how_they_stand() -> None:
    assert sector_of("JPM").fund == "XLF"
    assert sector_of("0005.HK").name == "Financials"
    assert sector_of("^GSPC") is None
    assert [standing(value) for value in (0.05, -0.05, 0.01)] == ["leading", "lagging", "in line"]


async def test_a_slow_source_is_asked_once_until_its_answer_is_old() -> None:
    now, asked = [datetime(2024, 1, 1, tzinfo=UTC)], []

    async def ask() -> str:
        asked.append(now[0])
        return "answer"

    source = Remembered(ask, lambda: now[0], lambda _: timedelta(minutes=15))
    assert [await source(), await source()] == ["answer", "answer"]
    now[0] += timedelta(minutes=16)
    await source()
    assert len(asked) == 2


def test_offline_nobody_outside_is_asked() -> None:
    settings = ResearchSettings(market_offline=True)
    assert (settings.feeds, settings.macro) == ({}, {})
    assert set(ResearchSettings(market_offline=False).macro) == {"vix", "policy_rate", "us2y", "us10y", "cpi"}
