"""Crosses, runs, extremes, and how often something was true."""

from functools import partial

from strategy_language.catalogue.arguments import CONDITION, OTHER, SERIES, length
from strategy_language.catalogue.entry import ALL_HISTORY, Entry
from strategy_language.catalogue.warmup import bars, window

_entry = partial(Entry, group="events")
_truth = partial(_entry, result="truth")
_cross = partial(_truth, arguments=(SERIES, OTHER), lookback=bars(1))
_window = partial(_entry, arguments=(SERIES, length(20)), lookback=window())

ENTRIES = (
    _cross(
        name="crosses_above",
        meaning="True where a series is above another, and was not on the bar before.",
        phrase="{series} crosses above {other}",
        aliases=("crossover", "cross_above", "crosses_over"),
    ),
    _cross(
        name="crosses_below",
        meaning="True where a series is below another, and was not on the bar before.",
        phrase="{series} crosses below {other}",
        aliases=("crossunder", "cross_below", "crosses_under"),
    ),
    _cross(
        name="crosses",
        meaning="True where a series crosses another, either way.",
        phrase="{series} crosses {other}",
        aliases=("cross",),
    ),
    _truth(
        name="rising",
        arguments=(SERIES, length(1)),
        meaning="True where each of the last bars is above the one before it.",
        phrase="{series} has risen for {length} bars",
        lookback=window(more=0),
        aliases=("increasing",),
    ),
    _truth(
        name="falling",
        arguments=(SERIES, length(1)),
        meaning="True where each of the last bars is below the one before it.",
        phrase="{series} has fallen for {length} bars",
        lookback=window(more=0),
        aliases=("decreasing",),
    ),
    _window(
        name="highest",
        meaning="The highest value of the last bars, the current one included.",
        phrase="the highest {series} of the last {length} bars",
        scale="same",
        aliases=("rolling_max", "max_over", "hh", "highest_high"),
        talib="MAX",
    ),
    _window(
        name="lowest",
        meaning="The lowest value of the last bars, the current one included.",
        phrase="the lowest {series} of the last {length} bars",
        scale="same",
        aliases=("rolling_min", "min_over", "ll", "lowest_low"),
        talib="MIN",
    ),
    _window(
        name="extremes",
        meaning="The lowest and the highest value of the last bars.",
        phrase="the extremes of {series} over the last {length} bars",
        outputs=("lowest", "highest"),
        scale="same",
        aliases=("minmax",),
        talib="MINMAX",
    ),
    _window(
        name="bars_since_highest",
        meaning="How many bars ago the highest value of the last bars was (its newest occurrence); 0 is now.",
        phrase="the bars since the highest {series} of the last {length} bars",
        scale="bars",
        bounds=(0, 5000),
        aliases=("highest_bars", "maxindex", "highest_index"),
        talib="MAXINDEX",
    ),
    _window(
        name="bars_since_lowest",
        meaning="How many bars ago the lowest value of the last bars was (its newest occurrence); 0 is now.",
        phrase="the bars since the lowest {series} of the last {length} bars",
        scale="bars",
        bounds=(0, 5000),
        aliases=("lowest_bars", "minindex", "lowest_index"),
        talib="MININDEX",
    ),
    _window(
        name="bars_since_extremes",
        meaning="How many bars ago the lowest and the highest value of the last bars were.",
        phrase="the bars since the extremes of {series} over the last {length} bars",
        outputs=("lowest", "highest"),
        scale="bars",
        bounds=(0, 5000),
        aliases=("minmaxindex",),
        talib="MINMAXINDEX",
    ),
    _entry(
        name="bars_since",
        arguments=(CONDITION,),
        meaning="Bars since a condition was last true: 0 now, infinite when it never was.",
        phrase="the number of bars since {condition}",
        settling=bars(ALL_HISTORY),
        bounds=(0, float("inf")),
        scale="bars",
        aliases=("barssince",),
    ),
    _entry(
        name="count",
        arguments=(CONDITION, length(20)),
        meaning="On how many of the last bars a condition was true.",
        phrase="the number of the last {length} bars on which {condition}",
        lookback=window(),
        bounds=(0, 5000),
        scale="bars",
        aliases=("count_of", "times_true"),
    ),
    _truth(
        name="all",
        arguments=(CONDITION, length(3)),
        meaning="True where a condition held on each of the last bars.",
        phrase="{condition} on each of the last {length} bars",
        lookback=window(),
        aliases=("all_of", "held_for"),
    ),
    _truth(
        name="any",
        arguments=(CONDITION, length(3)),
        meaning="True where a condition held on at least one of the last bars, the current one included.",
        phrase="{condition} on one of the last {length} bars",
        lookback=window(),
        aliases=("any_of", "within", "happened_within"),
    ),
    _entry(
        name="streak",
        arguments=(CONDITION,),
        meaning="For how many bars in a row, up to this one, a condition has been true.",
        phrase="the number of bars in a row on which {condition}",
        settling=bars(ALL_HISTORY),
        bounds=(0, float("inf")),
        scale="bars",
        aliases=("consecutive", "in_a_row"),
    ),
    _truth(
        name="became_true",
        arguments=(CONDITION,),
        meaning="True on the bar on which a condition turns true.",
        phrase="{condition} becomes true",
        lookback=bars(1),
        aliases=("turns_true",),
    ),
    _truth(
        name="became_false",
        arguments=(CONDITION,),
        meaning="True on the bar on which a condition stops being true.",
        phrase="{condition} ceases",
        lookback=bars(1),
        aliases=("turns_false",),
    ),
    _truth(
        name="every",
        arguments=(length(None),),
        meaning="True on each n-th bar, counted from the first bar of the history.",
        phrase="every {length} bars",
        inputs=("timestamp",),
        settling=bars(ALL_HISTORY),
        aliases=("every_n_bars",),
    ),
)
