"""Statistics over the last bars, and of one series against another."""

from functools import partial
from math import sqrt

from strategy_language.catalogue.arguments import OTHER, SERIES, choice, length, number
from strategy_language.catalogue.entry import ALL_HISTORY, Entry
from strategy_language.catalogue.warmup import bars, fading, window

_entry = partial(Entry, lookback=window(), group="statistics")
_PAIR = (SERIES, OTHER)


def _regression(name: str, words: str, meaning: str, aliases: tuple[str, ...] = ()) -> Entry:
    return _entry(
        name=name,
        arguments=(SERIES, length(14, low=2)),
        meaning=meaning,
        phrase=f"the {{length}}-bar {words} of {{series}}",
        scale="same" if name in ("linearreg", "linearreg_intercept", "tsf") else "own",
        bounds=(-90, 90) if name == "linearreg_angle" else None,
        aliases=aliases,
        talib=name.upper(),
    )


ENTRIES = (
    _entry(
        name="zscore",
        arguments=(SERIES, length(20, low=2)),
        meaning="Distance from the mean in population standard deviations of the last bars; unknown where these are 0.",
        phrase="the {length}-bar z-score of {series}",
        aliases=("z_score", "z"),
    ),
    _entry(
        name="sum",
        arguments=(SERIES, length(20)),
        meaning="Sum of the last bars; a condition counts 1 where it is true.",
        phrase="the sum of {series} over the last {length} bars",
        aliases=("rolling_sum",),
        talib="SUM",
    ),
    _entry(
        name="median",
        arguments=(SERIES, length(20)),
        meaning="Median of the last bars.",
        phrase="the {length}-bar median of {series}",
        scale="same",
        aliases=("rolling_median",),
    ),
    _entry(
        name="percentile",
        arguments=(SERIES, length(30, low=2), number("percent", 50.0, low=0, high=100)),
        meaning="Percentile (nearest rank) of the last bars.",
        phrase="the {percent}th percentile of {series} over the last {length} bars",
        scale="same",
        aliases=("quantile",),
        talib="PERCENTILE",
    ),
    _entry(
        name="percentile_rank",
        arguments=(SERIES, length(100, low=2)),
        meaning="Percentage of the bars before it that are below the current value, 0 to 100.",
        phrase="the percentile rank of {series} among the last {length} bars",
        lookback=window(more=0),
        bounds=(0, 100),
        scale="percent",
        aliases=("percent_rank", "percentrank", "rank"),
        talib="PERCENTRANK",
    ),
    _entry(
        name="weighted_rank",
        arguments=(SERIES, length(100, low=2, high=1000)),
        meaning="Percentile rank in which newer bars weigh more (linearly), 0 to 100.",
        phrase="the weighted percentile rank of {series} among the last {length} bars",
        lookback=window(more=0),
        bounds=(0, 100),
        scale="percent",
    ),
    _entry(
        name="linear_regression",
        arguments=(SERIES, length(14, low=3)),
        meaning="Least-squares line through the last bars: its end, its slope a bar, and how well it fits (r squared).",
        phrase="the {length}-bar regression line of {series}",
        outputs=("value", "slope", "r2"),
        output_words=("value", "slope", "fit (r squared)"),
        output_bounds={"r2": (0, 1)},
        output_scales={"slope": "own", "r2": "ratio"},
        scale="same",
        aliases=("linreg", "regression"),
    ),
    _regression("linearreg", "regression value", "End of the least-squares line through the last bars.", ("lsma",)),
    _regression("linearreg_slope", "regression slope", "Slope a bar of the least-squares line.", ("slope",)),
    _regression("linearreg_angle", "regression angle", "Angle of the least-squares line, in degrees."),
    _regression("linearreg_intercept", "regression intercept", "Start of the least-squares line."),
    _regression("tsf", "time series forecast", "The least-squares line, one bar on.", ("time_series_forecast",)),
    _entry(
        name="linear_forecast",
        arguments=(SERIES, length(20, low=2), length(1, name="ahead", low=0, high=500)),
        meaning="The least-squares line through the last bars, prolonged.",
        phrase="the {length}-bar regression of {series} prolonged by {ahead} bars",
        scale="same",
    ),
    _entry(
        name="correlation",
        arguments=(*_PAIR, length(30, low=2)),
        meaning="Pearson correlation of two series over the last bars, -1 to 1.",
        phrase="the {length}-bar correlation of {series} and {other}",
        bounds=(-1, 1),
        scale="ratio",
        aliases=("correl", "corr"),
        talib="CORREL",
    ),
    _entry(
        name="covariance",
        arguments=(*_PAIR, length(30, low=2)),
        meaning="Covariance (of the population) of two series over the last bars.",
        phrase="the {length}-bar covariance of {series} and {other}",
        aliases=("cov",),
    ),
    _entry(
        name="beta",
        arguments=(*_PAIR, length(60, low=2)),
        meaning="Beta of a series to another (the market): slope of its bar returns on the other's.",
        phrase="the {length}-bar beta of {series} to {other}",
        lookback=window(more=0),
        talib="BETA",
    ),
    _entry(
        name="hedge_ratio",
        arguments=(*_PAIR, length(60, low=2)),
        meaning="Slope of the least-squares line (with intercept) of a series on another.",
        phrase="the {length}-bar hedge ratio of {series} to {other}",
    ),
    _entry(
        name="spread",
        arguments=(*_PAIR, length(60, low=2)),
        meaning="What is left of a series after the hedge ratio times the other, and that ratio.",
        phrase="the {length}-bar hedged spread of {series} and {other}",
        outputs=("value", "hedge"),
        output_words=("value", "hedge ratio"),
        aliases=("hedged_spread",),
    ),
    _entry(
        name="skew",
        arguments=(SERIES, length(60, low=3, high=1000)),
        meaning="Skewness (of the population) of the last bars.",
        phrase="the {length}-bar skewness of {series}",
        aliases=("skewness",),
    ),
    _entry(
        name="kurtosis",
        arguments=(SERIES, length(60, low=4, high=1000)),
        meaning="Excess kurtosis (of the population) of the last bars: 0 for a normal distribution.",
        phrase="the {length}-bar excess kurtosis of {series}",
        aliases=("kurt",),
    ),
    _entry(
        name="hurst",
        arguments=(SERIES, length(100, low=32)),
        meaning="Hurst exponent, from how changes grow with their span: above 0.5 trending, below it reverting.",
        phrase="the {length}-bar Hurst exponent of {series}",
        lookback=window(more=15),
        aliases=("hurst_exponent",),
    ),
    _entry(
        name="kalman",
        arguments=(SERIES, number("noise_ratio", 0.01, low=1e-6, high=1e6)),
        meaning="Steady-state Kalman filter of a local level; `noise_ratio` is process over measurement variance.",
        phrase="the Kalman-filtered {series}",
        lookback=bars(0),
        settling=lambda s: fading(1 - kalman_gain(float(s["noise_ratio"]))),
        scale="same",
        aliases=("kalman_filter",),
    ),
    _entry(
        name="seasonal_mean",
        arguments=(SERIES, choice("season", "month", ("hour", "weekday", "day_of_month", "month"))),
        meaning="Mean of all earlier values of a series in the same season (month, weekday, hour ...).",
        phrase="the mean of {series} on earlier bars of the same {season}",
        inputs=("timestamp",),
        lookback=bars(0),
        settling=bars(ALL_HISTORY),
        scale="same",
    ),
)


def kalman_gain(noise_ratio: float) -> float:
    """Return the gain to which the Kalman filter of a local level settles."""
    return (sqrt(noise_ratio**2 + 4 * noise_ratio) - noise_ratio) / 2
