"""Every function of TA-Lib can be called, and gives what TA-Lib gives."""

import numpy as np
import pytest
import talib
from talib.abstract import Function

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions
from strategy_language.catalogue import CATALOGUE, Entry

BARS = 900
DAY = 86_400_000_000_000
F = functions()
SAID_OTHERWISE = {"aroon", "beta", "bars_since_highest", "bars_since_lowest", "bars_since_extremes"}
"""Outputs or arguments in another order, or ages where TA-Lib gives places: compared one by one."""
OF_A_RATIO = {"acos", "asin"}
"""Take values between -1 and 1."""
ENTRIES = [entry for entry in CATALOGUE.values() if entry.talib and entry.name not in SAID_OTHERWISE]


@pytest.fixture(scope="module")
def columns() -> dict[str, np.ndarray]:
    chance = np.random.default_rng(1)
    close = 100 * np.exp(np.cumsum(chance.normal(0, 0.012, BARS)))
    opened = close * np.exp(chance.normal(0, 0.005, BARS))
    return {
        "open": opened,
        "high": np.maximum(opened, close) * np.exp(np.abs(chance.normal(0, 0.004, BARS))),
        "low": np.minimum(opened, close) * np.exp(-np.abs(chance.normal(0, 0.004, BARS))),
        "close": close,
        "volume": chance.integers(1_000, 9_000, BARS).astype(float),
    }


@pytest.fixture(scope="module")
def bars(columns) -> BarView:
    return BarView((np.arange(BARS) + 10_000) * DAY, columns)


@pytest.fixture
def entry(request: pytest.FixtureRequest) -> Entry:
    return CATALOGUE[request.param]


@pytest.fixture
def given(entry, columns):
    """Values of the arguments, by name."""
    series = iter((columns["close"], columns["high"], columns["low"]))
    values = {}
    for argument in entry.arguments:
        if argument.kind == "series":
            values[argument.name] = next(series) / (1_000 if entry.name in OF_A_RATIO else 1)
        else:
            values[argument.name] = 10 if argument.default is None else argument.default
        if argument.kind == "length":
            values[argument.name] = int(values[argument.name])
    return values


@pytest.fixture
def theirs(entry, given, columns) -> list[np.ndarray]:
    """Outputs of TA-Lib's own function."""
    told = Function(entry.talib).info
    series = iter([each for each in given.values() if isinstance(each, np.ndarray)])
    taken = []
    for name, wanted in told["input_names"].items():
        several = wanted if isinstance(wanted, list | tuple) else [wanted]
        taken += [columns[each] if name == "prices" else next(series, columns.get(each)) for each in several]
    numbers = iter([each for each in given.values() if isinstance(each, int | float)])
    settings = {}
    for name, usual in told["parameters"].items():
        if not name.endswith("matype"):
            settings[name] = type(usual)(next(numbers, usual))
        elif "average" in given:
            settings[name] = {"sma": 0, "ema": 1}[given["average"]]
    outputs = getattr(talib, entry.talib)(*(each.copy() for each in taken), **settings)
    return list(outputs) if isinstance(outputs, tuple | list) else [outputs]


@pytest.mark.parametrize("entry", [each.name for each in ENTRIES], indirect=True)
def test_values_are_those_of_talib(entry, given, theirs, bars) -> None:
    found = F[entry.name](*([bars] if entry.inputs else []), *given.values())
    ours = [getattr(found, name) for name in entry.outputs] if entry.outputs else [found]
    for mine, other in zip(ours, theirs, strict=True):
        if entry.result == "truth":
            sign = {"bullish": 1, "bearish": -1}.get(entry.name.rsplit("_", 1)[-1], 0)
            np.testing.assert_array_equal(mine, other * sign > 0 if sign else other != 0)
            continue
        known = ~np.isnan(mine)
        assert known.any()
        np.testing.assert_allclose(mine[known], np.asarray(other, float)[known], rtol=1e-9, atol=1e-12)


def test_what_is_said_otherwise_is_talibs_too(columns, bars) -> None:
    high, low, close = (columns[name].copy() for name in ("high", "low", "close"))
    down, up = talib.AROON(high, low, 14)
    np.testing.assert_allclose(F["aroon"](bars, 14).up, up)
    np.testing.assert_allclose(F["aroon"](bars, 14).down, down)
    np.testing.assert_allclose(F["beta"](close, high, 9), talib.BETA(high, close, 9))
    places = np.arange(BARS)
    for name, function in (("bars_since_highest", talib.MAXINDEX), ("bars_since_lowest", talib.MININDEX)):
        np.testing.assert_array_equal(F[name](close, 20)[19:], (places - function(close, 20))[19:])
    lowest, highest = talib.MINMAXINDEX(close, 20)
    ages = F["bars_since_extremes"](close, 20)
    outputs = [getattr(ages, name) for name in CATALOGUE["bars_since_extremes"].outputs]
    np.testing.assert_array_equal(outputs[0][19:], (places - lowest)[19:])
    np.testing.assert_array_equal(outputs[1][19:], (places - highest)[19:])


def test_there_is_no_function_of_talib_that_is_not_compared() -> None:
    assert {CATALOGUE[name].talib for name in SAID_OTHERWISE} | {each.talib for each in ENTRIES} == set(
        talib.get_functions()
    )
