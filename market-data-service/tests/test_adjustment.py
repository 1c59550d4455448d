"""Splits and dividends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data_service.domain.adjustment import (
    Basis,
    CorporateAction,
    actions_of,
    adjust,
    basis_by_evidence,
    raw_from_split_adjusted,
    splits_within,
    with_actions,
)
from market_data_service.domain.calendars import calendar
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, day_nanoseconds
from trading_contracts.bars import Adjustment


def test_a_split_is_taken_out_of_prices_and_put_into_volumes(make_series: Callable[..., BarSeries]) -> None:
    raw = make_series([100.0, 104.0, 26.0], split=np.array([0.0, 0.0, 4.0]))
    adjusted = adjust(raw, Basis.RAW, Adjustment.SPLITS).series
    assert adjusted.close.tolist() == [25.0, 26.0, 26.0]
    assert adjusted.volume.tolist() == [4000.0, 4000.0, 1000.0]


def test_a_dividend_scales_what_lies_before_its_ex_date(make_series: Callable[..., BarSeries]) -> None:
    raw = make_series([100.0, 100.0, 98.0], dividend=np.array([0.0, 0.0, 2.0]))
    adjusted = adjust(raw, Basis.RAW, Adjustment.ALL).series
    assert adjusted.close == pytest.approx([98.0, 98.0, 98.0])


def test_nothing_is_adjusted_when_nothing_is_wanted(make_series: Callable[..., BarSeries]) -> None:
    raw = make_series([100.0, 50.0], split=np.array([0.0, 2.0]), dividend=np.array([0.0, 1.0]))
    assert adjust(raw, Basis.RAW, Adjustment.NONE).series.close.tolist() == [100.0, 50.0]


def test_open_high_and_low_follow_the_vendors_adjusted_close(make_series: Callable[..., BarSeries]) -> None:
    series = make_series([100.0, 50.0], adj_close=np.array([40.0, 50.0]))
    adjusted = adjust(series, Basis.RAW, Adjustment.ALL).series
    assert adjusted.close.tolist() == [40.0, 50.0]
    assert adjusted.high == pytest.approx([40.4, 50.5])
    assert adjusted.low == pytest.approx([39.6, 49.5])
    assert adjusted.volume.tolist() == [1000.0, 1000.0]


def test_splits_are_read_from_the_steps_of_the_adjusted_close(make_series: Callable[..., BarSeries]) -> None:
    # 2:1 on the third day, and a dividend of one percent on the second.
    close = np.array([100.0, 100.0, 50.0])
    series = make_series(close.tolist(), adj_close=close * np.array([0.495, 0.5, 1.0]))
    adjusted = adjust(series, Basis.RAW, Adjustment.SPLITS)
    assert adjusted.series.close.tolist() == [50.0, 50.0, 50.0]
    assert "steps of the adjusted close" in adjusted.notes[0]


@pytest.mark.parametrize(("ratio", "split"), [(2.000006, 2.0), (6.999997, 7.0), (0.1, 0.1), (1.5, 1.5)])
def test_a_step_is_rounded_to_a_fraction_of_small_numbers(ratio: float, split: float) -> None:
    assert splits_within(np.array([1.0, ratio])).tolist() == [0.0, pytest.approx(split)]


def test_prices_tell_whether_they_already_contain_the_splits_beside_them(make_series: Callable[..., BarSeries]) -> None:
    split = np.array([0.0, 0.0, 2.0])
    assert basis_by_evidence(make_series([100.0, 101.0, 50.0], split=split)) is Basis.RAW
    assert basis_by_evidence(make_series([50.0, 50.5, 50.0], split=split)) is Basis.SPLITS


@given(
    st.lists(
        st.tuples(st.floats(1, 1000), st.sampled_from([0.0, 0.0, 0.0, 2.0, 0.5, 3.0]), st.floats(0, 0.5)),
        min_size=2,
        max_size=60,
    )
)
def test_adjusting_for_splits_conserves_returns_and_traded_value(days: list[tuple[float, float, float]]) -> None:
    value = np.array([price for price, _, _ in days])
    split = np.array([0.0, *(ratio for _, ratio, _ in days[1:])])
    shares = np.cumprod(np.where(split > 0, split, 1.0))
    quoted = value / shares
    stamps = np.arange(len(days), dtype=np.int64) * NANOSECONDS_A_DAY
    raw = BarSeries(stamps, quoted, quoted, quoted, quoted, shares * 10, split=split)
    adjusted = adjust(raw, Basis.RAW, Adjustment.SPLITS).series
    assert adjusted.close[1:] / adjusted.close[:-1] == pytest.approx(value[1:] / value[:-1])
    assert adjusted.close * adjusted.volume == pytest.approx(quoted * shares * 10)
    back = raw_from_split_adjusted(adjusted)
    assert back.close == pytest.approx(quoted)


@given(st.lists(st.tuples(st.floats(10, 1000), st.floats(0, 2)), min_size=2, max_size=60))
def test_adjusting_for_dividends_conserves_total_returns(days: list[tuple[float, float]]) -> None:
    close = np.array([price for price, _ in days])
    dividend = np.array([0.0, *(cash for _, cash in days[1:])])
    stamps = np.arange(len(days), dtype=np.int64) * NANOSECONDS_A_DAY
    series = BarSeries(stamps, close, close, close, close, close, dividend=dividend)
    adjusted = adjust(series, Basis.RAW, Adjustment.ALL).series.close
    wanted = close[1:] / (close[:-1] - dividend[1:])
    assert adjusted[1:] / adjusted[:-1] == pytest.approx(wanted)


def test_events_are_written_at_the_first_bar_on_or_after_their_date(make_series: Callable[..., BarSeries]) -> None:
    series = make_series([10.0, 11.0, 12.0])
    events = [CorporateAction(date(2024, 1, 2), "dividend", 0.5), CorporateAction(date(2030, 1, 1), "split", 2.0)]
    written = with_actions(series, series.timestamp, events)
    assert actions_of(written) == [CorporateAction(date(2024, 1, 2), "dividend", 0.5)]


@pytest.fixture
def lean_adjusted(shared: Path) -> Callable[[str], pd.Series]:
    """Return a maker of adjusted closes from Lean's raw bars and the events derived from its factor files."""

    def adjusted_closes(symbol: str) -> pd.Series:
        lean = pd.read_csv(shared / "data/us_equities/lean_daily" / f"{symbol.lower()}.csv", parse_dates=["date"])
        path = shared / "data/us_equities/lean_corporate_actions_derived.csv"
        listed = pd.read_csv(path, parse_dates=["last_cum_date"])
        stamps = np.asarray(pd.DatetimeIndex(lean["date"].array).as_unit("ns").asi8)
        values = {name: lean[name].to_numpy(float) for name in ("open", "high", "low", "close", "volume")}
        days = calendar("XNYS").days
        events = []
        for row in listed[listed["symbol"] == symbol].itertuples():
            following = int(days[np.searchsorted(days, day_nanoseconds(row.last_cum_date.date()), side="right")])
            ex_date = date.fromordinal(date(1970, 1, 1).toordinal() + following // NANOSECONDS_A_DAY)
            value = round(row.value, 4) if row.kind == "split" else row.value
            events.append(CorporateAction(ex_date, row.kind, value))
        assert len(events) > 20
        written = with_actions(BarSeries(timestamp=stamps, **values), stamps, events)
        closes = adjust(written, Basis.RAW, Adjustment.ALL).series.close
        return pd.Series(closes, pd.DatetimeIndex(lean["date"].array))

    return adjusted_closes


@pytest.mark.shared
@pytest.mark.parametrize(
    ("symbol", "since", "typical"),
    # Lean's early closes are those of 16:15; AAPL's and IBM's files come from another publisher than Yahoo.
    [("SPY", "2016", 1e-6), ("SPY", "2008", 1e-3), ("AAPL", "2000", 1e-3), ("IBM", "2000", 1e-3)],
)
def test_events_derived_from_lean_reproduce_yahoos_adjusted_returns(
    symbol: str, since: str, typical: float, lean_adjusted: Callable[[str], pd.Series], shared: Path
) -> None:
    yahoo = pd.read_parquet(shared / "data/bars" / f"{symbol}_1d.parquet")
    dates = pd.DatetimeIndex(yahoo["timestamp"].dt.tz_localize(None).array)
    theirs = pd.Series(yahoo["adj_close"].to_numpy(float), dates)
    both = pd.concat([lean_adjusted(symbol), theirs], axis=1, keys=["ours", "theirs"]).dropna()
    returns = both.pct_change().dropna().loc[since:]
    assert len(returns) > 500
    assert float((returns["ours"] - returns["theirs"]).abs().median()) < typical
    whole = both.iloc[-1] / both.iloc[0]
    assert whole["ours"] == pytest.approx(whole["theirs"], rel=5e-3)


@pytest.mark.shared
def test_the_hong_kong_file_with_events_adjusts_by_its_adjusted_close(shared: Path) -> None:
    frame = pd.read_parquet(shared / "data/bars/1398.HK_1d.parquet")
    stamps = np.asarray(pd.DatetimeIndex(frame["timestamp"].array).as_unit("ns").asi8)
    columns = {name: frame[name].to_numpy(float) for name in ("open", "high", "low", "close", "volume")}
    events = {name: frame[name].to_numpy(float) for name in ("dividend", "split")}
    series = BarSeries(timestamp=stamps, adj_close=frame["adj_close"].to_numpy(float), **columns, **events)
    by_vendor = adjust(series, Basis.RAW, Adjustment.ALL).series.close
    assert by_vendor == pytest.approx(frame["adj_close"].to_numpy(float))
    # Total-return check: our own factors agree with the vendor's adjusted close.
    by_events = adjust(replace(series, adj_close=None), Basis.SPLITS, Adjustment.ALL).series.close
    assert by_events / by_events[-1] == pytest.approx(by_vendor / by_vendor[-1], rel=2e-3)
