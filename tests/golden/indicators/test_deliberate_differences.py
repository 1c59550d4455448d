"""Every line of the table of deliberate differences: what we compute, what others do, and that it is so."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import talib

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions
from strategy_language.catalogue import CATALOGUE
from trading_contracts.bars import Timeframe

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "indicator-differences.md"
F = functions()
COUNT = 1_300
HALF_HOUR = 1_800_000_000_000

Prices = pd.DataFrame
Check = Callable[[BarView, Prices], None]
CHECKS: dict[str, Check] = {}


def line(name: str) -> Callable[[Check], Check]:
    """Register the check of the table's line that begins with these names."""

    def keep(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return keep


def same(ours: np.ndarray, theirs: np.ndarray, first: int = 0, tolerance: float = 1e-9) -> None:
    ours, theirs = np.asarray(ours)[first:], np.asarray(theirs)[first:]
    known = ~np.isnan(ours) & ~np.isnan(theirs)
    assert known.sum() > 500
    np.testing.assert_allclose(ours[known], theirs[known], rtol=tolerance, atol=tolerance)


def apart(ours: np.ndarray, theirs: np.ndarray) -> None:
    known = ~np.isnan(ours) & ~np.isnan(theirs)
    assert known.sum() > 5
    assert (np.abs(ours - theirs)[known] > 1e-4).any()


def begins(values: np.ndarray) -> int:
    return int(np.argmax(~np.isnan(values)))


def smoothed(values: np.ndarray, length: int, first: int) -> np.ndarray:
    """Wilder's average, seeded with the mean of the `length` values that end at `first`."""
    result = np.full(len(values), np.nan)
    result[first] = values[first - length + 1 : first + 1].mean()
    for at in range(first + 1, len(values)):
        result[at] = result[at - 1] + (values[at] - result[at - 1]) / length
    return result


@pytest.fixture(scope="module")
def bars() -> BarView:
    """Half-hours of 100 sessions."""
    chance = np.random.default_rng(8)
    close = 100 * np.exp(np.cumsum(chance.normal(0, 0.01, COUNT)))
    opened = close * np.exp(chance.normal(0, 0.004, COUNT))
    columns = {
        "open": opened,
        "high": np.maximum(opened, close) * np.exp(np.abs(chance.normal(0, 0.004, COUNT))),
        "low": np.minimum(opened, close) * np.exp(-np.abs(chance.normal(0, 0.004, COUNT))),
        "close": close,
        "volume": chance.integers(1_000, 9_000, COUNT).astype(float),
    }
    day, place = np.divmod(np.arange(COUNT), 13)
    time = (day + 15_000) * 48 * HALF_HOUR + (place + 28) * HALF_HOUR
    return BarView(time, columns, timeframe=Timeframe.M30)


@pytest.fixture(scope="module")
def prices(bars) -> Prices:
    return pd.DataFrame({name: bars.column(name) for name in ("open", "high", "low", "close", "volume")})


@line("atr")
def _(bars, prices):
    ranges = F["trange"](bars)
    assert begins(ranges) == 1
    ranges = np.where(np.isnan(ranges), (prices.high - prices.low).to_numpy(), ranges)
    ours, theirs = F["atr"](bars, 14), smoothed(ranges, 14, 13)
    assert begins(ours) == 14
    apart(ours, theirs)
    same(ours, theirs, 14 + CATALOGUE["atr"].settling({"length": 14}), 1e-6)


@line("atr (plain)")
def _(bars, prices):
    same(F["sma"](F["trange"](bars), 14), pd.Series(F["trange"](bars)).rolling(14).mean())
    apart(F["atr"](bars, 14), F["sma"](F["trange"](bars), 14))


@line("adx, plus_di, minus_di")
def _(bars, prices):
    up, down = prices.high.diff().to_numpy(), -prices.low.diff().to_numpy()
    plus, minus = np.where((up > down) & (up > 0), up, 0.0), np.where((down > up) & (down > 0), down, 0.0)
    true = smoothed(np.nan_to_num(F["trange"](bars)), 14, 14)
    plus, minus = (100 * smoothed(each, 14, 14) / true for each in (plus, minus))
    index = 100 * np.abs(plus - minus) / (plus + minus)
    settled = CATALOGUE["adx"].settling({"length": 14})
    pairs = (("plus_di", plus), ("minus_di", minus), ("adx", smoothed(index, 14, 27)))
    for name, theirs in pairs:
        apart(F[name](bars, 14), theirs)
        same(F[name](bars, 14), theirs, 28 + settled, 1e-6)


@line("rsi")
def _(bars, prices):
    change = prices.close.diff()
    rises, falls = change.clip(lower=0).rolling(14).mean(), (-change).clip(lower=0).rolling(14).mean()
    apart(F["rsi"](bars.close, 14), (100 * rises / (rises + falls)).to_numpy())
    same(F["rsi"](bars.close, 14), talib.RSI(prices.close.to_numpy(), 14))


@line("rma")
def _(bars, prices):
    same(F["rma"](bars.close, 9), smoothed(bars.close, 9, 8))
    averages = [prices.close.rolling(9 * times).mean() for times in (3, 2, 1)]
    apart(F["rma"](bars.close, 9), (averages[0] - averages[1] + averages[2]).to_numpy())


@line("macd")
def _(bars, prices):
    outputs = F["macd"](bars.close, 12, 26, 9)
    assert {begins(each) for each in (outputs.macd, outputs.signal, outputs.histogram)} == {33}
    assert begins(F["ema"](bars.close, 12) - F["ema"](bars.close, 26)) == 25


@line("stochrsi")
def _(bars, prices):
    strength = pd.Series(F["rsi"](bars.close, 14))
    low, high = strength.rolling(14).min(), strength.rolling(14).max()
    ours = F["stochrsi"](bars.close, 14, 14, 3)
    same(ours.k, 100 * (strength - low) / (high - low))
    same(ours.d, (100 * (strength - low) / (high - low)).rolling(3).mean())


@line("keltner")
def _(bars, prices):
    ours = F["keltner"](bars, 20, 2, 10)
    same(ours.middle, F["ema"](bars.close, 20))
    same(ours.upper - ours.middle, 2 * F["atr"](bars, 10))
    apart(ours.upper, F["sma"](F["typprice"](bars), 20) + 2 * F["sma"](F["trange"](bars), 20))
    same(F["kc"](bars, 20).middle, F["ema"](F["typprice"](bars), 20))


@line("roc")
def _(bars, prices):
    same(F["roc"](bars.close, 10), 100 * prices.close.pct_change(10))
    same(F["mom"](bars.close, 10), prices.close.diff(10))


@line("vwma")
def _(bars, prices):
    middle = (prices.open + prices.high + prices.low + prices.close) / 4
    theirs = (middle * prices.volume).rolling(50).sum() / prices.volume.rolling(50).sum()
    same(F["vwma"](bars, F["avgprice"](bars), 50), theirs)
    apart(F["vwma"](bars, bars.close, 50), theirs.to_numpy())


@line("vwap")
def _(bars, prices):
    typical = (prices.high + prices.low + prices.close) / 3
    session = np.arange(COUNT) // 13
    sums = [(each.groupby(session).cumsum(), each.cumsum()) for each in (typical * prices.volume, prices.volume)]
    same(F["vwap"](bars), sums[0][0] / sums[1][0])
    same(F["cumulative_vwap"](bars), sums[0][1] / sums[1][1])


@line("obv")
def _(bars, prices):
    theirs = (np.sign(prices.close.diff()).fillna(0) * prices.volume).cumsum()
    assert F["obv"](bars)[0] == bars.volume[0]
    same(np.diff(F["obv"](bars)), np.diff(theirs))


@line("donchian, highest, lowest")
def _(bars, prices):
    for ours in (F["donchian"](bars, 20).upper, F["highest"](bars.high, 20)):
        assert begins(ours) == 19
        same(ours, prices.high.rolling(20, min_periods=1).max())
    assert begins(F["lowest"](bars.low, 20)) == begins(F["donchian"](bars, 20).lower) == 19


@line("stddev, var, zscore, covariance, skew, kurtosis")
def _(bars, prices):
    window = prices.close.rolling(20)
    same(F["stddev"](bars.close, 20), window.std(ddof=0), tolerance=1e-6)
    same(F["var"](bars.close, 20) * 20 / 19, window.var(), tolerance=1e-6)
    same(F["zscore"](bars.close, 20) * np.sqrt(19 / 20), (prices.close - window.mean()) / window.std(), tolerance=1e-6)
    same(F["covariance"](bars.close, bars.high, 20) * 20 / 19, window.cov(prices.high), tolerance=1e-6)
    same(F["skew"](bars.close, 20) * np.sqrt(20 * 19) / 18, window.skew(), tolerance=1e-6)
    corrected = 19 / (18 * 17) * (21 * F["kurtosis"](bars.close, 20) + 6)
    same(corrected, window.kurt(), tolerance=1e-6)


@line("historical_volatility")
def _(bars, prices):
    deviation = np.log(prices.close).diff().rolling(20).std()
    same(F["historical_volatility"](bars.close, 20, 252), 100 * np.sqrt(252) * deviation, tolerance=1e-6)
    apart(
        F["historical_volatility"](bars.close, 20, 252),
        (100 * np.sqrt(252) * prices.close.pct_change().rolling(20).std()).to_numpy(),
    )


@line("beta(asset, market)")
def _(bars, prices):
    asset, market = bars.close, bars.open
    same(F["beta"](asset, market, 9), talib.BETA(market.copy(), asset.copy(), 9))
    apart(F["beta"](asset, market, 9), talib.BETA(asset.copy(), market.copy(), 9))


@line("supertrend")
def _(bars, prices):
    ours = F["supertrend"](bars, 10, 3)
    assert set(np.unique(ours.direction[10:])) == {-1.0, 1.0}
    assert ours.direction[begins(ours.direction)] == 1
    known = np.arange(COUNT) > 10
    assert (bars.close[known] > ours.line[known])[ours.direction[known] == 1].all()
    assert (bars.close[known] < ours.line[known])[ours.direction[known] == -1].all()


@line("ichimoku")
def _(bars, prices):
    ours = F["ichimoku"](bars, 9, 26, 52)
    middle = (prices.high.rolling(52).max() + prices.low.rolling(52).min()) / 2
    same(ours.span_b, middle.shift(26))
    apart(ours.span_b, middle.shift(25).to_numpy())
    assert "lagging" not in CATALOGUE["ichimoku"].outputs


@line("percentile_rank")
def _(bars, prices):
    steps = np.round(prices.close / 2)
    below = steps.rolling(31).apply(lambda window: 100 * np.mean(window[:-1] < window[-1]), raw=True)
    same(F["percentile_rank"](steps.to_numpy(), 30), below)
    equal = steps.rolling(31).apply(lambda window: 100 * np.mean(window[:-1] <= window[-1]), raw=True)
    apart(F["percentile_rank"](steps.to_numpy(), 30), equal.to_numpy())


@line("relative_volume")
def _(bars, prices):
    same(F["relative_volume"](bars, 20), prices.volume / prices.volume.rolling(20).mean())
    same(F["rvol"](bars, 20), prices.volume / prices.volume.rolling(20).mean().shift(1))


@line("dpo")
def _(bars, prices):
    ours = F["dpo"](bars.close, 20)
    same(ours, prices.close.shift(11) - prices.close.rolling(20).mean())
    same(ours[:700], F["dpo"](bars.close[:700].copy(), 20))


@line("swing_high, swing_low, fractal")
def _(bars, prices):
    window = prices.high.rolling(7, center=True)
    alone = window.apply(lambda seven: float((seven < seven[3]).sum() == 6), raw=True).to_numpy() == 1
    shown = F["swing_high"](bars, 3)
    fresh = np.flatnonzero(shown.bars_ago == 3)
    np.testing.assert_array_equal(fresh, np.flatnonzero(alone) + 3)
    np.testing.assert_array_equal(shown.price[fresh], bars.high[fresh - 3])


@line("fisher")
def _(bars, prices):
    ours = F["fisher"](bars, 10)
    assert np.nanmax(np.abs(ours)) <= np.log(1.999 / 0.001) + 1e-9


@line("median")
def _(bars, prices):
    same(F["median"](bars.close, 20), prices.close.rolling(20).median())
    apart(F["median"](bars.close, 20), F["percentile"](bars.close, 20, 50))


def test_every_line_of_the_table_is_tried() -> None:
    told = [re.sub("`", "", row).strip() for row in re.findall(r"^\| (`[^|]+)\|", PAGE.read_text(), re.MULTILINE)]
    assert told == list(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_the_difference_is_as_it_is_told(name, bars, prices) -> None:
    CHECKS[name](bars, prices)
