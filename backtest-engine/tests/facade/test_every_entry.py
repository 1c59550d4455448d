"""What holds for each function of the catalogue, on bars that are made up."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backtest_engine.domain.facade.calling import BadArgument
from backtest_engine.domain.facade.library import talib
from backtest_engine.domain.facade.namespace import functions
from strategy_language.catalogue import ALL_HISTORY, CATALOGUE
from trading_contracts.bars import Timeframe

FEW = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)

SCALAR = {"clock", "date"}
"""Not a series: one number for all bars."""

WAITS_FOR_EVENT = {
    *(name for name, each in CATALOGUE.items() if each.group in ("memory", "structure") and each.result == "number"),
    "anchored_vwap",  # the condition must have been true once
    "vwap",  # volume must have traded
    "vwap_bands",
    "cumulative_vwap",
    "at_time",  # the time must have been reached
    "session_high",
    "session_low",
    "opening_range_high",
    "opening_range_low",
    "seasonal_mean",  # the season must have been there before
    "rvol",  # the bars before must have had volume
    "marketfi",
} - {"gap_percent", "percent_from_high", "touches"}
WAITS_FOR_EVENT -= {name for name in WAITS_FOR_EVENT if "pivot" in name}
"""The first value comes with something that happens, not with a number of bars."""

KNOWN_EARLIER = {"any"}
"""One true bar is enough to know it; the look-back is what it takes to know that there was none."""

OF_A_PERIOD = {"pivot", "fibonacci_pivot", "camarilla_pivot"}
"""Weeks and months have more or fewer sessions: the declared number is the most that can be needed."""

OF_THE_SESSION = (
    {name for name, each in CATALOGUE.items() if each.group == "session"} | {"vwap", "vwap_bands"} | OF_A_PERIOD
)
"""Read the bars of their session, and are therefore tried on half-hours."""

REMEMBERS = {
    *(name for name, each in CATALOGUE.items() if each.group in ("memory", "session", "structure")),
    "fill",
    "is_known",
    "where",
    "seasonal_mean",
}
"""An unknown value is passed over, or asked for: it need not make this bar's result unknown."""

BARS_A_SESSION = 13
"""Half-hours of a whole session."""


def same(left: np.ndarray, right: np.ndarray) -> bool:
    return bool(np.array_equal(left, right, equal_nan=left.dtype != np.bool_))


def first_bar_of_session(market, bar: int, back: int) -> int:
    session = market.view().sessions.session
    begins = np.flatnonzero(np.diff(session, prepend=-1))
    return int(begins[begins <= bar][-1 - back])


def assert_close(actual: np.ndarray, expected: np.ndarray, scale: float, message: str) -> None:
    if actual.dtype == np.bool_:
        assert same(actual, expected), message
        return
    np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-6 * scale, err_msg=message)


@FEW
@given(seed=SEEDS, cut=st.integers(1, 399))
def test_a_value_is_the_same_when_the_series_ends_after_it(entry, make_market, settings_of, call, seed, cut):
    for timeframe in (Timeframe.D1, Timeframe.M30):
        market = make_market(seed, 400, timeframe)
        for scalars in settings_of(entry):
            whole, short = call(entry, market, scalars), call(entry, market.cut(0, cut), scalars)
            if entry.name in SCALAR:
                assert whole == short
                continue
            for before, after in zip(whole, short, strict=True):
                assert same(before[:cut], after), (entry.name, scalars, timeframe)


def test_the_first_value_comes_after_exactly_the_look_back(entry, make_market, settings_of, call):
    market = make_market(11, 1200, Timeframe.M30 if entry.name in WAITS_FOR_EVENT else Timeframe.D1, rough=False)
    for scalars in settings_of(entry):
        if entry.name in SCALAR:
            continue
        waits = entry.lookback(scalars) + entry.sessions(scalars)
        outputs = call(entry, market, scalars)
        if entry.result == "truth":
            assert entry.name in KNOWN_EARLIER or not any(each[:waits].any() for each in outputs), (entry.name, scalars)
            continue
        first = max(int(np.argmax(~np.isnan(each))) if (~np.isnan(each)).any() else 1200 for each in outputs)
        if entry.name in OF_A_PERIOD:
            assert 0 < first <= waits, (entry.name, scalars, first, waits)
        elif entry.name in WAITS_FOR_EVENT:
            assert waits <= first < len(market.timestamps), (entry.name, scalars, first, waits)
        else:
            assert first == waits, (entry.name, scalars, first, waits)


@pytest.mark.parametrize("tick", [0.0, 2.0], ids=["fine prices", "many equal prices"])
def test_look_back_and_settling_are_all_the_history_that_a_value_needs(entry, make_market, settings_of, call, tick):
    for scalars in settings_of(entry):
        need = entry.lookback(scalars) + entry.settling(scalars)
        if entry.name in SCALAR or entry.settling(scalars) == ALL_HISTORY:
            continue
        timeframe = Timeframe.M30 if entry.name in OF_THE_SESSION else Timeframe.D1
        market = make_market(5, 2 * need + 2500 if need < 3000 else 12_000, timeframe, tick=tick)
        count = len(market.timestamps)
        whole = call(entry, market, scalars)
        for last in (count, count - 7, count - 120, count - 500):
            assert last - 1 - need >= 0, f"{entry.name} needs {need} bars: make more"
            first = last - 1 - need
            if entry.name in OF_THE_SESSION:
                first = first_bar_of_session(market, first, entry.sessions(scalars))
            short = call(entry, market.cut(first, last), scalars)
            for before, after in zip(whole, short, strict=True):
                scale = 1.0 if before.dtype == np.bool_ else float(np.nanmean(np.abs(before[-1000:])))
                assert_close(after[-1:], before[last - 1 : last], scale, f"{entry.name} {scalars} {need}")


def test_a_gap_makes_its_bar_unknown_and_is_forgotten_after_the_look_back(
    entry_of_series, make_market, settings_of, call
):
    entry = entry_of_series
    market = make_market(3, 8000, Timeframe.M30 if entry.name in OF_THE_SESSION else Timeframe.D1, rough=False)
    holed = market.series.copy()
    holed[:3] = np.nan
    holed[700] = np.nan
    market.series[:] = holed
    for scalars in settings_of(entry)[:2]:
        outputs, again = call(entry, market, scalars), call(entry, market.cut(701), scalars)
        need = entry.lookback(scalars) + entry.settling(scalars)
        if entry.name in OF_THE_SESSION:
            need += BARS_A_SESSION * (1 + entry.sessions(scalars))
        for output, fresh in zip(outputs, again, strict=True):
            if entry.name not in REMEMBERS:
                assert not output[700] if output.dtype == np.bool_ else np.isnan(output[700]), (entry.name, scalars)
            if output.dtype == np.bool_ or need >= ALL_HISTORY:
                continue
            scale = float(np.nanmean(np.abs(fresh)))
            assert_close(output[701 + need + 20 :], fresh[need + 20 :], scale, f"{entry.name} {scalars}")


@FEW
@given(seed=SEEDS)
def test_inputs_are_left_as_they_were_and_results_are_closed(entry, make_market, settings_of, call, seed):
    market = make_market(seed, 150, Timeframe.M30)
    before = make_market(seed, 150, Timeframe.M30)
    for scalars in settings_of(entry):
        for output in call(entry, market, scalars):
            if entry.name in SCALAR:
                assert isinstance(output, float)
                continue
            assert output.shape == market.timestamps.shape
            assert output.dtype == (np.bool_ if entry.result == "truth" else np.float64)
            assert not output.flags.writeable
    for name, values in before.columns.items():
        assert same(market.columns[name], values)
    for name in ("series", "other", "truth", "second_truth"):
        assert same(getattr(market, name), getattr(before, name))
        assert getattr(market, name).flags.writeable


@FEW
@given(seed=SEEDS)
def test_values_lie_within_the_declared_bounds(entry, make_market, settings_of, call, seed):
    market = make_market(seed, 500)
    for scalars in settings_of(entry):
        outputs = call(entry, market, scalars)
        names = entry.outputs or (None,)
        for name, output in zip(names, outputs, strict=True):
            bounds = entry.bounds_of(name)
            if bounds is None or entry.name in SCALAR:
                continue
            known = output[~np.isnan(output)]
            slack = 1e-7 * max(1.0, *(abs(each) for each in bounds if np.isfinite(each)))
            assert ((known >= bounds[0] - slack) & (known <= bounds[1] + slack)).all(), (entry.name, scalars, known)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_bars_are_no_accident(entry, make_market, settings_of, call, count):
    market = make_market(2, 10).cut(0, count)
    for scalars in settings_of(entry):
        outputs = call(entry, market, scalars)
        assert entry.name in SCALAR or all(len(each) == count for each in outputs)


@FEW
@given(seed=SEEDS, shares=st.lists(st.sampled_from([0.0, 0.001, 0.02, 0.5, 1.0]), min_size=8, max_size=8))
def test_all_settings_within_their_bounds_are_run(entry, make_market, settings_of, call, seed, shares):
    market, scalars = make_market(seed, 60, Timeframe.M30), settings_of(entry)[0]
    for argument, share in zip(entry.arguments, shares * 2, strict=False):
        if argument.kind in ("length", "number"):
            low = -1e6 if argument.low is None else argument.low
            high = 1e6 if argument.high is None else argument.high
            value = low + share * (high - low)
            scalars[argument.name] = round(value) if argument.kind == "length" else value
    if entry.name == "mavp" and float(scalars["low"]) > float(scalars["high"]):
        with pytest.raises(BadArgument, match="mavp"):
            call(entry, market, scalars)
        return
    outputs = call(entry, market, scalars)
    assert entry.name in SCALAR or all(len(each) == 60 for each in outputs)


def test_every_entry_has_a_function_and_nothing_else_has() -> None:
    assert set(functions()) == set(CATALOGUE)


def test_every_function_of_the_library_is_in_the_catalogue() -> None:
    covered: set[str] = {each.talib for each in CATALOGUE.values()}
    assert set(talib.__TA_FUNCTION_NAMES__) <= covered
