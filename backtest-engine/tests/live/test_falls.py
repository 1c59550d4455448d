"""Drawdowns where somebody looks are those of the whole curve."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backtest_engine.domain.live.falls import Falls


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    bars=st.sampled_from([1, 2, 100, 4_095, 4_096, 4_097, 13_000]),
    start=st.sampled_from([1.0, 100.0, 1e6]),
    data=st.data(),
)
def test_every_look_agrees_with_the_whole_curve(seed: int, bars: int, start: float, data: st.DataObject) -> None:
    draws = np.random.default_rng(seed)
    equity = 100 * np.exp(np.cumsum(draws.normal(0, 0.01, bars).round(2)))
    whole = equity / np.maximum(np.maximum.accumulate(equity), start) - 1.0
    first = data.draw(st.integers(0, bars - 1))
    stop = data.draw(st.integers(first + 1, bars))
    falls = Falls(equity, start)
    places = np.unique(draws.integers(0, bars, 50))
    assert np.array_equal(falls.at(places), whole[places])
    assert whole[falls.deepest(first, stop)] == whole[first:stop].min()


@pytest.mark.parametrize("equity", [[100.0] * 10_000, list(np.linspace(1, 2, 10_000))])
def test_an_account_that_never_falls_is_deepest_where_it_begins(equity: list[float]) -> None:
    falls = Falls(np.array(equity), 1.0)
    assert falls.deepest(17, 9_000) == 17
    assert not falls.at(np.arange(10_000)).any()
