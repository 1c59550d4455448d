"""Events and extremes: crosses, runs, highest and lowest."""

from strategy_language.catalogue.arguments import OTHER, SERIES, length
from strategy_language.catalogue.entry import Entry
from strategy_language.catalogue.warmup import bars, window

ENTRIES = (
    Entry(
        name="crosses_above",
        arguments=(SERIES, OTHER),
        meaning="True where a series is above another, and was not on the bar before.",
        phrase="{series} crosses above {other}",
        result="truth",
        lookback=bars(1),
        group="events",
        aliases=("crossover", "cross_above", "crosses_over"),
    ),
    Entry(
        name="crosses_below",
        arguments=(SERIES, OTHER),
        meaning="True where a series is below another, and was not on the bar before.",
        phrase="{series} crosses below {other}",
        result="truth",
        lookback=bars(1),
        group="events",
        aliases=("crossunder", "cross_below", "crosses_under"),
    ),
    Entry(
        name="rising",
        arguments=(SERIES, length(1)),
        meaning="True where each of the last bars is above the one before it.",
        phrase="{series} has risen for {length} bars",
        result="truth",
        lookback=window(more=0),
        group="events",
    ),
    Entry(
        name="falling",
        arguments=(SERIES, length(1)),
        meaning="True where each of the last bars is below the one before it.",
        phrase="{series} has fallen for {length} bars",
        result="truth",
        lookback=window(more=0),
        group="events",
    ),
    Entry(
        name="highest",
        arguments=(SERIES, length(20)),
        meaning="The highest value of the last bars, the current one included.",
        phrase="the highest {series} of the last {length} bars",
        lookback=window(),
        scale="same",
        group="events",
        aliases=("rolling_max", "max_over", "hh"),
        talib="MAX",
    ),
    Entry(
        name="lowest",
        arguments=(SERIES, length(20)),
        meaning="The lowest value of the last bars, the current one included.",
        phrase="the lowest {series} of the last {length} bars",
        lookback=window(),
        scale="same",
        group="events",
        aliases=("rolling_min", "min_over", "ll"),
        talib="MIN",
    ),
)
