"""How an asset usually moves, on bars whose numbers are known."""

import numpy as np
import pytest
import talib

from strategy_ai_worker.domain.advice.habits import Candle, measure


def test_of_bars_that_are_all_alike_every_figure_is_known(saw) -> None:
    habits = measure(saw, 5, "long")
    assert (habits.bars, habits.bars_held, len(habits.stretches)) == (200, 5, 200 - 14 - 5)
    assert habits.atr_percent == pytest.approx(3.0)
    assert habits.range_percent == pytest.approx(3.0)
    assert (habits.worst, habits.best) == (pytest.approx(1.0), pytest.approx(2.0))
    assert habits.deepest_fall == 0.0
    assert (habits.stopped_share(0.3), habits.stopped_share(0.4)) == (1.0, 0.0)


def test_what_runs_ahead_for_a_long_runs_against_a_short(saw) -> None:
    long, short, both = (measure(saw, 5, side) for side in ("long", "short", "both"))
    assert (short.worst, short.best) == (long.best, long.worst)
    assert (both.worst, both.best) == (long.best, long.worst)


def test_one_deep_bar_counts_for_each_stretch_that_it_lies_in(saw) -> None:
    bars = [*saw[:100], Candle(100.0, 102.0, 80.0, 100.0), *saw[:99]]
    habits = measure(bars, 5, "long")
    assert habits.worst == pytest.approx(20.0)
    assert sum(one.against == pytest.approx(20.0) for one in habits.stretches) == 5
    assert habits.against(0.5) == pytest.approx(1.0)


def test_a_fall_is_measured_from_its_peak() -> None:
    closes = [100.0 + at for at in range(100)] + [199.0 - 2 * at for at in range(50)]
    habits = measure([Candle(one, one, one, one) for one in closes], 5, "long")
    assert habits.deepest_fall == pytest.approx((199 - 101) / 199 * 100)


def test_too_few_bars_say_nothing(saw) -> None:
    assert measure(saw[:78], 5, "long") is None
    assert measure(saw[:79], 5, "long") is not None
    assert measure([], 5, "long") is None


def test_bars_without_a_price_are_left_out(saw) -> None:
    habits = measure([*saw, Candle(0.0, 0.0, 0.0, 0.0)], 5, "long")
    assert habits == measure(saw, 5, "long")


@pytest.mark.shared
def test_apples_figures_are_those_of_ta_lib_and_of_plain_windows(apple) -> None:
    open_, high, low, close = (np.array(column) for column in zip(*apple, strict=True))
    held = 12
    habits = measure(apple, held, "long")
    atr = talib.ATR(high, low, close, 14)
    assert habits.atr_percent == pytest.approx(np.nanmedian(atr / close * 100), rel=1e-9)
    windows = np.lib.stride_tricks.sliding_window_view
    first = slice(15, len(close) - held + 1)
    against = (1 - windows(low, held).min(axis=1)[first] / open_[first]) * 100
    ahead = (windows(high, held).max(axis=1)[first] / open_[first] - 1) * 100
    assert habits.worst == pytest.approx(against.max())
    assert habits.best == pytest.approx(ahead.max())
    assert habits.against(0.25) == pytest.approx(np.quantile(against, 0.75))
    assert habits.ahead(0.25) == pytest.approx(np.quantile(ahead, 0.75))
    assert habits.stopped_share(3.0) == pytest.approx(
        (against >= 3 * (atr / close * 100)[14 : len(close) - held]).mean()
    )
    assert habits.swing == pytest.approx(np.std(close[1:] / close[:-1] - 1, ddof=1) * 100)
