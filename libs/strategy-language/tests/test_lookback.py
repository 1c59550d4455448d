"""Look-back: derived from the table, through definitions, lags and higher timeframes."""

import pytest

from strategy_language.catalogue import ALL_HISTORY, CATALOGUE
from strategy_language.expressions import Scope, parse
from strategy_language.lookback import LookBack, bars_in, look_back, required_bars
from trading_contracts.bars import Timeframe


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("close", 0),
        ("close[3]", 3),
        ("sma(close, 20)", 19),
        ("sma(close, 20)[5]", 24),
        ("sma(sma(close, 10), 20)", 28),
        ("crosses_above(sma(close, 10), sma(close, 50))", 50),
        ("sma(close, 10) + highest(high, 30)", 29),
        ("macd(close, 12, 26, 9).signal", 33),
        ("close > 3 and sma(close, 5) > 2", 4),
        ('close("SPY")[2]', 2),
        ('of("SPY", sma(close, 7))', 6),
    ],
)
def test_look_back_counts_the_bars_without_a_value(text, bars):
    assert look_back(parse(text)).bars == bars


def test_settling_is_that_of_the_recursion():
    assert look_back(parse("ema(close, 20)")) == LookBack(19, CATALOGUE["ema"].settling({"length": 20}))


@pytest.mark.parametrize("moving", ["close", "ema(close, 9)", "close - sma(close, 20)", "mom(close, 5) * 2"])
def test_a_ratio_of_fading_sums_forgets_while_its_series_moves(moving):
    assert look_back(parse(f"rsi({moving})")).settling < ALL_HISTORY


@pytest.mark.parametrize("still", ["where(close > 9, 5, 1)", "highest(high, 400)", "donchian().lower", "close > open"])
@pytest.mark.parametrize("ratio", ["rsi", "cmo", "tsi", "rvi", "stochrsi", "ppo", "trix"])
def test_a_ratio_of_fading_sums_never_forgets_while_nothing_moves(ratio, still):
    assert look_back(parse(f"{ratio}(sma({still}, 3))")).settling >= ALL_HISTORY


@pytest.mark.parametrize(
    ("text", "forgets"),
    [
        ("close / ema(where(close > 9, 5, 0), 9)", False),
        ("roc(ema(count(close > open, 5), 9), 3)", False),
        ("ema(where(close > 9, 5, 0), 9) / close", True),
        ("ema(where(close > 9, 5, 0), 9)", True),
        ("roc(sma(where(close > 9, 5, 0), 9), 3)", True),
        ("close / ema(close, 9)", True),
    ],
)
def test_what_is_divided_by_a_fading_sum_never_forgets_while_nothing_moves(text, forgets):
    assert (look_back(parse(text)).settling < ALL_HISTORY) == forgets


def test_the_measure_of_a_cycle_never_forgets():
    for text in ("mama(close).fama", "ht_trendline(close)", "ht_sine(close).lead"):
        assert look_back(parse(text)).settling == ALL_HISTORY


def test_a_higher_timeframe_counts_its_own_bars_and_the_one_that_is_not_complete():
    assert look_back(parse('on("1w", sma(close, 20))')).bars == 21 * 7
    hourly = Scope(timeframe=Timeframe.H1)
    assert look_back(parse('on("1d", sma(close, 3))', hourly), Timeframe.H1).bars == 4 * 24


def test_a_document_needs_what_its_longest_part_needs(strategy):
    made = strategy(
        ("enter_long", "close > trend"),
        definitions=[{"name": "trend", "expr": "sma(close, n)"}],
        parameters=[{"name": "n", "value": 100, "low": 10, "high": 300}],
        risk={"stop_loss": {"kind": "atr", "multiple": 2, "length": 150}},
    )
    assert required_bars(made).bars == 150


def test_a_volatility_target_needs_its_estimate(strategy):
    made = strategy(("enter_long", "close > open"), sizing={"kind": "volatility_target", "value": 10, "length": 60})
    assert required_bars(made).bars == 61


def test_a_pair_needs_hedge_and_score(strategy):
    pairs = {"left": "KO", "right": "PEP", "hedge_length": 40, "z_length": 60}
    assert required_bars(strategy(kind="pairs", universe=["KO", "PEP"], pairs=pairs)).bars == 39 + 59


@pytest.mark.parametrize(
    ("higher", "own", "bars"),
    [("1w", "1d", 7), ("1mo", "1d", 31), ("3mo", "1mo", 3), ("1d", "1h", 24), ("1w", "1h", 168), ("1h", "5m", 12)],
)
def test_a_longer_bar_is_made_of_so_many_shorter_ones_at_most(higher, own, bars):
    assert bars_in(Timeframe(higher), Timeframe(own)) >= bars


def test_sessions_before_the_current_one_are_counted():
    assert look_back(parse("prev_session_close")).bars >= 1
    hourly = Scope(timeframe=Timeframe.H1)
    assert look_back(parse("prev_session_close", hourly), Timeframe.H1).bars >= 24
