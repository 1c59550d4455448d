"""Moving averages."""

from strategy_language.catalogue.arguments import SERIES, length
from strategy_language.catalogue.entry import Entry
from strategy_language.catalogue.warmup import exponential_settling, window

ENTRIES = (
    Entry(
        name="sma",
        arguments=(SERIES, length(20)),
        meaning="Simple moving average: the mean of the last bars.",
        phrase="the {length}-bar simple moving average of {series}",
        lookback=window(),
        scale="same",
        group="averages",
        aliases=("simple_moving_average", "moving_average", "mean", "average"),
        talib="SMA",
    ),
    Entry(
        name="ema",
        arguments=(SERIES, length(20)),
        meaning="Exponential moving average, seeded with the mean of its first bars.",
        phrase="the {length}-bar exponential moving average of {series}",
        lookback=window(),
        settling=exponential_settling("length"),
        scale="same",
        group="averages",
        aliases=("exponential_moving_average", "ewma"),
        talib="EMA",
    ),
    Entry(
        name="wma",
        arguments=(SERIES, length(20)),
        meaning="Linearly weighted moving average: the newest bar weighs most.",
        phrase="the {length}-bar weighted moving average of {series}",
        lookback=window(),
        scale="same",
        group="averages",
        aliases=("weighted_moving_average", "lwma"),
        talib="WMA",
    ),
)
