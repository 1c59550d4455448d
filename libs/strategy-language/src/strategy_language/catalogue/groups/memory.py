"""What is kept from an event."""

from functools import partial

from strategy_language.catalogue.arguments import CONDITION, SERIES, length
from strategy_language.catalogue.entry import ALL_HISTORY, Argument, Entry
from strategy_language.catalogue.warmup import bars

_entry = partial(Entry, settling=bars(ALL_HISTORY), group="memory")
_since = partial(_entry, arguments=(CONDITION, SERIES), scale="same")
_RESET = Argument("reset", "truth")

ENTRIES = (
    _entry(
        name="value_when",
        arguments=(CONDITION, SERIES, length(1, name="nth")),
        meaning="The value that a series had when a condition was last true (nth = 2: the time before).",
        phrase="{series} as it was when {condition} (counted back: {nth})",
        scale="same",
        aliases=("valuewhen",),
    ),
    _since(
        name="highest_since",
        meaning="The highest value since a condition was last true, that bar included.",
        phrase="the highest {series} since {condition}",
    ),
    _since(
        name="lowest_since",
        meaning="The lowest value since a condition was last true, that bar included.",
        phrase="the lowest {series} since {condition}",
    ),
    _since(
        name="sum_since",
        meaning="The sum since a condition was last true, that bar included.",
        phrase="the sum of {series} since {condition}",
        scale="own",
    ),
    _entry(
        name="count_since",
        arguments=(CONDITION, Argument("counted", "truth")),
        meaning="How often something was true since a condition was last true, that bar included.",
        phrase="the number of times that {counted} since {condition}",
        bounds=(0, float("inf")),
    ),
    _entry(
        name="latch",
        arguments=(Argument("set", "truth"), _RESET),
        meaning="True from the bar on which the first condition holds until the second does; the second wins.",
        phrase="since it last was that {set}, it has not been that {reset}",
        result="truth",
    ),
    _entry(
        name="sequence",
        arguments=(
            Argument("conditions", "truth", variadic=True),
            length(None, name="within"),
        ),
        meaning="True where conditions have come true one after the other, each on a later bar, the last of them now.",
        phrase="one after the other within {within} bars: {conditions}",
        result="truth",
        lookback=lambda s: int(float(s["within"])),
        settling=bars(0),
        aliases=("then",),
    ),
    _entry(
        name="cumulative",
        arguments=(SERIES, _RESET),
        meaning="Running total that starts anew on each bar on which a condition is true.",
        phrase="the running total of {series} since {reset}",
    ),
    _entry(
        name="ratchet_up",
        arguments=(SERIES, _RESET),
        meaning="The highest value so far, starting anew on each bar on which a condition is true: it only rises.",
        phrase="{series}, only ever rising since {reset}",
        scale="same",
    ),
    _entry(
        name="ratchet_down",
        arguments=(SERIES, _RESET),
        meaning="The lowest value so far, starting anew on each bar on which a condition is true: it only falls.",
        phrase="{series}, only ever falling since {reset}",
        scale="same",
    ),
)
