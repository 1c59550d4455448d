"""What each indicator word stands for: its usual numbers and its place in the language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, field, lag, name, num
from strategy_language.catalogue.table import CATALOGUE

CLOSE: Final = name("close")
Args = Sequence[float]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Attributes:
        title: What it is called in answers.
        usual: Textbook arguments, the length first.
        build: From arguments to a tree.
        family: Indicators of one family share the numbers that the message gives to any of them.
        low: Level below which it is oversold, `high` above which it is overbought; None where nobody says so.
    """

    title: str
    usual: tuple[float, ...]
    build: Callable[[Args], Node]
    family: str
    low: float | None = None
    high: float | None = None

    @property
    def most(self) -> int:
        """Return how many numbers it can be given."""
        return _SMOOTHED_STOCHASTIC_RSI if self.family == "stochrsi" else len(self.usual)


def _plain(function: str) -> Callable[[Args], Node]:
    return lambda a: call(function, *a)


def _of_close(function: str) -> Callable[[Args], Node]:
    return lambda a: call(function, CLOSE, *a)


def _output(function: str, output: str, *, of_close: bool = False) -> Callable[[Args], Node]:
    return lambda a: field(call(function, *((CLOSE,) if of_close else ()), *a), output)


def _stochastic_j(a: Args) -> Node:
    """Return the J of the KDJ: three times %K less twice %D."""
    lines = (field(call("stoch", *a), line) for line in "kd")
    return arithmetic("-", *(arithmetic("*", num(factor), line) for factor, line in zip((3, 2), lines, strict=True)))


def _stochastic_rsi(line: str) -> Callable[[Args], Node]:
    """Return how to build %K or %D of the stochastic RSI; of four numbers two smooth the lines, in either order."""

    def build(a: Args) -> Node:
        if len(a) != _SMOOTHED_STOCHASTIC_RSI:
            return field(call("stochrsi", CLOSE, *a), line)
        lengths, smooths = (a[:2], a[2:]) if max(a[:2]) >= max(a[2:]) else (a[2:], a[:2])
        smoothed = call("sma", field(call("stochrsi", CLOSE, *lengths, 3), "k"), smooths[0])
        return smoothed if line == "k" else call("sma", smoothed, smooths[1])

    return build


_SMOOTHED_STOCHASTIC_RSI: Final = 4
"""Numbers of "(14, 14, 3, 3)": RSI, stochastic, smoothing of %K and of %D."""


def _width(a: Args) -> Node:
    return call("bandwidth", CLOSE, *a)


def _percent_b(a: Args) -> Node:
    return call("percent_b", CLOSE, *a)


def _yearly_volatility(a: Args) -> Node:
    return call("historical_volatility", CLOSE, *a)


def _ibs(_a: Args) -> Node:
    return arithmetic("/", arithmetic("-", CLOSE, name("low")), arithmetic("-", name("high"), name("low")))


def _force(a: Args) -> Node:
    raw = arithmetic("*", arithmetic("-", CLOSE, lag(CLOSE, 1)), name("volume"))
    return call("ema", raw, *a)


def keltner(part: str, a: Args) -> Node:
    """Return a line of the Keltner channel: an exponential average and a number of ATRs around it."""
    length, multiple = int(a[0]), a[1] if len(a) > 1 else 2.0
    middle = call("ema", CLOSE, length)
    width = arithmetic("*", num(multiple), call("atr", a[2] if len(a) > 2 else length))
    if part == "middle":
        return middle
    return arithmetic("+" if part == "upper" else "-", middle, width)


def _return_deviation(a: Args) -> Node:
    """Return the standard deviation of the bars' percent changes, in percent a bar."""
    return call("stddev", call("roc", CLOSE, 1), *a)


def _swing(function: str) -> Callable[[Args], Node]:
    """Return how to build the price of the last confirmed swing."""
    return lambda a: field(call(function, *a), "price")


def donchian(part: str, a: Args) -> Node:
    """Return a line of the Donchian channel over the bars before this one."""
    upper, lower = lag(call("highest", name("high"), a[0]), 1), lag(call("lowest", name("low"), a[0]), 1)
    if part == "middle":
        return arithmetic("/", arithmetic("+", upper, lower), num(2))
    return upper if part == "upper" else lower


def bollinger(part: str, a: Args) -> Node:
    """Return one of the three Bollinger lines."""
    return field(call("bbands", CLOSE, *a), part)


def envelope(part: str, a: Args) -> Node:
    """Return a line a percentage off a simple average."""
    return field(call("envelope", CLOSE, *a), part)


BANDS: Final[dict[str, tuple[Callable[[str, Args], Node], tuple[float, ...]]]] = {
    "bb": (bollinger, (20, 2)),
    "keltner": (keltner, (20, 2, 10)),
    "donchian": (donchian, (20,)),
    "envelope": (envelope, (20, 2.5)),
}
"""Band family -> how to build a line of it, and its usual numbers."""

INDICATORS: Final[dict[str, Indicator]] = {
    "rsi": Indicator("RSI", (14,), _of_close("rsi"), "rsi", 30, 70),
    "stoch": Indicator("%K", (14, 3, 3), _output("stoch", "k"), "stoch", 20, 80),
    "stoch_k": Indicator("%K", (14, 3, 3), _output("stoch", "k"), "stoch", 20, 80),
    "stoch_d": Indicator("%D", (14, 3, 3), _output("stoch", "d"), "stoch", 20, 80),
    "stoch_j": Indicator("%J", (14, 3, 3), _stochastic_j, "stoch", 0, 100),
    "stochf": Indicator("fast %K", (14, 3), _output("stochf", "k"), "stochf", 20, 80),
    "stochf_k": Indicator("fast %K", (14, 3), _output("stochf", "k"), "stochf", 20, 80),
    "stochf_d": Indicator("fast %D", (14, 3), _output("stochf", "d"), "stochf", 20, 80),
    "stochrsi": Indicator("stochastic RSI", (14, 14, 3), _stochastic_rsi("k"), "stochrsi", 20, 80),
    "stochrsi_k": Indicator("stochastic RSI", (14, 14, 3), _stochastic_rsi("k"), "stochrsi", 20, 80),
    "stochrsi_d": Indicator("its %D", (14, 14, 3), _stochastic_rsi("d"), "stochrsi", 20, 80),
    "cci": Indicator("CCI", (20,), _plain("cci"), "cci", -100, 100),
    "willr": Indicator("Williams %R", (14,), _plain("willr"), "willr", -80, -20),
    "mfi": Indicator("MFI", (14,), _plain("mfi"), "mfi", 20, 80),
    "cmo": Indicator("CMO", (14,), _of_close("cmo"), "cmo", -50, 50),
    "ultosc": Indicator("ultimate oscillator", (7, 14, 28), _plain("ultosc"), "ultosc", 30, 70),
    "bop": Indicator("balance of power", (), _plain("bop"), "bop"),
    "roc": Indicator("rate of change", (20,), _of_close("roc"), "roc"),
    "mom": Indicator("momentum", (10,), _of_close("mom"), "mom"),
    "macd": Indicator("MACD", (12, 26, 9), _output("macd", "macd", of_close=True), "macd"),
    "macd_signal": Indicator("MACD signal line", (12, 26, 9), _output("macd", "signal", of_close=True), "macd"),
    "macd_hist": Indicator("MACD histogram", (12, 26, 9), _output("macd", "histogram", of_close=True), "macd"),
    "ppo": Indicator("PPO", (12, 26), _of_close("ppo"), "ppo"),
    "apo": Indicator("APO", (12, 26), _of_close("apo"), "apo"),
    "trix": Indicator("TRIX", (15,), _of_close("trix"), "trix"),
    "adx": Indicator("ADX", (14,), _plain("adx"), "dmi"),
    "adxr": Indicator("ADXR", (14,), _plain("adxr"), "dmi"),
    "dx": Indicator("DX", (14,), _plain("dx"), "dmi"),
    "vortex": Indicator("vortex", (14,), _output("vortex", "plus"), "vortex"),
    "vortex_plus": Indicator("VI+", (14,), _output("vortex", "plus"), "vortex"),
    "vortex_minus": Indicator("VI-", (14,), _output("vortex", "minus"), "vortex"),
    "plus_di": Indicator("+DI", (14,), _plain("plus_di"), "dmi"),
    "minus_di": Indicator("-DI", (14,), _plain("minus_di"), "dmi"),
    "aroon_up": Indicator("Aroon up", (25,), _output("aroon", "up"), "aroon"),
    "aroon_down": Indicator("Aroon down", (25,), _output("aroon", "down"), "aroon"),
    "aroonosc": Indicator("Aroon oscillator", (25,), _plain("aroonosc"), "aroon"),
    "psar": Indicator("parabolic SAR", (0.02, 0.2), _plain("sar"), "psar"),
    "supertrend": Indicator("Supertrend", (10, 3), _output("supertrend", "line"), "supertrend"),
    "tenkan": Indicator("Ichimoku conversion line", (9, 26, 52), _output("ichimoku", "conversion"), "ichimoku"),
    "kijun": Indicator("Ichimoku base line", (9, 26, 52), _output("ichimoku", "base"), "ichimoku"),
    "senkou_a": Indicator("Ichimoku span A", (9, 26, 52), _output("ichimoku", "span_a"), "ichimoku"),
    "senkou_b": Indicator("Ichimoku span B", (9, 26, 52), _output("ichimoku", "span_b"), "ichimoku"),
    "atr": Indicator("ATR", (14,), _plain("atr"), "atr"),
    "natr": Indicator("ATR in percent", (14,), _plain("natr"), "atr"),
    "trange": Indicator("true range", (), _plain("trange"), "trange"),
    "stddev": Indicator("standard deviation", (20,), _of_close("stddev"), "stddev"),
    "hv": Indicator("historical volatility", (20,), _yearly_volatility, "hv"),
    "return_deviation": Indicator("standard deviation of returns", (20,), _return_deviation, "return_deviation"),
    "swing_high": Indicator("swing high", (5,), _swing("swing_high"), "swing"),
    "swing_low": Indicator("swing low", (5,), _swing("swing_low"), "swing"),
    "bb_width": Indicator("Bollinger bandwidth", (20, 2), _width, "bb"),
    "bb_percent": Indicator("%b", (20, 2), _percent_b, "bb", 0, 1),
    "obv": Indicator("on-balance volume", (), _plain("obv"), "obv"),
    "ad": Indicator("accumulation/distribution", (), _plain("ad"), "ad"),
    "adosc": Indicator("Chaikin oscillator", (3, 10), _plain("adosc"), "adosc"),
    "cmf": Indicator("Chaikin money flow", (20,), _plain("cmf"), "cmf"),
    "vwap": Indicator("VWAP", (), _plain("vwap"), "vwap"),
    "linearreg": Indicator("linear regression", (20,), _of_close("linearreg"), "linearreg"),
    "linearreg_slope": Indicator("regression slope", (20,), _of_close("linearreg_slope"), "linearreg"),
    "zscore": Indicator("z-score", (20,), _of_close("zscore"), "zscore", -2, 2),
    "percentile": Indicator("percentile rank", (252,), _of_close("percentile_rank"), "percentile", 20, 80),
    **{
        f"pivot_{line}": Indicator(f"pivot {line.upper()}", (), _output("pivot", line), "pivot")
        for line in ("p", "r1", "s1", "r2", "s2", "r3", "s3")
    },
    "force": Indicator("force index", (13,), _force, "force"),
    "ibs": Indicator("internal bar strength", (), _ibs, "ibs", 0.2, 0.8),
}

_ONE_SIDED: Final = {
    "hammer": "hammer", "invertedhammer": "inverted_hammer", "hangingman": "hanging_man", "shootingstar": "shooting_star",  # noqa: E501
    "doji": "doji", "dragonflydoji": "dragonfly_doji", "gravestonedoji": "gravestone_doji", "longleggeddoji": "long_legged_doji",  # noqa: E501
    "morningstar": "morning_star", "eveningstar": "evening_star", "morningdojistar": "morning_doji_star",
    "eveningdojistar": "evening_doji_star", "piercing": "piercing", "darkcloudcover": "dark_cloud_cover",
    "3whitesoldiers": "three_white_soldiers", "3blackcrows": "three_black_crows", "takuri": "takuri", "matchinglow": "matching_low",  # noqa: E501
    "homingpigeon": "homing_pigeon", "identical3crows": "identical_three_crows", "2crows": "two_crows",
    "upsidegap2crows": "upside_gap_two_crows", "thrusting": "thrusting", "unique3river": "unique_three_river",
    "stalledpattern": "stalled_pattern", "rickshawman": "rickshaw_man", "ladderbottom": "ladder_bottom", "advanceblock": "advance_block",  # noqa: E501
}  # fmt: skip
_TWO_SIDED: Final = {
    "engulfing": "engulfing", "dojistar": "doji_star", "harami": "harami", "haramicross": "harami_cross", "marubozu": "marubozu",  # noqa: E501
    "spinningtop": "spinning_top", "3inside": "three_inside", "3outside": "three_outside", "belthold": "belt_hold", "kicking": "kicking",  # noqa: E501
    "abandonedbaby": "abandoned_baby", "tristar": "tristar", "hikkake": "hikkake", "counterattack": "counterattack",
    "closingmarubozu": "closing_marubozu", "separatinglines": "separating_lines", "risefall3methods": "three_methods", "highwave": "high_wave",  # noqa: E501
    "tasukigap": "tasuki_gap", "3linestrike": "three_line_strike", "breakaway": "breakaway",
}  # fmt: skip


_PLACES: Final = {"tenkan": 0, "kijun": 1, "senkou_b": 2}


def placed_numbers(key: str, numbers: tuple[float, ...], known: tuple[float, ...]) -> tuple[float, ...]:
    """Return the numbers of a family where one line was given its own: the 30 of "kijun-sen (30)" is the second."""
    if key not in _PLACES or len(numbers) != 1:
        return numbers
    full = [*known, *INDICATORS[key].usual[len(known) :]]
    full[_PLACES[key]] = numbers[0]
    return tuple(full)


def pattern(key: str, direction: int) -> Node:
    """Return the truth that a candlestick pattern ends on this bar; direction 1 bullish, -1 bearish, 0 as it usually is."""  # noqa: E501
    if key in ("inside_bar", "outside_bar"):
        return call(key)
    if key == "key_reversal":
        return call("outside_bar")
    if key in ("nr7", "nr4"):
        return call("narrowest_range", int(key[2:]))
    if key in _ONE_SIDED:
        return call(f"cdl_{_ONE_SIDED[key]}")
    sides = {1: ("bullish",), -1: ("bearish",)}.get(direction, ("bullish", "bearish"))
    found = [call(f"cdl_{_TWO_SIDED[key]}_{side}") for side in sides]
    return found[0] if len(found) == 1 else Node("or", tuple(found))


def indicator(key: str) -> Indicator:
    """Return an indicator by its word, or by its name in the catalogue."""
    if key in INDICATORS:
        return INDICATORS[key]
    entry = CATALOGUE[key.removeprefix("@").partition(".")[0]]
    output = key.partition(".")[2] or (entry.outputs[0] if entry.outputs else "")
    takes_series = bool(entry.arguments) and entry.arguments[0].kind == "series"
    usual = tuple(
        float(a.default)
        for a in entry.arguments
        if isinstance(a.default, int | float) and a.kind in ("length", "number")
    )

    def build(a: Args) -> Node:
        node = call(entry.name, *((CLOSE,) if takes_series else ()), *a)
        return field(node, output) if output else node

    known = INDICATORS.get(entry.name)
    return Indicator(entry.name.replace("_", " "), usual, build, known.family if known is not None else key)
