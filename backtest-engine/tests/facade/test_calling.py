"""What strategy code can and cannot hand to a function of the catalogue."""

import subprocess
import sys

import numpy as np
import pytest

from backtest_engine.domain.facade.calling import BadArgument
from backtest_engine.domain.facade.namespace import allowed_names, differs, functions, lag
from backtest_engine.domain.position import PositionExpr, position
from strategy_language.catalogue import CATALOGUE, code_name

F = functions()
SERIES = np.arange(10.0)


@pytest.mark.parametrize("bars", [-1, 1.5, True, "1", None])
def test_a_lag_never_reaches_forward(bars) -> None:
    with pytest.raises(BadArgument):
        lag(SERIES, bars)


@pytest.mark.parametrize("length", [-3, 0, 2.5, float("nan"), float("inf"), 10**9, "5", None, np.ones(3)])
def test_a_length_is_a_whole_number_within_its_bounds(length) -> None:
    with pytest.raises(BadArgument, match="length"):
        F["sma"](SERIES, length)


def test_every_length_of_every_entry_refuses_to_look_forward(make_market, settings_of, call, entry) -> None:
    market = make_market(1, 30)
    for argument in entry.arguments:
        if argument.kind == "length":
            with pytest.raises(BadArgument, match=argument.name):
                call(entry, market, settings_of(entry)[0] | {argument.name: -1})


def test_whole_floats_are_lengths() -> None:
    np.testing.assert_array_equal(F["sma"](SERIES, 3.0), F["sma"](SERIES, 3))


def test_series_of_another_length_are_refused() -> None:
    with pytest.raises(BadArgument, match="other"):
        F["crosses_above"](SERIES, SERIES[1:])


def test_a_condition_is_no_series_of_numbers() -> None:
    with pytest.raises(BadArgument, match="a condition for condition"):
        F["bars_since"](SERIES)


def test_a_condition_counts_one_where_a_series_is_wanted() -> None:
    np.testing.assert_array_equal(F["sum"](SERIES > 6, 2)[-3:], [1, 2, 2])


def test_one_number_is_a_series_where_another_series_tells_the_length() -> None:
    np.testing.assert_array_equal(F["crosses_above"](SERIES, 4.5), F["crosses_above"](SERIES, np.full(10, 4.5)))


def test_one_number_alone_is_no_series() -> None:
    with pytest.raises(BadArgument, match="needs a series"):
        F["sma"](3.0, 2)


def test_elementwise_functions_take_plain_numbers() -> None:
    assert F["max"](2, 3.5) == 3.5
    assert F["where"](True, 1, 2) == 1
    assert F["round"](7.26, 0.5) == 7.5
    assert isinstance(F["floor"](2.5), float)


@pytest.mark.parametrize(
    "arguments", [(), (SERIES,) * 3, (SERIES, SERIES, 3)], ids=["none", "too many", "a number for nothing"]
)
def test_the_number_of_arguments_is_checked(arguments) -> None:
    with pytest.raises(BadArgument):
        F["crosses_above"](*arguments)


def test_unknown_and_repeated_names_are_refused() -> None:
    with pytest.raises(BadArgument, match="no argument period"):
        F["sma"](SERIES, period=3)
    with pytest.raises(BadArgument, match="twice"):
        F["sma"](SERIES, 3, length=3)


def test_words_are_checked() -> None:
    with pytest.raises(BadArgument, match="sma, ema"):
        F["ma"](SERIES, 3, "sme")
    with pytest.raises(BadArgument, match="25:00"):
        F["clock"]("25:00")


def test_functions_of_bars_need_the_bars_first(make_market) -> None:
    with pytest.raises(BadArgument, match="the bars as its first argument"):
        F["atr"](14)
    assert len(F["atr"](make_market(1, 30).view(), 14)) == 30


def test_several_outputs_are_fields_that_cannot_be_set() -> None:
    macd = F["macd"](np.arange(60.0))
    assert set(macd.__dataclass_fields__) == {"macd", "signal", "histogram"}
    with pytest.raises(AttributeError):
        macd.signal = SERIES


def test_a_word_of_the_position_makes_an_expression() -> None:
    assert isinstance(F["max"](position.entry_price, SERIES), PositionExpr)
    with pytest.raises(TypeError, match="position"):
        F["sma"](position.entry_price, 3)


def test_lagged_truth_is_false_and_lagged_numbers_are_unknown() -> None:
    np.testing.assert_array_equal(lag(SERIES > -1, 2), [False, False] + [True] * 8)
    assert np.isnan(lag(SERIES, 2)[:2]).all()
    np.testing.assert_array_equal(lag(SERIES, 0), SERIES)
    assert lag(5, 3) == 5
    assert np.isnan(lag(SERIES, 99)).all()


def test_unknown_values_do_not_differ() -> None:
    left = np.array([1.0, np.nan, 3.0])
    np.testing.assert_array_equal(differs(left, 1.0), [False, False, True])
    assert differs(1, 2) is True
    assert isinstance(differs(position.side, 1), PositionExpr)


def test_the_process_of_strategy_code_loads_no_data_frames_and_no_compiler() -> None:
    asked = (
        "import sys; from backtest_engine.domain.facade.namespace import allowed_names; allowed_names(); "
        "print(sorted({'pandas', 'polars', 'numba', 'vectorbt', 'scipy'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_divisions_by_nothing_stay_quiet() -> None:
    assert np.isinf(F["div"](SERIES, 0.0)[1:]).all()
    assert np.isnan(F["log"](-SERIES)).all()


def test_code_sees_the_catalogue_and_three_names_more() -> None:
    names = allowed_names()
    assert set(names) == {code_name(name) for name in CATALOGUE} | {"lag", "differs", "position"}
    assert not any(type(each) is type(sys) for each in names.values())
    assert "min" not in names
    assert "min_" in names
