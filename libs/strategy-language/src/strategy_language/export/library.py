"""Functions of the catalogue as plain Python on numpy and TA-Lib, for scripts that run outside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from strategy_language.catalogue import CATALOGUE

_ON_SERIES: Final = (
    *("sma", "ema", "wma", "dema", "tema", "trima", "kama", "rsi", "cmo", "mom", "roc", "rocp", "rocr", "rocr100"),
    *("linearreg", "linearreg_slope", "linearreg_angle", "linearreg_intercept", "tsf", "trix", "midpoint"),
)
_ON_BARS: Final = (
    "atr",
    "natr",
    "trange",
    "adx",
    "adxr",
    "dx",
    "plus_di",
    "minus_di",
    "cci",
    "willr",
    "mfi",
    "obv",
    "ad",
)
_BASIS: Final = '''
def known(function, *series):
    """Run a TA-Lib function on the bars on which every series has a value, and put the result back in place."""
    series = [np.asarray(each, dtype=float) for each in series]
    there = ~np.isnan(np.vstack(series)).any(axis=0)
    found = function(*(np.ascontiguousarray(each[there]) for each in series)) if there.any() else None
    found = found if isinstance(found, tuple) else (found,)
    places = []
    for each in found:
        place = np.full(len(there), np.nan)
        if each is not None:
            place[there] = each
        places.append(np.where(np.isinf(place), np.nan, place))
    return places


def lag(x, n):
    """What x was n bars ago; NaN (of a condition False) where there is no such bar."""
    x = np.asarray(x)
    if x.ndim == 0:
        return x
    past = np.zeros(len(x), dtype=bool) if x.dtype == bool else np.full(len(x), np.nan)
    if n < len(x):
        past[n:] = x[: len(x) - n]
    return past


def differs(a, b):
    """Whether a and b are known and not equal."""
    return (a < b) | (a > b)
'''

_OWN: Final[dict[str, str]] = {
    "rma": "def rma(x, n):\n    return known(lambda v: talib.RMA(v, n), x)[0]",
    "hma": "def hma(x, n):\n    return known(lambda v: talib.HMA(v, n), x)[0]",
    "highest": "def highest(x, n):\n    return np.asarray(x) if n == 1 else known(lambda v: talib.MAX(v, n), x)[0]",
    "lowest": "def lowest(x, n):\n    return np.asarray(x) if n == 1 else known(lambda v: talib.MIN(v, n), x)[0]",
    "sum": "def sum_(x, n):\n    return np.asarray(x) if n == 1 else known(lambda v: talib.SUM(v, n), x)[0]",
    "stddev": "def stddev(x, n):\n    return known(lambda v: talib.STDDEV(v, n, 1.0), x)[0]",
    "macd": (
        "def macd(x, fast, slow, signal):\n"
        "    line, average, histogram = known(lambda v: talib.MACD(v, fast, slow, signal), x)\n"
        "    return SimpleNamespace(macd=line, signal=average, histogram=histogram)"
    ),
    "bbands": (
        "def bbands(x, n, deviations):\n"
        "    upper, middle, lower = known(lambda v: talib.BBANDS(v, n, deviations, deviations, 0), x)\n"
        "    return SimpleNamespace(upper=upper, middle=middle, lower=lower)"
    ),
    "stoch": (
        "def stoch(bars, k, smoothing, d):\n"
        "    run = lambda h, l, c: talib.STOCH(h, l, c, k, smoothing, 0, d, 0)\n"
        "    found = known(run, bars.high, bars.low, bars.close)\n"
        "    return SimpleNamespace(k=found[0], d=found[1])"
    ),
    "aroon": (
        "def aroon(bars, n):\n"
        "    down, up = known(lambda h, l: talib.AROON(h, l, n), bars.high, bars.low)\n"
        "    return SimpleNamespace(up=up, down=down)"
    ),
    "supertrend": (
        "def supertrend(bars, n, multiplier):\n"
        "    found = known(lambda h, l, c: talib.SUPERTREND(h, l, c, n, multiplier), bars.high, bars.low, bars.close)\n"
        "    direction = np.where(np.isnan(found[0]), np.nan, found[1])\n"
        "    return SimpleNamespace(line=found[0], direction=direction)"
    ),
    "donchian": (
        "def donchian(bars, n):\n"
        "    upper, lower = highest(bars.high, n), lowest(bars.low, n)\n"
        "    return SimpleNamespace(upper=upper, middle=(upper + lower) / 2, lower=lower)"
    ),
    "keltner": (
        "def keltner(bars, n, multiplier, atr_length):\n"
        "    middle, distance = ema(bars.close, n), multiplier * atr(bars, atr_length)\n"
        "    return SimpleNamespace(upper=middle + distance, middle=middle + 0 * distance, lower=middle - distance)"
    ),
    "crosses_above": ("def crosses_above(a, b):\n    return np.asarray((a > b) & (lag(a, 1) <= lag(b, 1)))"),
    "crosses_below": ("def crosses_below(a, b):\n    return np.asarray((a < b) & (lag(a, 1) >= lag(b, 1)))"),
    "crosses": "def crosses(a, b):\n    return crosses_above(a, b) | crosses_below(a, b)",
    "streak": (
        "def streak(condition):\n"
        "    bars = np.arange(len(condition))\n"
        "    return (bars - np.maximum.accumulate(np.where(condition, -1, bars))).astype(float)"
    ),
    "all": "def all_(condition, n):\n    return streak(condition) >= n",
    "bars_since": (
        "def bars_since(condition):\n"
        "    bars = np.arange(len(condition))\n"
        "    last = np.maximum.accumulate(np.where(condition, bars, -1))\n"
        "    return np.where(last >= 0, bars - last, np.inf)"
    ),
    "any": "def any_(condition, n):\n    return bars_since(condition) < n",
    "count": (
        "def count(condition, n):\n"
        "    so_far = np.cumsum(condition).astype(float)\n"
        "    counts = so_far.copy()\n"
        "    counts[n:] -= so_far[:-n]\n"
        "    counts[: n - 1] = np.nan\n"
        "    return counts"
    ),
    "rising": "def rising(x, n):\n    return streak(x > lag(x, 1)) >= n",
    "falling": "def falling(x, n):\n    return streak(x < lag(x, 1)) >= n",
    "min": "def min_(*x):\n    return functools.reduce(np.minimum, x)",
    "max": "def max_(*x):\n    return functools.reduce(np.maximum, x)",
    "abs": "def abs_(x):\n    return np.abs(x)",
    "where": "def where(condition, a, b):\n    return np.where(condition, a, b)",
    "weekday": "def weekday(bars):\n    return bars.time.day_of_week.to_numpy() + 1.0",
    "month": "def month(bars):\n    return bars.time.month.to_numpy() * 1.0",
    "day_of_month": "def day_of_month(bars):\n    return bars.time.day.to_numpy() * 1.0",
    "year": "def year(bars):\n    return bars.time.year.to_numpy() * 1.0",
}
_NEEDS: Final = {
    "donchian": ("highest", "lowest"),
    "keltner": ("ema", "atr"),
    "crosses": ("crosses_above", "crosses_below"),
    "all": ("streak",),
    "any": ("bars_since",),
    "rising": ("streak",),
    "falling": ("streak",),
}
DAILY: Final = frozenset({"weekday", "month", "day_of_month", "year"})
"""Functions that are exported for daily and longer bars alone, whose stamps are session dates."""


def _source(name: str) -> str | None:
    if name in _OWN:
        return _OWN[name]
    entry = CATALOGUE.get(name)
    if entry is None or not entry.talib:
        return None
    if name in _ON_SERIES:
        return f"def {name}(x, n):\n    return known(lambda v: talib.{entry.talib}(v, n), x)[0]"
    columns = ", ".join(f"bars.{column}" for column in entry.inputs)
    if entry.group == "patterns" and not entry.arguments:
        side = "> 0" if name.endswith("_bullish") else "< 0" if name.endswith("_bearish") else "!= 0"
        marks = f"known(lambda *v: talib.{entry.talib}(*v), {columns})[0]"
        return f"def {name}(bars):\n    return np.nan_to_num({marks}) {side}"
    if name in _ON_BARS:
        given = ", n" if entry.arguments else ""
        inner = f"lambda *v: talib.{entry.talib}(*v{given})"
        return f"def {name}(bars{given}):\n    return known({inner}, {columns})[0]"
    return None


FUNCTIONS: Final = frozenset(name for name in CATALOGUE if _source(name) is not None)
"""What scripts can compute."""


def library_of(names: Iterable[str]) -> str:
    """Return the source of these functions and of those that they need, each once."""
    ordered: dict[str, None] = {}
    for name in names:
        for needed in _NEEDS.get(name, ()):
            ordered[needed] = None
        ordered[name] = None
    parts = [_BASIS.strip("\n"), *(source for name in ordered if (source := _source(name)))]
    return "\n\n\n".join(parts)
