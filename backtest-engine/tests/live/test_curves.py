"""Of many places each is kept once, in their order, and of many markers the largest."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backtest_engine.domain.live.curves import each_once
from backtest_engine.domain.live.picture import _largest

ROWS = st.lists(st.lists(st.integers(0, 60), min_size=1).map(sorted), min_size=1, max_size=4)


@settings(max_examples=80, deadline=None)
@given(rows=ROWS)
def test_places_of_several_rows_are_kept_once(rows: list[list[int]]) -> None:
    found = each_once([np.array(row, np.int64) for row in rows])
    assert found.tolist() == sorted({place for row in rows for place in row})


@settings(max_examples=80, deadline=None)
@given(worth=st.lists(st.integers(0, 9), min_size=2, max_size=60), data=st.data())
def test_of_equal_markers_the_first_are_kept(worth: list[int], data: st.DataObject) -> None:
    most = data.draw(st.integers(1, len(worth) - 1))
    by_worth = sorted(range(len(worth)), key=lambda place: (-worth[place], place))
    assert _largest(np.array(worth, np.float64), most).tolist() == sorted(by_worth[:most])
