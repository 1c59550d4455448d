"""Indicator values equal those of the files that QuantConnect Lean tests its own indicators with.

Where the definitions agree, all values do, to the digits that were published. Where only the first value differs (its
seed), the values agree once the declared settling has passed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions
from strategy_language.catalogue import CATALOGUE

pytestmark = pytest.mark.shared

F = functions()


@dataclass(frozen=True)
class Case:
    """One published column and what we have for it; `tolerance` is half a unit of its last published digit or so."""

    file: str
    column: str
    compute: Callable[[BarView], np.ndarray]
    tolerance: float
    settles: int = 0


def settling(name: str, **scalars: float) -> int:
    return CATALOGUE[name].settling(scalars)


CASES = (
    Case("spy_aroon_oscillator.txt", "aroon oscillator 14", lambda b: F["aroonosc"](b, 14), 1e-5),
    Case("spy_atr.txt", "average true range 14", lambda b: F["sma"](F["trange"](b), 14), 1e-5),
    Case(
        "spy_atr_wilder.txt",
        "average true range 14",
        lambda b: F["atr"](b, 14),
        1e-5,
        settles=settling("atr", length=14),
    ),
    Case("spy_bollinger_bands.txt", "moving average 20", lambda b: F["bbands"](b.close, 20, 2).middle, 1e-9),
    Case("spy_bollinger_bands.txt", "bollinger bands® 20 2 top", lambda b: F["bbands"](b.close, 20, 2).upper, 1e-4),
    Case("spy_bollinger_bands.txt", "bollinger bands® 20 2 bottom", lambda b: F["bbands"](b.close, 20, 2).lower, 1e-4),
    Case("spy_bollinger_bands.txt", "bandwidth", lambda b: F["bandwidth"](b.close, 20, 2), 2e-4),
    Case("spy_bollinger_bands.txt", "%b", lambda b: F["percent_b"](b.close, 20, 2), 1e-4),
    Case("spy_cmf.txt", "cmf_20", lambda b: F["cmf"](b, 20), 2e-6),
    Case("spy_dema.txt", "dema_5", lambda b: F["dema"](b.close, 5), 1e-9),
    Case("spy_ema.csv", "ema14", lambda b: F["ema"](b.close, 14), 1e-9),
    Case("spy_heikin_ashi.txt", "ha_open", lambda b: F["heikin_ashi"](b).open, 1e-7),
    Case("spy_heikin_ashi.txt", "ha_high", lambda b: F["heikin_ashi"](b).high, 1e-7),
    Case("spy_heikin_ashi.txt", "ha_low", lambda b: F["heikin_ashi"](b).low, 1e-7),
    Case("spy_heikin_ashi.txt", "ha_close", lambda b: F["heikin_ashi"](b).close, 1e-9),
    Case("spy_hma.txt", "hma_16", lambda b: F["hma"](b.close, 16), 1e-7),
    Case("spy_kama.txt", "kama_5", lambda b: F["kama"](b.close, 5), 1e-9),
    Case("spy_mfi.txt", "money flow index 20", lambda b: F["mfi"](b, 20), 1e-5),
    Case("spy_natr.txt", "natr_5", lambda b: F["natr"](b, 5), 1e-9),
    Case("spy_tema.txt", "tema_5", lambda b: F["tema"](b.close, 5), 1e-9),
    Case("spy_tr.txt", "tr", F["trange"], 1e-9),
    Case("spy_trix.txt", "trix_5", lambda b: F["trix"](b.close, 5), 1e-9),
    Case("spy_ultosc.txt", "ultosc_7_14_28", lambda b: F["ultosc"](b, 7, 14, 28), 1e-9),
    Case("spy_with_StochRSI.csv", "k", lambda b: F["stochrsi"](b.close, 14, 14, 3).d, 1e-9),
    Case("spy_with_StochRSI.csv", "d", lambda b: F["sma"](F["stochrsi"](b.close, 14, 14, 3).d, 3), 1e-9),
    *(
        Case("spy_with_adx.txt", column, lambda b, name=name: F[name](b, 14), 1e-4, settles=settling(name, length=14))
        for name, column in (("plus_di", "+di14"), ("minus_di", "-di14"))
    ),
    # Their average starts from rounded DX values; two smoothings carry that on for longer than one.
    Case("spy_with_adx.txt", "adx 14", lambda b: F["adx"](b, 14), 1e-3, settles=300),
    Case("spy_with_cci.txt", "commodity channel index (cci) 14", lambda b: F["cci"](b, 14), 3e-3),
    Case("spy_with_don50.txt", "donchian channels 50 top", lambda b: F["donchian"](b, 50).upper, 1e-9),
    Case("spy_with_don50.txt", "donchian channels 50 bottom", lambda b: F["donchian"](b, 50).lower, 1e-9),
    Case("spy_with_don50.txt", "donchian channels 50 mean", lambda b: F["donchian"](b, 50).middle, 1e-9),
    Case("spy_with_indicators.txt", "sma14", lambda b: F["sma"](b.close, 14), 1e-2),
    Case("spy_with_indicators.txt", "ema14", lambda b: F["ema"](b.close, 14), 1e-2),
    Case("spy_with_indicators.txt", "rsi 14 wilder", lambda b: F["rsi"](b.close, 14), 1e-5),
    Case(
        "spy_with_indicators.txt",
        "macd 12 26",
        lambda b: F["macd"](b.close, 12, 26, 9).macd,
        1e-3,
        settles=settling("ema", length=26),
    ),
    Case("spy_with_keltner.csv", "middle band", lambda b: F["sma"](F["typprice"](b), 20), 1e-4),
    Case("spy_with_macd.txt", "macd", lambda b: F["macd"](b.close, 12, 26, 9).macd, 1e-5),
    Case("spy_with_macd.txt", "signal", lambda b: F["macd"](b.close, 12, 26, 9).signal, 1e-5),
    Case("spy_with_macd.txt", "histogram", lambda b: F["macd"](b.close, 12, 26, 9).histogram, 1e-5),
    Case("spy_with_roc50.txt", "rate of change 50", lambda b: F["mom"](b.close, 50), 2e-5),
    Case("spy_with_stoch12k3.txt", "stochastics 12 %k 3", lambda b: F["stoch"](b, 12, 3, 5).k, 1e-3),
    Case("spy_with_stoch12k3.txt", "%d 5", lambda b: F["stoch"](b, 12, 3, 5).d, 1e-3),
    Case("spy_with_vwap.txt", "moving vwap 50", lambda b: F["vwma"](b, F["avgprice"](b), 50), 1e-4),
    Case("spy_with_williamsR14.txt", "williams %r 14", lambda b: F["willr"](b, 14), 1e-3),
    Case("spy_with_zlema.csv", "zlema5", lambda b: F["zlema"](b.close, 5), 1e-9),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.column}")
def test_values_equal_the_published_ones(case, lean_table, bars_of) -> None:
    table = lean_table(case.file)
    ours, theirs = case.compute(bars_of(table)), table[case.column]
    compared = ~np.isnan(ours) & ~np.isnan(theirs)
    compared[: case.settles] = False
    assert compared.sum() > 100
    np.testing.assert_allclose(ours[compared], theirs[compared], rtol=1e-9, atol=case.tolerance)


def test_the_balance_of_volume_moves_as_published(lean_table, bars_of) -> None:
    table = lean_table("spy_with_obv.txt")
    ours, theirs = np.diff(F["obv"](bars_of(table))), np.diff(table["obv"])
    # Volumes are published with seven digits; the level of the line is anybody's choice.
    np.testing.assert_allclose(ours[1:], theirs[1:], atol=2e3)


def test_the_channel_of_plain_averages_can_be_written_out(lean_table, bars_of) -> None:
    bars = bars_of(table := lean_table("spy_with_keltner.csv"))
    middle, width = F["sma"](F["typprice"](bars), 20), 1.5 * F["sma"](F["trange"](bars), 20)
    for ours, column in ((middle + width, "top"), (middle - width, "bottom")):
        theirs = table[f"keltner channels 20 {column}"]
        both = ~np.isnan(ours) & ~np.isnan(theirs)
        assert both.sum() > 400
        np.testing.assert_allclose(ours[both], theirs[both], atol=1e-4)


def test_beta_equals_the_published_one(lean_table, shared_reference) -> None:
    lines = (shared_reference / "lean_indicators" / "bi_datatest.csv").read_text().splitlines()[1:]
    rows = [line.split(",") for line in lines]
    stock = np.array([float(row[5]) for row in rows if row[0] == "AMZN"])
    market = np.array([float(row[5]) for row in rows if row[0] == "SPX"])
    published = np.array([float(row[8]) for row in rows if row[0] == "SPX"])
    beta = F["beta"](stock, market, 5)
    # The published line comes early, over fewer returns, and is whole from the fifth on.
    np.testing.assert_allclose(beta[5:], published[5:], atol=1e-6)
