"""Numbers that are whole fields of a document: stops, targets, sizes, limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Final

from strategy_language.document import GiveBackTrailing, Pairs, Risk, Rotation, Rule, Sizing, Strategy
from strategy_language.tunable.literals import Literal, Path
from strategy_language.tunable.ranges import Range, length_range, number_range
from trading_contracts.model import Contract

_UNITS: Final = {"percent": "percent", "atr": "ATRs", "distance": "points", "r_multiple": "R"}
_SIZES: Final = {
    "percent_of_equity": ("percent of equity", 100.0),
    "cash": ("cash", inf),
    "quantity": ("units", inf),
    "risk_percent": ("percent at risk", 100.0),
    "risk_cash": ("cash at risk", inf),
    "volatility_target": ("percent a year", inf),
    "times_last": ("times the last entry", inf),
}
_COUNTS: Final = ("entries_per_day", "losses_per_day", "cooldown_bars", "max_open_positions")
_LOSSES: Final = ("daily_loss_percent", "max_drawdown_percent")


@dataclass(frozen=True)
class _Field:
    """A part of the document, and the beginning of the names that its numbers get."""

    path: Path
    prefix: str = ""

    def below(self, *steps: str | int) -> _Field:
        return replace(self, path=(*self.path, *steps))

    def number(self, value: object, name: str, unit: str = "", most: float = inf) -> Iterator[Literal]:
        """Yield a number above zero."""
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most:
            yield self._literal(value, name, unit, number_range(value, 0, most))

    def whole(self, value: object, name: str, unit: str = "bars", most: float = inf) -> Iterator[Literal]:
        """Yield a count of one or more."""
        if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value == int(value):
            yield self._literal(value, name, unit, length_range(value, 1, max(most, value)))

    def _literal(self, value: float, name: str, unit: str, within: Range) -> Literal:
        return Literal(self.path, None, self.path, float(value), f"{self.prefix}{name}", unit, within)


def setting_literals(strategy: Strategy) -> Iterator[Literal]:
    """Yield every number outside the expressions that can become a parameter, in reading order."""
    top = _Field(())
    for at, rule in enumerate(strategy.rules):
        yield from _rule(rule, _Field(("rules", at), f"{rule.id}_"))
    if strategy.kind in ("signals", "python"):
        yield from _risk(strategy.risk, top.below("risk"))
        yield from _sizing(strategy.sizing, top.below("sizing"))
        if strategy.execution.pyramiding > 1:
            pyramiding = top.below("execution", "pyramiding")
            yield from _bound(pyramiding.whole(strategy.execution.pyramiding, "most_entries", "entries", 100))
        participation = top.below("execution", "max_participation")
        yield from participation.number(strategy.execution.max_participation, "max_participation", "of the volume", 1)
    if strategy.rotation:
        yield from _rotation(strategy.rotation, len(strategy.universe), top.below("rotation"))
    if strategy.pairs:
        yield from _pairs(strategy.pairs, top.below("pairs"))
    yield from _bound(_limits(strategy, top.below("limits")))


def _bound(literals: Iterator[Literal]) -> Iterator[Literal]:
    return (replace(literal, bound=True) for literal in literals)


def _rule(rule: Rule, spot: _Field) -> Iterator[Literal]:
    if rule.order and rule.order.valid == "bars":
        yield from spot.below("order", "valid_bars").whole(rule.order.valid_bars, "valid_bars")
    yield from spot.below("fraction").number(rule.fraction, "fraction", "of the position", 1)
    if rule.risk:
        yield from _risk(rule.risk, spot.below("risk"))
    if rule.size:
        yield from _sizing(rule.size, spot.below("size"))


def _risk(risk: Risk, spot: _Field) -> Iterator[Literal]:
    yield from _level(risk.stop_loss, spot.below("stop_loss"), "stop_loss")
    for at, stop in enumerate(risk.extra_stops):
        yield from _level(stop, spot.below("extra_stops", at), "extra_stop")
    for at, target in enumerate(risk.take_profit):
        yield from _level(target, spot.below("take_profit", at), "take_profit")
    if risk.trailing_stop:
        trailing = spot.below("trailing_stop")
        yield from _level(risk.trailing_stop, trailing, "trailing_stop")
        if isinstance(risk.trailing_stop, GiveBackTrailing):
            yield from trailing.below("value").number(risk.trailing_stop.value, "give_back", "percent of profit", 100)
        yield from _level(risk.trailing_stop.activate_at, trailing.below("activate_at"), "trail_from")
    if risk.break_even:
        even = spot.below("break_even")
        yield from _level(risk.break_even.trigger, even.below("trigger"), "break_even_at")
        yield from even.below("offset_percent").number(risk.break_even.offset_percent, "break_even_offset", "percent")
    for at, each in enumerate(risk.stop_steps):
        climbing = spot.below("stop_steps", at)
        yield from _level(each.at, climbing.below("at"), "step_at")
        yield from _level(each.to, climbing.below("to"), "step_to")
    yield from spot.below("max_bars").whole(risk.max_bars, "max_bars")


def _level(level: Contract | None, spot: _Field, name: str) -> Iterator[Literal]:
    kind = getattr(level, "kind", None)
    if kind not in _UNITS:
        return
    size = "multiple" if kind == "atr" else "value"
    yield from spot.below(size).number(getattr(level, size), name, _UNITS[kind])
    yield from spot.below("length").whole(getattr(level, "length", None), f"{name}_atr_length")


def _sizing(sizing: Sizing, spot: _Field) -> Iterator[Literal]:
    if sizing.kind in _SIZES:
        unit, most = _SIZES[sizing.kind]
        value = sizing.value
        most = max(most, value) if isinstance(value, int | float) else most
        yield from spot.below("value").number(value, "position_size", unit, most)
    if sizing.kind == "volatility_target":
        yield from spot.below("length").whole(sizing.length, "volatility_length")
    yield from spot.below("distance").number(sizing.distance, "risk_distance", "points")
    yield from spot.below("max_percent_of_equity").number(
        sizing.max_percent_of_equity, "largest_share", "percent of equity"
    )
    yield from spot.below("max_quantity").number(sizing.max_quantity, "largest_quantity", "units")
    yield from spot.below("multiplier").number(sizing.multiplier, "size_multiplier", "times")


def _rotation(rotation: Rotation, symbols: int, spot: _Field) -> Iterator[Literal]:
    yield from _bound(spot.below("hold").whole(rotation.hold, "rotation_hold", "symbols", symbols))
    if rotation.weights == "inverse_volatility":
        yield from _bound(spot.below("volatility_length").whole(rotation.volatility_length, "volatility_length"))


def _pairs(pairs: Pairs, spot: _Field) -> Iterator[Literal]:
    if pairs.hedge != "fixed":
        yield from spot.below("hedge_length").whole(pairs.hedge_length, "hedge_length")
    yield from spot.below("z_length").whole(pairs.z_length, "z_length")
    for name in ("enter_z", "exit_z", "stop_z"):
        yield from spot.below(name).number(getattr(pairs, name), name)


def _limits(strategy: Strategy, spot: _Field) -> Iterator[Literal]:
    for name in _COUNTS:
        unit = "bars" if name == "cooldown_bars" else ""
        yield from spot.below(name).whole(getattr(strategy.limits, name), name, unit)
    for name in _LOSSES:
        yield from spot.below(name).number(getattr(strategy.limits, name), name.removesuffix("_percent"), "percent", 99)
