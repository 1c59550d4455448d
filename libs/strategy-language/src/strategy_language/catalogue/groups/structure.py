"""Swings, lines, gaps and patterns of price, confirmed late: nothing is repainted."""

from functools import partial

from strategy_language.catalogue.arguments import SERIES, choice, length, number
from strategy_language.catalogue.entry import ALL_HISTORY, Argument, Entry
from strategy_language.catalogue.warmup import bars, value, window

_entry = partial(Entry, group="structure")
_K = length(5, name="strength", low=1, high=500)
_swing = partial(
    _entry,
    arguments=(_K,),
    outputs=("price", "previous", "bars_ago"),
    output_words=("price", "price before the last", "age in bars"),
    output_scales={"bars_ago": "bars"},
    output_bounds={"bars_ago": (0, float("inf"))},
    settling=bars(ALL_HISTORY),
    lookback=lambda s: 2 * value(s, "strength"),
    scale="price",
)
_event = partial(_entry, result="truth")
_gap = partial(_event, arguments=(number("percent", 0.0, low=0, high=100),), lookback=bars(1))
_double = partial(
    _event,
    arguments=(_K, number("tolerance", 3.0, low=0, high=50)),
    inputs=("high", "low", "close"),
    lookback=lambda s: 2 * value(s, "strength") + 2,
    settling=bars(ALL_HISTORY),
)
_zone = partial(
    _entry,
    arguments=(),
    outputs=("top", "bottom"),
    lookback=bars(2),
    settling=bars(ALL_HISTORY),
    scale="price",
)

ENTRIES = (
    _swing(
        name="swing_high",
        meaning="Latest high above the highs of `strength` bars on both sides; known that many bars later.",
        phrase="the swing high ({strength} bars each side)",
        inputs=("high",),
        aliases=("pivot_high", "fractal_high"),
    ),
    _swing(
        name="swing_low",
        meaning="Latest low below the lows of `strength` bars on both sides; known that many bars later.",
        phrase="the swing low ({strength} bars each side)",
        inputs=("low",),
        aliases=("pivot_low", "fractal_low"),
    ),
    _event(
        name="fractal",
        arguments=(length(2, name="left", low=1, high=500), length(2, name="right", low=1, high=500)),
        meaning="True on the bar that confirms a Williams fractal, `right` bars after its extreme.",
        phrase="a fractal ({left} bars before, {right} after)",
        outputs=("high", "low"),
        output_words=("at a high", "at a low"),
        inputs=("high", "low"),
        lookback=lambda s: value(s, "left") + value(s, "right"),
        aliases=("williams_fractal",),
        talib="FRACTAL",
    ),
    _entry(
        name="trendline",
        arguments=(choice("side", "low", ("low", "high")), _K),
        meaning="Line through the last two confirmed swing lows (or highs), prolonged to this bar.",
        phrase="the trendline through the last two swing {side}s",
        outputs=("value", "slope"),
        output_scales={"slope": "own"},
        inputs=("high", "low"),
        lookback=lambda s: 2 * value(s, "strength") + 2,
        settling=bars(ALL_HISTORY),
        scale="price",
    ),
    _event(
        name="divergence",
        arguments=(Argument("series", "series"), Argument("oscillator", "series"), _K),
        meaning="Bullish: a lower swing low with a higher oscillator; bearish: a higher swing high with a lower one.",
        phrase="divergence of {series} and {oscillator}",
        outputs=("bullish", "bearish"),
        lookback=lambda s: 2 * value(s, "strength") + 2,
        settling=bars(ALL_HISTORY),
    ),
    _double(
        name="double_bottom",
        meaning="True where the close breaks above the high between two swing lows within a tolerance (percent).",
        phrase="a double bottom breaks out",
    ),
    _double(
        name="double_top",
        meaning="True where the close breaks below the low between two swing highs within a tolerance (percent).",
        phrase="a double top breaks down",
    ),
    _event(
        name="fvg",
        arguments=(),
        meaning="A fair value gap of three bars appears: the first bar's range and the third's do not meet.",
        phrase="a fair value gap",
        outputs=("bullish", "bearish"),
        inputs=("high", "low"),
        lookback=bars(2),
        aliases=("fair_value_gap", "imbalance"),
    ),
    _zone(
        name="bullish_fvg_zone",
        meaning="Top and bottom of the latest bullish fair value gap.",
        phrase="the latest bullish fair value gap",
        inputs=("high", "low"),
    ),
    _zone(
        name="bearish_fvg_zone",
        meaning="Top and bottom of the latest bearish fair value gap.",
        phrase="the latest bearish fair value gap",
        inputs=("high", "low"),
    ),
    _zone(
        name="order_block",
        arguments=(choice("side", "bullish", ("bullish", "bearish")), length(10, name="strength", high=500)),
        meaning="Range of the last bar against the move before a close beyond the extreme of the bars before it.",
        phrase="the latest {side} order block",
        inputs=("open", "high", "low", "close"),
        lookback=window("strength", more=0),
    ),
    _entry(
        name="touches",
        arguments=(
            Argument("level", "series"),
            length(50),
            number("tolerance", 0.5, low=0, high=50),
        ),
        meaning="On how many of the last bars the range came within a tolerance (percent) of a level.",
        phrase="the touches of {level} in the last {length} bars",
        inputs=("high", "low"),
        lookback=window(),
        bounds=(0, 5000),
        scale="bars",
    ),
    _entry(
        name="retracement",
        arguments=(number("ratio", 0.618, low=-5, high=5), _K),
        meaning="Fibonacci retracement of the move between the last confirmed swing high and swing low.",
        phrase="the {ratio} retracement of the last swing",
        inputs=("high", "low"),
        lookback=lambda s: 2 * value(s, "strength") + 1,
        settling=bars(ALL_HISTORY),
        scale="price",
        aliases=("fibonacci", "fib_level", "fib_retracement"),
    ),
    _gap(
        name="gap_up",
        meaning="True where the open is more than `percent` above the close before.",
        phrase="the open gaps up by more than {percent}%",
        inputs=("open", "close"),
    ),
    _gap(
        name="gap_down",
        meaning="True where the open is more than `percent` below the close before.",
        phrase="the open gaps down by more than {percent}%",
        inputs=("open", "close"),
    ),
    _entry(
        name="gap_percent",
        arguments=(),
        meaning="Distance of the open from the close before, in percent.",
        phrase="the opening gap in percent",
        inputs=("open", "close"),
        lookback=bars(1),
        scale="percent",
        aliases=("gap",),
    ),
    _event(
        name="inside_bar",
        arguments=(),
        meaning="True where the bar's range lies within that of the bar before.",
        phrase="an inside bar forms",
        inputs=("high", "low"),
        lookback=bars(1),
    ),
    _event(
        name="outside_bar",
        arguments=(),
        meaning="True where the bar's range exceeds that of the bar before on both sides.",
        phrase="an outside bar forms",
        inputs=("high", "low"),
        lookback=bars(1),
    ),
    _event(
        name="narrowest_range",
        arguments=(length(7, low=2),),
        meaning="True where the bar's range is the smallest of the last bars (NR7).",
        phrase="the range is the narrowest of {length} bars",
        inputs=("high", "low"),
        lookback=window(),
        aliases=("nr7", "narrow_range"),
    ),
    _entry(
        name="percent_from_high",
        arguments=(SERIES, length(252)),
        meaning="Distance below the highest value of the last bars, in percent: 0 at the high, negative below.",
        phrase="the percentage distance of {series} from its {length}-bar high",
        lookback=window(),
        bounds=(float("-inf"), 0),
        scale="percent",
        aliases=("drawdown_from_high",),
    ),
    _entry(
        name="renko",
        arguments=(SERIES, number("size", low=1e-9, high=1e9), choice("unit", "points", ("points", "percent"))),
        meaning="Renko bricks of a series, derived prices on a fixed grid: a brick is added where the series goes a "
        "whole brick (`size` points or percent) beyond either end of the last one; known from the first brick on.",
        phrase="the Renko bricks of {series} with a size of {size} {unit}",
        outputs=("close", "open", "direction", "run"),
        output_words=("end of the last brick", "beginning of the last brick", "direction", "bricks in a row"),
        output_scales={"direction": "own", "run": "own"},
        output_bounds={"direction": (-1, 1), "run": (1, float("inf"))},
        settling=bars(ALL_HISTORY),
        scale="price",
        aliases=("renko_bricks",),
    ),
)
