"""What figures of the economy say: the newest value, its change over a month, and whether that is much."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Key = Literal["vix", "policy_rate", "us2y", "us10y", "yield_curve", "inflation"]
Reading = Literal["low", "normal", "high", "inverted"]
_MONTH = timedelta(days=30)
_TEN_YEARS = timedelta(days=3653)
_USUAL_VIX = (15.0, 25.0)
_USUAL_CURVE = (0.5, 2.0)
_USUAL_INFLATION = (1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Dated:
    """A series of dated values, oldest first, and where it comes from."""

    dates: tuple[date, ...]
    values: tuple[float, ...]
    source: str

    def before(self, moment: date) -> float | None:
        """Return the last value at or before a date, or None."""
        at = bisect_right(self.dates, moment) - 1
        return self.values[at] if at >= 0 else None

    def since(self, moment: date) -> tuple[float, ...]:
        """Return the values from a date on."""
        return self.values[bisect_left(self.dates, moment) :]


@dataclass(frozen=True, slots=True)
class MacroFigure:
    """One figure, in the unit of its series; `change` is against about a month earlier."""

    key: Key
    name: str
    value: float
    unit: Literal["points", "percent"]
    change: float | None
    reading: Reading
    as_of: date
    source: str
    method: str


def read_macro(series: Mapping[str, Dated]) -> Iterator[MacroFigure]:
    """Yield the figures that can be read from the series that there are.

    Args:
        series: Of `vix`, `policy_rate`, `us2y`, `us10y` (percent) and `cpi` (an index level, monthly).
    """
    names: dict[Key, str] = {
        "vix": "VIX",
        "policy_rate": "US policy rate",
        "us2y": "US 2-year yield",
        "us10y": "US 10-year yield",
    }
    for key, name in names.items():
        found = series.get(key)
        if found is not None and found.dates:
            judge = _against(_USUAL_VIX) if key == "vix" else _against(_usual_range(found))
            yield _figure(key, name, found, judge, "points" if key == "vix" else "percent", "newest value")
    long, short = series.get("us10y"), series.get("us2y")
    if long is not None and short is not None and (curve := _difference(long, short)).dates:
        yield _figure("yield_curve", "10-year less 2-year yield", curve, _of_curve, "percent", "difference of yields")
    prices = series.get("cpi")
    if prices is not None and (inflation := _year_on_year(prices)).dates:
        judge = _against(_USUAL_INFLATION)
        yield _figure("inflation", "US inflation", inflation, judge, "percent", "consumer prices against a year before")


def _figure(
    key: Key,
    name: str,
    found: Dated,
    judge: Callable[[float], Reading],
    unit: Literal["points", "percent"],
    method: str,
) -> MacroFigure:
    value, as_of = found.values[-1], found.dates[-1]
    earlier = found.before(as_of - _MONTH)
    change = None if earlier is None else value - earlier
    return MacroFigure(key, name, value, unit, change, judge(value), as_of, found.source, method)


def _against(usual: tuple[float, float]) -> Callable[[float], Reading]:
    low, high = usual

    def judge(value: float) -> Reading:
        if value < low:
            return "low"
        return "high" if value > high else "normal"

    return judge


def _of_curve(value: float) -> Reading:
    return "inverted" if value < 0 else _against(_USUAL_CURVE)(value)


def _usual_range(found: Dated) -> tuple[float, float]:
    """Return the middle half of the last ten years."""
    ordered = sorted(found.since(found.dates[-1] - _TEN_YEARS))
    return ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4 if len(ordered) > 1 else 0]


def _difference(long: Dated, short: Dated) -> Dated:
    other = dict(zip(short.dates, short.values, strict=True))
    both = [(day, value - other[day]) for day, value in zip(long.dates, long.values, strict=True) if day in other]
    return Dated(tuple(day for day, _ in both), tuple(value for _, value in both), long.source)


def _year_on_year(prices: Dated) -> Dated:
    known = dict(zip(prices.dates, prices.values, strict=True))
    found = []
    for day, level in known.items():
        earlier = known.get(day.replace(year=day.year - 1)) if day.day <= 28 else None
        if earlier:
            found.append((day, (level / earlier - 1) * 100))
    return Dated(tuple(day for day, _ in found), tuple(value for _, value in found), prices.source)
