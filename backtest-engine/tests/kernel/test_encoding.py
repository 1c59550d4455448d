"""Series and conditions on their way into the kernel's tables."""

import weakref

import numpy as np

from backtest_engine.domain.kernel.encode import Encoder


def test_no_later_array_can_be_taken_for_one_that_is_known_by_its_place():
    arrays, encoder = [np.zeros(3), np.ones(3)], Encoder(("A", "B"), (3, 3), {})
    watched = [weakref.ref(array) for array in arrays]
    encoder.series(arrays)
    del arrays
    assert all(array() is not None for array in watched)


def test_a_series_that_several_rules_read_is_kept_once():
    prices = np.arange(9.0)
    encoder = Encoder(("A",), (9,), {"A": {"one.order.price": prices, "two.order.price": prices}})
    encoder.slot("one.order.price")
    encoder.slot("two.order.price")
    assert len(encoder.values) == 1
