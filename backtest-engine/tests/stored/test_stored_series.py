"""What is read back is what was stored, to the bit, whatever the clock."""

import msgpack
import numpy as np
import pytest

from backtest_engine.domain.result import series_of
from backtest_engine.domain.stored import Accounts, Line, _thinned, pack_series, unpack_days, unpack_series

MINUTE, DAY = 60_000_000_000, 86_400_000_000_000
CLOCKS = {
    "one distance": np.arange(1_000) * MINUTE + 17,
    "sessions of minutes": np.concatenate([day * DAY + np.arange(390) * MINUTE for day in range(5)]),
    "no distance twice": np.cumsum(np.arange(1, 60) ** 2),
    "two bars": np.array([5, 9]),
    "one bar": np.array([5]),
}


@pytest.fixture(params=CLOCKS)
def times(request):
    return CLOCKS[request.param].astype(np.int64)


def test_the_series_of_both_accounts_are_read_as_they_were_computed(times):
    draws = np.random.default_rng(1).normal(0, 0.02, (2, len(times)))
    own, benchmark = 100.0 * np.cumprod(1.0 + draws, axis=1)
    line = Line("SIM:A", "average", "sma(close, 3)", overlay=True, time=times, values=own / 2)
    stored = unpack_series(pack_series(Accounts(times, 100.0, own, benchmark), [line]))
    for found, equity in ((stored.own, own), (stored.benchmark, benchmark)):
        wanted = series_of(times, equity, 100.0)
        for name in ("time", "equity", "drawdown", "returns"):
            np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))
    np.testing.assert_array_equal(stored.lines[0].time, times)
    np.testing.assert_array_equal(stored.lines[0].values, line.values)


def test_a_regular_clock_takes_no_room():
    times, equity = CLOCKS["one distance"], np.full(1_000, 100.0)
    assert len(pack_series(Accounts(times, 100.0, equity, None))) < equity.nbytes + 200


def test_long_accounts_are_the_messagepack_that_every_reader_knows() -> None:
    times = np.arange(20_000) * 60_000_000_000
    own, benchmark = np.linspace(1.0, 2.0, 20_000), np.linspace(2.0, 1.0, 20_000)
    content = msgpack.unpackb(pack_series(Accounts(times, 1.0, own, benchmark)))
    assert list(content) == ["start", "time", "own", "benchmark", "lines"]
    assert (content["own"], content["benchmark"]) == (own.tobytes(), benchmark.tobytes())


@pytest.mark.parametrize("unknown", [slice(0, 0), slice(0, 500), slice(700, 900), slice(0, 40_000)])
def test_a_thinned_line_keeps_its_ends_and_nothing_unknown(unknown: slice) -> None:
    values = np.sin(np.arange(40_000.0) / 70) * np.arange(40_000.0)
    values[unknown] = np.nan
    times = np.arange(40_000) * 60_000_000_000
    time, kept = _thinned(times, values)
    assert np.array_equal(values[time // 60_000_000_000], kept)
    assert len(kept) <= 5_000
    known = values[np.isfinite(values)]
    assert (*kept[:1], *kept[-1:]) == (*known[:1], *known[-1:])


def test_the_curve_of_days_has_their_last_bars_and_the_deepest_fall(times):
    own = 100.0 * np.cumprod(1.0 + np.random.default_rng(2).normal(0, 0.02, len(times)))
    packed = pack_series(Accounts(times, 100.0, own, own))
    whole, days = unpack_series(packed).own, unpack_days(packed)
    ends = {stamp // DAY: stamp for stamp in times.tolist()}
    assert set(ends.values()) <= set(days.own.time.tolist())
    assert days.own.drawdown.min() == whole.drawdown.min()
    assert np.prod(1.0 + days.own.returns) == pytest.approx(own[-1] / 100.0)
    kept = dict(zip(whole.time.tolist(), whole.equity.tolist(), strict=True))
    assert [kept[stamp] for stamp in days.own.time.tolist()] == days.own.equity.tolist()
    assert days.benchmark is not None
    assert days.benchmark.time.tolist() == days.own.time.tolist()
    assert len(days.own.time) <= len(ends) + 3
