"""Volatility and bands."""

from strategy_language.catalogue.arguments import SERIES, length, number
from strategy_language.catalogue.entry import Entry
from strategy_language.catalogue.warmup import wilder_settling, window

ENTRIES = (
    Entry(
        name="atr",
        arguments=(length(14),),
        meaning="Average true range by Wilder, in price.",
        phrase="the {length}-bar ATR",
        inputs=("high", "low", "close"),
        lookback=window(more=0),
        settling=wilder_settling(),
        bounds=(0, float("inf")),
        group="volatility",
        aliases=("average_true_range",),
        talib="ATR",
    ),
    Entry(
        name="bbands",
        arguments=(SERIES, length(20, low=2), number("deviations", 2.0, low=0.01, high=20)),
        meaning="Bollinger bands: a simple average and lines a number of standard deviations away.",
        phrase="the Bollinger bands ({length}, {deviations}) of {series}",
        outputs=("upper", "middle", "lower"),
        output_words=("upper band", "middle band", "lower band"),
        lookback=window(),
        scale="same",
        group="volatility",
        aliases=("bollinger", "bollinger_bands", "bb"),
        talib="BBANDS",
    ),
    Entry(
        name="stddev",
        arguments=(SERIES, length(20, low=2)),
        meaning="Standard deviation (of the population) over the last bars.",
        phrase="the {length}-bar standard deviation of {series}",
        lookback=window(),
        bounds=(0, float("inf")),
        group="volatility",
        aliases=("standard_deviation", "stdev", "std"),
        talib="STDDEV",
    ),
)
