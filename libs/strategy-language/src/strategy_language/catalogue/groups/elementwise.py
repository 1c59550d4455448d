"""Functions of each bar by itself."""

from functools import partial

from strategy_language.catalogue.arguments import CONDITION, OTHER, SERIES, number
from strategy_language.catalogue.entry import ALL_HISTORY, Argument, Entry
from strategy_language.catalogue.warmup import bars

_entry = partial(Entry, group="elementwise")
_EVERY = Argument("values", "series", variadic=True)


def _of_one(name: str, phrase: str, meaning: str, talib: str = "", aliases: tuple[str, ...] = ()) -> Entry:
    return _entry(name=name, arguments=(SERIES,), meaning=meaning, phrase=phrase, talib=talib, aliases=aliases)


def _of_two(name: str, sign: str, meaning: str) -> Entry:
    return _entry(
        name=name, arguments=(SERIES, OTHER), meaning=meaning, phrase=f"{{series}} {sign} {{other}}", talib=name.upper()
    )


ENTRIES = (
    _entry(
        name="min",
        arguments=(_EVERY,),
        meaning="The smallest of several values on the same bar; unknown where one is unknown.",
        phrase="the smallest of {values}",
        scale="same",
        aliases=("minimum", "smallest"),
    ),
    _entry(
        name="max",
        arguments=(_EVERY,),
        meaning="The largest of several values on the same bar; unknown where one is unknown.",
        phrase="the largest of {values}",
        scale="same",
        aliases=("maximum", "largest"),
    ),
    _entry(
        name="mean_of",
        arguments=(_EVERY,),
        meaning="The mean of several values on the same bar.",
        phrase="the mean of {values}",
        scale="same",
    ),
    _entry(
        name="abs",
        arguments=(SERIES,),
        meaning="The value without its sign.",
        phrase="the size of {series}",
        bounds=(0, float("inf")),
        scale="same",
        aliases=("absolute",),
    ),
    _entry(
        name="clip",
        arguments=(SERIES, Argument("low", "series"), Argument("high", "series")),
        meaning="The value, held between two bounds.",
        phrase="{series} held between {low} and {high}",
        scale="same",
        aliases=("clamp",),
    ),
    _entry(
        name="where",
        arguments=(CONDITION, Argument("yes", "series"), Argument("no", "series")),
        meaning="One value where a condition is true, another where it is not.",
        phrase="{yes} where {condition}, else {no}",
        scale="same",
        aliases=("iff", "if_else"),
    ),
    _entry(
        name="count_true",
        arguments=(Argument("conditions", "truth", variadic=True),),
        meaning="How many of several conditions are true on this bar.",
        phrase="the number of true ones among {conditions}",
        bounds=(0, float("inf")),
        aliases=("votes",),
    ),
    _entry(
        name="is_known",
        arguments=(SERIES,),
        meaning="True where a series has a value.",
        phrase="{series} is known",
        result="truth",
        aliases=("known",),
    ),
    _entry(
        name="fill",
        arguments=(SERIES, Argument("value", "series")),
        meaning="The series, and another value where it is unknown.",
        phrase="{series} (or {value} where unknown)",
        scale="same",
        aliases=("nz", "fillna", "coalesce"),
    ),
    _entry(
        name="round",
        arguments=(SERIES, number("step", 1, low=1e-12)),
        meaning="The nearest multiple of a step.",
        phrase="{series} rounded to a multiple of {step}",
        scale="same",
        aliases=("round_to",),
    ),
    _of_one("floor", "{series} rounded down", "The largest whole number not above the value.", "FLOOR"),
    _of_one("ceil", "{series} rounded up", "The smallest whole number not below the value.", "CEIL", ("ceiling",)),
    _of_one("sign", "the sign of {series}", "1, 0 or -1 by the sign of the value."),
    _of_one("log", "the logarithm of {series}", "Natural logarithm; unknown for values of 0 and below.", "LN", ("ln",)),
    _of_one("log10", "the decimal logarithm of {series}", "Logarithm to base 10.", "LOG10"),
    _of_one("exp", "e to the power of {series}", "e raised to the value.", "EXP"),
    _of_one("sqrt", "the square root of {series}", "Square root; unknown for negative values.", "SQRT"),
    _entry(
        name="power",
        arguments=(SERIES, Argument("exponent", "series")),
        meaning="The value raised to an exponent.",
        phrase="{series} to the power of {exponent}",
        aliases=("pow",),
    ),
    _of_one("sin", "the sine of {series}", "Sine of an angle in radians.", "SIN"),
    _of_one("cos", "the cosine of {series}", "Cosine of an angle in radians.", "COS"),
    _of_one("tan", "the tangent of {series}", "Tangent of an angle in radians.", "TAN"),
    _of_one("asin", "the arc sine of {series}", "Arc sine, in radians.", "ASIN"),
    _of_one("acos", "the arc cosine of {series}", "Arc cosine, in radians.", "ACOS"),
    _of_one("atan", "the arc tangent of {series}", "Arc tangent, in radians.", "ATAN"),
    _of_one("sinh", "the hyperbolic sine of {series}", "Hyperbolic sine.", "SINH"),
    _of_one("cosh", "the hyperbolic cosine of {series}", "Hyperbolic cosine.", "COSH"),
    _of_one("tanh", "the hyperbolic tangent of {series}", "Hyperbolic tangent: squeezes values into -1 to 1.", "TANH"),
    _of_two("add", "plus", "The sum of two values; `+` says the same."),
    _of_two("sub", "minus", "The difference of two values; `-` says the same."),
    _of_two("mult", "times", "The product of two values; `*` says the same."),
    _of_two("div", "divided by", "The quotient of two values; `/` says the same."),
    _entry(
        name="cumsum",
        arguments=(SERIES,),
        meaning="Running total since the first bar of the history.",
        phrase="the running total of {series}",
        settling=bars(ALL_HISTORY),
        group="statistics",
        aliases=("running_total",),
        talib="CUMSUM",
    ),
)
