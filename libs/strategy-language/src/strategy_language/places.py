"""Where expressions stand in a document, what each must give, and the slot that its value travels in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from strategy_language.document import Allocation, AtrLevel, Risk, Rule, Sizing, Strategy
from strategy_language.document.portfolio import TargetWeight
from strategy_language.expressions.typed import Wanted
from strategy_language.expressions.vocabulary import Place
from trading_contracts.model import Contract


@dataclass(frozen=True, slots=True)
class Written:
    """One expression as it is written.

    Attributes:
        name: The slot of its value.
        path: The field in the document.
        text: The expression.
        want: What it must give.
        place: Which position words it may use.
    """

    name: str
    path: str
    text: str
    want: Wanted
    place: Place


@dataclass(frozen=True, slots=True)
class _Spot:
    """A part of the document under its two names."""

    name: str
    path: str
    place: Place

    def below(self, step: str, place: Place | None = None) -> _Spot:
        name = f"{self.name}.{step}" if self.name else step
        path = f"{self.path}.{step}" if self.path else step
        return _Spot(name, path, place or self.place)

    def read(self, value: object, want: Wanted = "number") -> Iterator[Written]:
        """Yield the expression here, where there is one and no literal number."""
        if isinstance(value, str):
            yield Written(self.name, self.path, value, want, self.place)


_FIELDS: tuple[tuple[str, Wanted], ...] = (
    ("value", "number"),
    ("multiple", "number"),
    ("length", "scalar"),
    ("expr", "number"),
    ("long", "number"),
    ("short", "number"),
    ("fraction", "number"),
    ("offset_percent", "number"),
)


def written_expressions(strategy: Strategy) -> Iterator[Written]:
    """Yield every expression of a document outside its definitions, in reading order."""
    for at, rule in enumerate(strategy.rules):
        spot = _Spot(rule.id, f"rules.{at}", _place_of(rule))
        if rule.when or strategy.kind != "python":
            yield from spot.below("when").read(rule.when, "truth")
        yield from _rule(rule, spot)
    top = _Spot("", "", "level")
    yield from _risk(strategy.risk, top.below("risk"))
    yield from _sizing(strategy.sizing, top.below("sizing", "size"))
    participation = top.below("execution", "size").below("max_participation")
    yield from participation.read(strategy.execution.max_participation)
    yield from _portfolio(strategy)


def _place_of(rule: Rule) -> Place:
    if not rule.action.is_entry:
        return "exit"
    return "add" if rule.action.value.startswith("add") else "entry"


def _rule(rule: Rule, spot: _Spot) -> Iterator[Written]:
    if rule.order:
        order = spot.below("order")
        yield from order.below("price").read(rule.order.price)
        yield from order.below("limit_price").read(rule.order.limit_price)
        yield from order.below("valid_bars").read(rule.order.valid_bars)
        yield from order.below("cancel_when").read(rule.order.cancel_when, "truth")
    yield from spot.below("fraction").read(rule.fraction)
    if rule.risk:
        yield from _risk(rule.risk, spot.below("risk", "level"))
    if rule.size:
        yield from _sizing(rule.size, spot.below("size", "add" if spot.place == "add" else "size"))


def _risk(risk: Risk, spot: _Spot) -> Iterator[Written]:
    yield from _level(risk.stop_loss, spot.below("stop_loss"))
    for at, stop in enumerate(risk.extra_stops):
        yield from _level(stop, spot.below("extra_stops").below(str(at)))
    for at, target in enumerate(risk.take_profit):
        yield from _level(target, spot.below("take_profit").below(str(at)))
    if risk.trailing_stop:
        yield from _level(risk.trailing_stop, spot.below("trailing_stop"))
        yield from _level(risk.trailing_stop.activate_at, spot.below("trailing_stop").below("activate_at"))
    if risk.break_even:
        yield from _level(risk.break_even, spot.below("break_even"))
        yield from _level(risk.break_even.trigger, spot.below("break_even").below("trigger"))
    for at, step in enumerate(risk.stop_steps):
        climbing = spot.below("stop_steps").below(str(at))
        yield from _level(step.at, climbing.below("at"))
        yield from _level(step.to, climbing.below("to"))
    yield from spot.below("max_bars").read(risk.max_bars)
    yield from spot.below("session_exit").read(risk.session_exit, "truth")


def _level(level: Contract | None, spot: _Spot) -> Iterator[Written]:
    for name, want in _FIELDS:
        yield from spot.below(name).read(getattr(level, name, None), want)


def atr_levels(risk: Risk) -> Iterator[tuple[str, AtrLevel]]:
    """Yield every level of a risk that is measured in ATRs, with the steps that lead to it."""
    levels: list[tuple[str, object]] = [("stop_loss", risk.stop_loss)]
    levels += [(f"extra_stops.{at}", level) for at, level in enumerate(risk.extra_stops)]
    levels += [(f"take_profit.{at}", level) for at, level in enumerate(risk.take_profit)]
    if risk.trailing_stop:
        levels.append(("trailing_stop", risk.trailing_stop))
        levels.append(("trailing_stop.activate_at", risk.trailing_stop.activate_at))
    if risk.break_even:
        levels.append(("break_even.trigger", risk.break_even.trigger))
    for at, each in enumerate(risk.stop_steps):
        levels += [(f"stop_steps.{at}.at", each.at), (f"stop_steps.{at}.to", each.to)]
    for step, level in levels:
        if isinstance(level, AtrLevel):
            yield step, level


def _sizing(sizing: Sizing, spot: _Spot) -> Iterator[Written]:
    yield from spot.below("value").read(sizing.value)
    yield from spot.below("distance").read(sizing.distance)
    yield from spot.below("length").read(sizing.length, "scalar")
    yield from spot.below("max_percent_of_equity").read(sizing.max_percent_of_equity)
    yield from spot.below("max_quantity").read(sizing.max_quantity)
    yield from spot.below("multiplier").read(sizing.multiplier)


def _portfolio(strategy: Strategy) -> Iterator[Written]:
    top = _Spot("", "", "portfolio")
    if strategy.rotation:
        rotation = top.below("rotation")
        yield from rotation.below("rank_by").read(strategy.rotation.rank_by)
        yield from rotation.below("filter").read(strategy.rotation.filter, "truth")
    if strategy.pairs:
        for name in ("hedge_length", "z_length", "enter_z", "exit_z", "stop_z"):
            yield from top.below("pairs").below(name).read(getattr(strategy.pairs, name), "scalar")
    if strategy.core:
        yield from _shares(strategy.core.weights, top.below("core"))
    if strategy.allocation:
        yield from _weights(strategy.allocation, top.below("allocation"))


def _weights(allocation: Allocation, spot: _Spot) -> Iterator[Written]:
    yield from _shares(allocation.weights, spot)
    for at, dated in enumerate(allocation.schedule):
        yield from _shares(dated.weights, spot.below("schedule").below(str(at)))


def _shares(weights: tuple[TargetWeight, ...], spot: _Spot) -> Iterator[Written]:
    for at, target in enumerate(weights):
        yield from spot.below("weights").below(str(at)).below("weight").read(target.weight)
