"""Which sets of parameters a sweep tries."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from backtest_engine.domain.result import Headline
from backtest_engine.domain.studies import BadSweep, HeatMap, Objective, ParameterRange, SweepPoint, Values
from strategy_language.document import Parameter, Strategy

_MOST_STEPS = 100_000


def axes(strategy: Strategy, asked: Mapping[str, Values]) -> dict[str, tuple[float, ...]]:
    """Return the values of each parameter.

    Raises:
        BadSweep: The document has no such parameter, or a value lies outside its range.
    """
    known = {parameter.name: parameter for parameter in strategy.parameters}
    found = {}
    for name, wanted in asked.items():
        if name not in known:
            raise BadSweep(f"The document has no parameter {name}.", parameter=name, known=", ".join(sorted(known)))
        found[name] = _values(known[name], wanted)
    return found


def grid(values: Mapping[str, Sequence[float]], most: int) -> list[dict[str, float]]:
    """Return every combination, the last parameter changing fastest.

    Raises:
        BadSweep: There are more than `most`.
    """
    size = int(np.prod([len(each) for each in values.values()]))
    if size > most:
        raise BadSweep(f"The grid has {size} sets, {most} at most were asked for.", sets=size, most=most)
    return [dict(zip(values, combination, strict=True)) for combination in itertools.product(*values.values())]


def drawn(values: Mapping[str, Sequence[float]], count: int, seed: int) -> Iterator[dict[str, float]]:
    """Yield different random combinations, as many as there are but `count` at most."""
    sizes = [len(each) for each in values.values()]
    total = int(np.prod(sizes))
    picked = np.random.default_rng(seed).choice(total, min(count, total), replace=False)
    for place in np.stack(np.unravel_index(picked, sizes), axis=1):
        yield {name: float(each[at]) for (name, each), at in zip(values.items(), place, strict=True)}


def score(figures: SweepPoint | Headline, objective: Objective) -> float:
    """Return how good a set is; what is undefined is worst."""
    value: float | None = getattr(figures, objective)
    return -math.inf if value is None else value


def heat_map(
    points: Sequence[SweepPoint], values: Mapping[str, Sequence[float]], objective: Objective
) -> HeatMap | None:
    """Return the objective over the first two parameters, the best over all others; None for one parameter."""
    if len(values) < 2:
        return None
    x, y = list(values)[:2]
    cells: dict[tuple[float, float], float] = {}
    for point in points:
        place = (point.parameters[y], point.parameters[x])
        value = score(point, objective)
        if math.isfinite(value):
            cells[place] = max(value, cells.get(place, -np.inf))
    rows = tuple(tuple(cells.get((row, column)) for column in values[x]) for row in values[y])
    return HeatMap(x=x, y=y, x_values=tuple(values[x]), y_values=tuple(values[y]), values=rows)


def _values(parameter: Parameter, wanted: Values) -> tuple[float, ...]:
    if isinstance(wanted, ParameterRange):
        steps = int(np.floor((wanted.high - wanted.low) / wanted.step + 1e-9)) + 1
        if not 1 <= steps <= _MOST_STEPS:
            raise BadSweep(f"The range of {parameter.name} is empty or too fine.", parameter=parameter.name)
        found = tuple(float(wanted.low + wanted.step * step) for step in range(steps))
    else:
        found = tuple(float(value) for value in wanted)
    outside = [value for value in found if not parameter.low <= value <= parameter.high]
    if outside or not found:
        raise BadSweep(
            f"{parameter.name} must lie between {parameter.low:g} and {parameter.high:g}.",
            parameter=parameter.name,
            outside=", ".join(f"{value:g}" for value in outside[:5]),
        )
    return found
