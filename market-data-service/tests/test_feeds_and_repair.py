"""What vendors get wrong, and 25 ways to write a candle."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from market_data_service.adapters.vendors.yahoo.repair import YahooSeries, repair
from market_data_service.domain.candle_feeds import FEEDS, NotThisFeed, UnknownFeed, read_candles

CONTRACT_SIZES = {"bitmart_perpetual": 0.001, "gate_io_perpetual": 0.0001}
# The makers of these two wrote the expected seconds in their own zone; the payloads say UTC.
HOURS_OFF = {"btc_markets_spot": 4, "dexalot_spot": -8}
ZONES = {
    "L": ("Europe/London", "GBp"), "T": ("Asia/Tokyo", "JPY"), "DE": ("Europe/Berlin", "EUR"),
    "PA": ("Europe/Paris", "EUR"), "AX": ("Australia/Sydney", "AUD"), "TA": ("Asia/Jerusalem", "ILA"),
    "V": ("America/Toronto", "CAD"), "ST": ("Europe/Stockholm", "SEK"), "MI": ("Europe/Rome", "EUR"),
    "JO": ("Africa/Johannesburg", "ZAc"),
}  # fmt: skip
REPAIRS = [
    "4063-T-1d-bad-div", "4063-T-1d-bad-stock-split", "8TRA-DE-1d-missing-div-adjust", "ABDP-L-1d-bad-div",
    "AET-L-1d-100x-error", "ALPHA-PA-1d-bad-stock-split", "ASAI-L-1h-bad-unit", "AV-L-1wk-bad-stock-split",
    "CNE-L-1d-bad-stock-split", "DEX-AX-1d-bad-stock-split", "DODFX-1d-cg-double-count", "EA-15m-no-bad-divs",
    "ELCO-L-1d-bad-div", "KEN-TA-1d-bad-div", "KMR-L-1d-no-bad-divs", "LA-V-1d-bad-stock-split", "LSC-L-1d-bad-div",
    "MOB-ST-1d-bad-stock-split", "PSH-L-1d-bad-div", "REL-L-1d-bad-div", "SPM-MI-1d-bad-stock-split",
    "SSW-JO-1d-100x-error", "TENT-L-1d-bad-div", "TISG-MI-1d-no-bad-divs", "VWILX-1d-cg-double-count",
]  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_reads_as_its_publisher_says(name: str, shared: Path) -> None:
    path = shared / f"data/vendor_fixtures/crypto_candles_hummingbot/{name}_candles.json"
    recorded = json.loads(path.read_text())
    candles = read_candles(name, recorded["get_candles_rest_data_mock"], CONTRACT_SIZES.get(name, 1.0))
    assert bool((np.diff(candles.stamps) > 0).all())
    expected = recorded.get("get_fetch_candles_data_mock")
    if expected is None:
        # Gate's spot feed comes without expected rows: open and close lie within high and low.
        assert bool((candles.values[:, 1] >= candles.values[:, [0, 3]].max(axis=1)).all())
        return
    rows = np.array([[np.nan if cell is None else float(cell) for cell in row[:6]] for row in expected])
    if name == "dexalot_spot":
        # Its expected rows carry the low where the high belongs; the payload names them.
        rows[:, [2, 3]] = rows[:, [3, 2]]
    seconds = candles.stamps / 1e9 + HOURS_OFF.get(name, 0) * 3600
    assert seconds.tolist() == rows[:, 0].tolist()
    assert np.allclose(candles.values, rows[:, 1:], rtol=1e-12, equal_nan=True)


@pytest.mark.shared
def test_every_recorded_feed_is_known(shared: Path) -> None:
    paths = (shared / "data/vendor_fixtures/crypto_candles_hummingbot").glob("*_candles.json")
    assert {path.stem.removesuffix("_candles") for path in paths} == set(FEEDS)


def test_rows_newest_first_come_in_order_of_time() -> None:
    payload = {"data": [["2000", "2", "2", "2", "2", "2"], ["1000", "1", "1", "1", "1", "1"]]}
    candles = read_candles("okx_spot", payload)
    assert (candles.stamps.tolist(), candles.values[:, 0].tolist()) == ([10**9, 2 * 10**9], [1.0, 2.0])


@pytest.mark.parametrize("payload", [{}, {"data": "x"}, {"data": [["a"]]}, [], None, {"data": [[None] * 6]}])
def test_another_shape_is_refused(payload: object) -> None:
    with pytest.raises(NotThisFeed):
        read_candles("okx_spot", payload)


def test_an_unknown_feed_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFeed, match="binance_spot"):
        read_candles("mtgox", [])


@pytest.mark.shared
@pytest.mark.parametrize("name", REPAIRS)
def test_a_faulty_yahoo_series_becomes_its_repaired_twin(name: str, shared: Path) -> None:
    folder = shared / "data/data_quality/yfinance_repair"
    parts = name.split("-")
    at = next(at for at, part in enumerate(parts) if part in ("1d", "1h", "1wk", "15m"))
    zone, currency = ZONES.get(parts[at - 1] if at > 1 else "", ("America/New_York", "USD"))
    tables = []
    for suffix in ("", "-fixed"):
        path = folder / f"{name}{suffix}.csv"
        table = pd.read_csv(path if path.exists() else folder / f"{name}.csv")
        moments = pd.to_datetime(table[table.columns[0]], utc=True)
        tables.append(table.set_index(pd.DatetimeIndex(moments.array).tz_convert(zone)).sort_index())
    faulty, wanted = tables
    mended = repair(faulty, YahooSeries(".".join(parts[:at]), parts[at], zone, currency))
    found = mended.frame.reindex(wanted.index)
    assert bool(mended.report) == ("no-bad" not in name)
    # One of the pairs mixes pounds and pence in its twin as well; we bring it to one unit, so ratios are compared.
    unit = wanted["Close"] / found["Close"] if name.startswith("LSC") else 1.0
    for column in ("Open", "High", "Low", "Close", "Adj Close", "Dividends"):
        ours = (found[column] * unit).fillna(0).to_numpy(float)
        assert np.allclose(ours, wanted[column].fillna(0).to_numpy(float), rtol=5e-3), column
    assert np.allclose(found["Volume"].to_numpy(float), wanted["Volume"].fillna(0).to_numpy(float), rtol=1e-2)


def test_a_clean_series_is_left_alone() -> None:
    index = pd.date_range("2024-01-02", periods=60, freq="B", tz="America/New_York")
    close = 100 + np.sin(np.arange(60) / 5)
    columns = dict.fromkeys(("Open", "High", "Low", "Close", "Adj Close"), close)
    frame = pd.DataFrame({**columns, "Volume": 1000, "Dividends": 0.0, "Stock Splits": 0.0}, index=index)
    assert repair(frame, YahooSeries("X", "1d", "America/New_York", "USD")).report == {}
