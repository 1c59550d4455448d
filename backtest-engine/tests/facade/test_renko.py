"""Renko bricks, against the rule written out as a loop."""

import numpy as np
import pytest

from backtest_engine.domain.facade.namespace import functions

renko = functions()["renko"]


@pytest.fixture
def one_by_one():
    """Bricks as somebody would draw them: one bar after another, each brick between two lines of the grid."""

    def draw(heights: np.ndarray) -> np.ndarray:
        brick, direction, run, rows = None, np.nan, 0, []
        for height in heights:
            if brick is None and height == int(height):
                rows.append((np.nan,) * 4)
                continue
            if brick is None:
                brick = int(np.floor(height))
            while height >= brick + 2:
                brick, run, direction = brick + 1, 1 if direction != 1 else run + 1, 1
            while height <= brick - 1:
                brick, run, direction = brick - 1, 1 if direction != -1 else run + 1, -1
            if np.isnan(direction):
                rows.append((np.nan,) * 4)
            else:
                rows.append((brick + (direction > 0), brick + (direction < 0), direction, run))
        return np.array(rows, dtype=float)

    return draw


@pytest.mark.parametrize("seed", range(20))
def test_bricks_are_those_of_the_rule(one_by_one, seed):
    draws = np.random.default_rng(seed)
    prices = 50.3 + np.cumsum(draws.normal(0, 0.8, 400))
    found, drawn = renko(prices, 2.0), one_by_one(prices / 2.0)
    known = ~np.isnan(found.direction)
    assert known.sum() > 300
    for name, column, scale in (("close", 0, 2.0), ("open", 1, 2.0), ("direction", 2, 1.0), ("run", 3, 1.0)):
        ours, theirs = getattr(found, name)[known], drawn[known, column] * scale
        # How long the first run is depends on where it began.
        settled = (
            slice(None) if name != "run" else slice(int(np.argmax(np.diff(found.direction[known]) != 0)) + 1, None)
        )
        np.testing.assert_allclose(ours[settled], theirs[settled])


def test_one_bar_may_add_several_bricks_and_a_reversal_takes_two():
    found = renko(np.array([10.5, 11.5, 14.2, 13.5, 12.4, 11.9, 10.0]), 1.0)
    np.testing.assert_array_equal(found.close, [np.nan, np.nan, 14, 14, 14, 12, 10])
    np.testing.assert_array_equal(found.direction, [np.nan, np.nan, 1, 1, 1, -1, -1])
    np.testing.assert_array_equal(found.run[2:], [2, 2, 2, 1, 3])


def test_bricks_in_percent_are_the_same_shape_at_any_price():
    prices = 100 * np.exp(np.cumsum(np.random.default_rng(3).normal(0, 0.01, 300)))
    few, many = renko(prices, 2.0, "percent"), renko(prices * 1.02**40, 2.0, "percent")
    np.testing.assert_array_equal(few.direction, many.direction)
    known = ~np.isnan(few.close)
    np.testing.assert_allclose(few.close[known] / few.open[known], 1.02 ** few.direction[known])
