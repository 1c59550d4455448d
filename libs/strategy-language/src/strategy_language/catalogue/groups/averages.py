"""Moving averages."""

from functools import partial

from strategy_language.catalogue.arguments import SERIES, average, length, number
from strategy_language.catalogue.entry import ALL_HISTORY, Argument, Entry
from strategy_language.catalogue.warmup import (
    average_of,
    average_settling,
    bars,
    chosen_average,
    chosen_average_settling,
    window,
)

_entry = partial(Entry, scale="same", group="averages")


def _average(name: str, words: str, meaning: str, aliases: tuple[str, ...], low: int = 1) -> Entry:
    return _entry(
        name=name,
        arguments=(SERIES, length(20, low=low)),
        meaning=meaning,
        phrase=f"the {{length}}-bar {words} of {{series}}",
        lookback=average_of(name),
        settling=average_settling(name),
        aliases=aliases,
        talib=name.upper(),
    )


ENTRIES = (
    _average(
        "sma",
        "simple moving average",
        "Simple moving average: the mean of the last bars.",
        ("simple_moving_average", "moving_average", "mean", "average"),
    ),
    _average(
        "ema",
        "exponential moving average",
        "Exponential moving average, seeded with the mean of its first bars.",
        ("exponential_moving_average", "ewma"),
    ),
    _average(
        "wma",
        "weighted moving average",
        "Linearly weighted moving average: the newest bar weighs most.",
        ("weighted_moving_average", "lwma"),
    ),
    _average(
        "dema",
        "double exponential moving average",
        "Double exponential moving average: an EMA corrected by the EMA of itself.",
        ("double_exponential_moving_average",),
    ),
    _average(
        "tema",
        "triple exponential moving average",
        "Triple exponential moving average: less lag than the double one.",
        ("triple_exponential_moving_average",),
    ),
    _average(
        "trima",
        "triangular moving average",
        "Triangular moving average: the middle of the window weighs most.",
        ("triangular_moving_average", "tma"),
    ),
    _average(
        "kama",
        "Kaufman adaptive moving average",
        "Kaufman's adaptive moving average: fast in trends, slow in noise.",
        ("kaufman", "kaufman_adaptive_moving_average", "adaptive_moving_average"),
    ),
    _average(
        "hma",
        "Hull moving average",
        "Hull moving average: weighted averages combined so that little lag is left.",
        ("hull", "hull_moving_average"),
    ),
    _average(
        "rma",
        "Wilder moving average",
        "Wilder's smoothing: an exponential average with the weight 1 / length.",
        ("smma", "wilder_average", "wilders_average", "wilder_smoothing", "smoothed_moving_average"),
    ),
    _average(
        "zlema",
        "zero-lag exponential moving average",
        "Zero-lag EMA: an EMA of the series plus its recent change.",
        ("zero_lag_ema", "zero_lag"),
    ),
    _entry(
        name="t3",
        arguments=(SERIES, length(5), number("volume_factor", 0.7, low=0, high=1)),
        meaning="Tillson's T3: six exponential averages combined.",
        phrase="the {length}-bar T3 average of {series}",
        lookback=average_of("t3"),
        settling=average_settling("t3"),
        aliases=("tillson",),
        talib="T3",
    ),
    _entry(
        name="ma",
        arguments=(SERIES, length(20), average()),
        meaning="A moving average of the kind that is named.",
        phrase="the {length}-bar moving average ({average}) of {series}",
        lookback=chosen_average("length"),
        settling=chosen_average_settling("length"),
        talib="MA",
    ),
    _entry(
        name="vwma",
        arguments=(SERIES, length(20)),
        meaning="Moving average weighted by volume.",
        phrase="the {length}-bar volume-weighted moving average of {series}",
        inputs=("volume",),
        lookback=window(),
        aliases=("volume_weighted_moving_average",),
        talib="VWMA",
    ),
    _entry(
        name="alma",
        arguments=(
            SERIES,
            length(9, high=500),
            number("offset", 0.85, low=0, high=1),
            number("sigma", 6, low=0.1, high=100),
        ),
        meaning="Arnaud Legoux moving average: Gaussian weights, their peak moved towards the newest bar.",
        phrase="the {length}-bar Arnaud Legoux moving average of {series}",
        lookback=window(),
        aliases=("arnaud_legoux",),
    ),
    _entry(
        name="mama",
        arguments=(
            SERIES,
            number("fast_limit", 0.5, low=0.01, high=0.99),
            number("slow_limit", 0.05, low=0.01, high=0.99),
        ),
        meaning="MESA adaptive moving average by Ehlers, and its slower follower (FAMA).",
        phrase="the MESA adaptive average ({fast_limit}, {slow_limit}) of {series}",
        outputs=("mama", "fama"),
        output_words=("line", "follower"),
        lookback=bars(32),
        settling=bars(ALL_HISTORY),
        talib="MAMA",
    ),
    _entry(
        name="mavp",
        arguments=(SERIES, Argument("periods", "series"), length(2, name="low", low=2), length(30, name="high", low=2)),
        meaning="Simple average whose length changes from bar to bar, between two bounds.",
        phrase="the moving average of {series} over {periods} bars",
        lookback=window("high"),
        talib="MAVP",
    ),
    _entry(
        name="ht_trendline",
        arguments=(SERIES,),
        meaning="Instantaneous trendline by Ehlers: the average over the dominant cycle.",
        phrase="the instantaneous trendline of {series}",
        lookback=bars(63),
        settling=bars(ALL_HISTORY),
        aliases=("instantaneous_trendline",),
        talib="HT_TRENDLINE",
    ),
    _entry(
        name="midpoint",
        arguments=(SERIES, length(14, low=2)),
        meaning="Half-way between the highest and the lowest value of the last bars.",
        phrase="the {length}-bar midpoint of {series}",
        lookback=window(),
        talib="MIDPOINT",
    ),
    _entry(
        name="midprice",
        arguments=(length(14, low=2),),
        meaning="Half-way between the highest high and the lowest low of the last bars.",
        phrase="the {length}-bar mid price",
        inputs=("high", "low"),
        lookback=window(),
        scale="price",
        talib="MIDPRICE",
    ),
)
