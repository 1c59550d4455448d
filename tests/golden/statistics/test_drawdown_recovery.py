"""The longest recovery, against the cases that Lean publishes (QuantConnect, Apache-2.0)."""

import numpy as np
import pytest

from backtest_engine.domain.statistics import longest_recovery


@pytest.mark.parametrize(
    ("equity", "bars"),
    [
        ([100, 90, 100], 2),
        ([100, 90, 95, 100], 3),
        ([100, 90, 100, 90, 80, 100], 3),
        ([100, 90, 95, 90, 100], 4),
        ([100, 90, 80, 70], 0),
        ([50, 100, 98, 99, 100], 3),
        ([100, 98, 100, 101, 100, 99], 2),
        ([100, 97, 99, 97, 100], 4),
        ([], 0),
    ],
)
def test_the_longest_recovery_counts_from_the_peak_to_its_height(equity, bars):
    assert longest_recovery(np.array(equity, dtype=float)) == bars
