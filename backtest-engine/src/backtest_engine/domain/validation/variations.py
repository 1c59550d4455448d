"""The strategy a little different, and the times that were hard."""

from datetime import date
from itertools import product
from typing import Final

from strategy_language.document import Parameter

REACH: Final = 0.2
"""Relative distance to either side of a number (20 %)."""

STRESS_WINDOWS: Final[dict[str, tuple[date, date]]] = {
    "Asian crisis 1997": (date(1997, 7, 1), date(1998, 1, 31)),
    "Dot-com bust": (date(2000, 3, 10), date(2002, 10, 9)),
    "September 2001": (date(2001, 9, 1), date(2001, 10, 31)),
    "Financial crisis": (date(2007, 10, 9), date(2009, 3, 9)),
    "Flash crash 2010": (date(2010, 5, 1), date(2010, 7, 2)),
    "August 2011": (date(2011, 7, 22), date(2011, 10, 3)),
    "China 2015": (date(2015, 6, 12), date(2016, 2, 11)),
    "Volmageddon 2018": (date(2018, 1, 26), date(2018, 2, 28)),
    "Crypto winter 2018": (date(2017, 12, 17), date(2018, 12, 15)),
    "Pandemic 2020": (date(2020, 2, 19), date(2020, 3, 23)),
    "Rates 2022": (date(2022, 1, 3), date(2022, 10, 14)),
}


def _inside(parameter: Parameter, value: float) -> float:
    stepped = parameter.low + round((value - parameter.low) / parameter.step) * parameter.step
    return min(max(stepped, parameter.low), parameter.high)


def sensitivity_grid(
    parameters: tuple[Parameter, ...], reach: float = REACH, points: int = 5, most: int = 2_000
) -> tuple[dict[str, float], ...]:
    """Return parameter sets around the document's values, each set once, the document's own among them.

    Args:
        parameters: Of the document; switches stay as they are.
        reach: Relative distance to either side (0.2 is 20 %); values keep to the parameter's step and bounds.
        points: Values a parameter.
        most: All combinations up to so many sets; beyond, one parameter at a time.
    """
    numbers = [one for one in parameters if one.kind == "number"]
    own = {one.name: one.value for one in parameters}
    values = []
    for one in numbers:
        spread = [one.value * (1 - reach + 2 * reach * n / max(points - 1, 1)) for n in range(points)]
        values.append(sorted({_inside(one, value) for value in spread} | {one.value}))
    count = 1
    for choice in values:
        count *= len(choice)
    if count <= most:
        sets = [dict(zip((one.name for one in numbers), chosen, strict=True)) for chosen in product(*values)]
        return tuple({**own, **chosen} for chosen in sets)
    single = [{one.name: value} for one, choice in zip(numbers, values, strict=True) for value in choice]
    unique = {tuple(sorted({**own, **chosen}.items())) for chosen in single}
    return tuple(dict(chosen) for chosen in sorted(unique))
