"""Whatever the language lets through, the facade can compute: random documents, generated, checked and run."""

import os
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import allowed_names
from strategy_language.check import problems
from strategy_language.expressions import ExpressionError, parse
from strategy_language.expressions.nodes import varies
from strategy_language.generate import generate
from strategy_language.generate.code import Writer
from strategy_language.generate.views import Views
from strategy_language.load import read
from strategy_language.lookback import look_back
from strategy_language.static_checks import inspect_code
from strategy_language.testing import DocumentMaker

BARS = 400
EXAMPLES = int(os.environ.get("VIBE_FUZZ_EXAMPLES", "150"))


@pytest.fixture(scope="module")
def bars():
    """Made daily bars, with other symbols beside them."""
    chance = np.random.default_rng(3)
    close = 100 * np.exp(np.cumsum(chance.normal(0, 0.012, BARS)))
    opened = np.roll(close, 1)
    opened[0] = close[0]
    columns = {
        "open": opened,
        "high": np.maximum(opened, close) * 1.004,
        "low": np.minimum(opened, close) * 0.996,
        "close": close,
        "volume": chance.integers(1_000, 9_000, BARS).astype(float),
    }
    time = pd.bdate_range("2018-01-01", periods=BARS).astype("datetime64[ns]").astype("int64").to_numpy()
    others = {symbol: BarView(time, columns) for symbol in ("AAPL", "MSFT", "0700.HK", "BTC/USDT", "^GSPC")}
    return BarView(time, columns, others=others)


@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(seed=st.integers(0, 2**40))
def test_a_document_that_passes_the_checks_runs(seed, bars):
    strategy = read(DocumentMaker(seed).document())
    if problems(strategy):
        return
    code = generate(strategy)
    assert inspect_code(code.text).passed
    names = dict(allowed_names())
    exec(code.text, names)
    slots = names["signals"](bars, SimpleNamespace())
    assert set(slots) == set(code.slots)
    for name, value in slots.items():
        array = np.asarray(value)
        assert array.shape in ((BARS,), ())
        assert array.dtype == np.bool_ if name.endswith(".when") else array.dtype.kind in "fiub"


LONG = 3_000
LAST = 20
ENDLESS = 1e12


@pytest.fixture(scope="module")
def history():
    """Return a function that makes the bars from one place of a long made history to another."""
    chance = np.random.default_rng(5)
    close = 100 * np.exp(np.cumsum(chance.normal(0, 0.012, LONG)))
    opened = np.roll(close, 1) * np.exp(chance.normal(0, 0.003, LONG))
    columns = {
        "open": opened,
        "high": np.maximum(opened, close) * np.exp(np.abs(chance.normal(0, 0.004, LONG))),
        "low": np.minimum(opened, close) * np.exp(-np.abs(chance.normal(0, 0.004, LONG))),
        "close": close,
        "volume": chance.integers(1_000, 9_000, LONG).astype(float),
    }
    time = pd.bdate_range("2008-01-01", periods=LONG).astype("datetime64[ns]").astype("int64").to_numpy()

    def cut(first, last):
        part = {name: values[first:last] for name, values in columns.items()}
        others = {name: BarView(time[first:last], part) for name in ("AAPL", "MSFT", "0700.HK", "BTC/USDT", "^GSPC")}
        return BarView(time[first:last], part, others=others)

    return cut


@settings(max_examples=EXAMPLES, deadline=None, database=None)
@given(seed=st.integers(0, 2**40))
def test_the_look_back_is_enough_history_for_any_expression(seed, history):
    try:
        node = parse(DocumentMaker(seed).series(2))
    except ExpressionError:
        return
    needed = look_back(node).total
    if node.type != "number" or not varies(node) or needed > LONG - 2 * LAST:
        return
    views = Views(())
    code = Writer(views).write(node)

    def computed(bars):
        names = {**allowed_names(), "bars": bars}
        for line in views.lines():
            exec(line, names)
        return np.asarray(eval(code, names), dtype=float)

    everything = computed(history(0, LONG))
    whole = everything[-LAST:]
    # A running sum keeps the rounding of the largest value that ever passed through it, and a root (the ulcer index)
    # makes 1e-7 of 1e-14. A change relative to what rounding leaves of 0 (a stochastic at its floor) has no digits.
    scale = np.max(np.abs(everything[np.isfinite(everything)]), initial=1.0)
    if scale > ENDLESS:
        return
    enough = computed(history(LONG - LAST - needed, LONG))[-LAST:]
    np.testing.assert_allclose(enough, whole, rtol=1e-5, atol=1e-6 * scale)
