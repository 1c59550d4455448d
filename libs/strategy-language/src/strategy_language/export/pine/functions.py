"""Functions of the catalogue in Pine: arguments by name in braces, `{output}` where there are several."""

from __future__ import annotations

from typing import Final

FUNCTIONS: Final[dict[str, str]] = {
    "sma": "ta.sma({series}, {length})",
    "ema": "ta.ema({series}, {length})",
    "wma": "ta.wma({series}, {length})",
    "rma": "ta.rma({series}, {length})",
    "hma": "ta.hma({series}, {length})",
    "rsi": "ta.rsi({series}, {length})",
    "roc": "ta.roc({series}, {length})",
    "mom": "ta.mom({series}, {length})",
    "atr": "ta.atr({length})",
    "trange": "ta.tr(true)",
    "cci": "ta.cci(hlc3, {length})",
    "mfi": "ta.mfi(hlc3, {length})",
    "willr": "ta.wpr({length})",
    "obv": "ta.obv",
    "vwap": "ta.vwap(hlc3)",
    "stddev": "ta.stdev({series}, {length})",
    "median": "ta.median({series}, {length})",
    "sum": "math.sum({series}, {length})",
    "zscore": "({series} - ta.sma({series}, {length})) / ta.stdev({series}, {length})",
    "correlation": "ta.correlation({series}, {other}, {length})",
    "linearreg": "ta.linreg({series}, {length}, 0)",
    "highest": "ta.highest({series}, {length})",
    "lowest": "ta.lowest({series}, {length})",
    "crosses_above": "ta.crossover({series}, {other})",
    "crosses_below": "ta.crossunder({series}, {other})",
    "crosses": "ta.cross({series}, {other})",
    "bars_since": "nz(ta.barssince({condition}), 1e10)",
    "count": "math.sum({condition} ? 1 : 0, {length})",
    "all": "math.sum({condition} ? 1 : 0, {length}) == {length}",
    "any": "math.sum({condition} ? 1 : 0, {length}) > 0",
    "rising": "math.sum({series} > {series}[1] ? 1 : 0, {length}) == {length}",
    "falling": "math.sum({series} < {series}[1] ? 1 : 0, {length}) == {length}",
    "relative_volume": "volume / ta.sma(volume, {length})",
    "min": "math.min({series})",
    "max": "math.max({series})",
    "abs": "math.abs({series})",
    "sqrt": "math.sqrt({series})",
    "log": "math.log({series})",
    "where": "({condition} ? {yes} : {no})",
    "hour": "hour",
    "minute": "minute",
    "weekday": "((dayofweek + 5) % 7 + 1)",
    "day_of_month": "dayofmonth",
    "month": "month",
    "year": "year",
    "macd": "ta.macd({series}, {fast}, {slow}, {signal})",
    "bbands": "ta.bb({series}, {length}, {deviations})",
    "donchian": "donchian({length})",
    "keltner": "keltner({length}, {multiplier}, {atr_length})",
    "supertrend": "platform_supertrend({multiplier}, {length})",
    "stoch": "slow_stochastic({k_length}, {k_smoothing}, {d_length})",
    "adx": "directional({length})",
    "plus_di": "directional({length})",
    "minus_di": "directional({length})",
}

OUTPUTS: Final[dict[str, tuple[str, ...]]] = {
    "macd": ("macd", "signal", "histogram"),
    "bbands": ("middle", "upper", "lower"),
    "donchian": ("upper", "middle", "lower"),
    "keltner": ("upper", "middle", "lower"),
    "supertrend": ("line", "direction"),
    "stoch": ("k", "d"),
    "adx": ("plus", "minus", "adx"),
    "plus_di": ("plus", "minus", "adx"),
    "minus_di": ("plus", "minus", "adx"),
}
"""What a function returns as a tuple, in Pine's order."""

SINGLE: Final = {"adx": "adx", "plus_di": "plus", "minus_di": "minus"}
"""Which part of the tuple a function with one output is."""

PLAIN: Final = frozenset({"hour", "minute", "weekday", "day_of_month", "month", "year", "min", "max", "abs", "where"})
"""Functions without memory: they may stand inside a condition that is not read on each bar."""

_DONCHIAN = """donchian(int length) =>
    upper = ta.highest(high, length)
    lower = ta.lowest(low, length)
    [upper, (upper + lower) / 2, lower]"""
_KELTNER = """keltner(int length, float multiplier, int atrLength) =>
    middle = ta.ema(close, length)
    distance = multiplier * ta.atr(atrLength)
    [middle + distance, middle, middle - distance]"""
_SUPERTREND = """platform_supertrend(float multiplier, int length) =>
    [line, direction] = ta.supertrend(multiplier, length)
    [line, -direction]"""
_STOCHASTIC = """slow_stochastic(int length, int smoothing, int average) =>
    k = ta.sma(ta.stoch(close, high, low, length), smoothing)
    [k, ta.sma(k, average)]"""
_DIRECTIONAL = """directional(int length) =>
    [plus, minus, adx] = ta.dmi(length, length)
    [plus, minus, adx]"""

OWN: Final = {
    "donchian": _DONCHIAN,
    "keltner": _KELTNER,
    "supertrend": _SUPERTREND,
    "stoch": _STOCHASTIC,
    "adx": _DIRECTIONAL,
    "plus_di": _DIRECTIONAL,
    "minus_di": _DIRECTIONAL,
}
"""Functions that the script brings along."""

RESERVED: Final = frozenset(
    {
        *("and", "or", "not", "if", "else", "for", "while", "switch", "var", "varip", "import", "export", "method"),
        *("type", "enum", "true", "false", "na", "int", "float", "bool", "string", "color", "line", "label", "box"),
        *("table", "array", "matrix", "map", "strategy", "indicator", "library", "input", "plot", "ta", "math", "str"),
        *(
            "request",
            "ticker",
            "syminfo",
            "timeframe",
            "barstate",
            "session",
            "chart",
            "time",
            "hour",
            "minute",
            "month",
        ),
        *("year", "second", "dayofweek", "dayofmonth", "weekofyear", "close", "open", "high", "low", "volume", "hl2"),
        *("hlc3", "ohlc4", "hlcc4", "bar_index", "last_bar_index", "nz", "fixnan", "alert", "fill", "hline", "runtime"),
        *("best", "signal_bar", "in", "by", "to", "break", "continue", "const", "simple", "series", "log", "polyline"),
        *("sign", "opened", "price", "extreme", "start", "hung", "trailed", "stop_level", "target_level", "leave_long"),
        *(
            "leave_short",
            "stop_at",
            "target_at",
            "held",
            "donchian",
            "keltner",
            "platform_supertrend",
            "slow_stochastic",
            "directional",
            "leave",
            "bgcolor",
        ),
    }
)
"""Names that Pine or the script has taken."""
