"""Stops, targets and time limits in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from strategy_language.document import (
    AfterTarget,
    AtrLevel,
    BreakEven,
    DistanceLevel,
    GiveBackTrailing,
    PercentLevel,
    PriceLevel,
    Risk,
    RMultipleLevel,
    StopStep,
    TakeProfit,
    TrailingStop,
)
from strategy_language.readback.sentence import Sentence
from strategy_language.readback.voice import Sides, Voice

_Away = PercentLevel | AtrLevel | DistanceLevel | RMultipleLevel


def risk_sentences(voice: Voice, risk: Risk, name: str, path: str, sides: Sides) -> list[Sentence]:
    """Return how positions end without a rule.

    Args:
        voice: Who speaks.
        risk: The stops and targets.
        name: Their slot prefix.
        path: Their document path.
        sides: Which sides they protect.
    """
    return [Sentence(text=text, path=f"{path}.{step}") for step, text in _said(voice, risk, name, sides)]


def _said(voice: Voice, risk: Risk, name: str, sides: Sides) -> Iterator[tuple[str, str]]:
    yield from _stops(voice, risk, name, sides)
    for at, target in enumerate(risk.take_profit):
        step = f"take_profit.{at}"
        yield step, f"{_target(voice, target, f'{name}.{step}', sides)}."
    if risk.trailing_stop:
        yield "trailing_stop", f"{_trailing(voice, risk.trailing_stop, f'{name}.trailing_stop', sides)}."
    if risk.break_even:
        yield "break_even", f"{_break_even(voice, risk.break_even, f'{name}.break_even')}."
    for at, each in enumerate(risk.stop_steps):
        step = f"stop_steps.{at}"
        yield step, f"{_climbed(voice, each, f'{name}.{step}', sides)}."
    yield from _time(voice, risk, name)


def _stops(voice: Voice, risk: Risk, name: str, sides: Sides) -> Iterator[tuple[str, str]]:
    if risk.stop_loss:
        yield "stop_loss", f"Place a stop loss {_stop(voice, risk.stop_loss, f'{name}.stop_loss', sides)}."
    for at, stop in enumerate(risk.extra_stops):
        step = f"extra_stops.{at}"
        yield step, f"Place a further stop loss {_stop(voice, stop, f'{name}.{step}', sides)}; the tightest counts."
    if risk.stop_trigger == "close":
        yield "stop_trigger", "Stops are hit only by the close of a bar."


def _time(voice: Voice, risk: Risk, name: str) -> Iterator[tuple[str, str]]:
    if risk.max_bars is not None:
        yield "max_bars", f"Close the position after {voice.bars(f'{name}.max_bars', risk.max_bars)}."
    if isinstance(risk.session_exit, str):
        condition = voice.expression(f"{name}.session_exit", risk.session_exit)
        yield "session_exit", f"Close the position at the end of each session when {condition}."
    elif risk.session_exit:
        yield "session_exit", "Close the position at the end of each session."


def _away(voice: Voice, level: _Away, name: str) -> str:
    """Return a distance: "5%", "2 ATR(14)", "2R", "1.5 points"."""
    match level:
        case PercentLevel():
            return voice.percent(f"{name}.value", level.value)
        case AtrLevel():
            length = voice.number(f"{name}.length", level.length)
            return f"{voice.number(f'{name}.multiple', level.multiple)} ATR({length})"
        case RMultipleLevel():
            return f"{voice.number(f'{name}.value', level.value)}R"
    return f"{voice.number(f'{name}.value', level.value)} points"


def _towards(sides: Sides, kind: Literal["stop", "target"]) -> str:
    if sides == "both":
        return "away from"
    return "below" if (sides == "long") == (kind == "stop") else "above"


def _price(voice: Voice, level: PriceLevel, name: str) -> str:
    """Return a price level: "at the 20-day low", or one for each side."""
    parts: list[str] = []
    if level.expr is not None:
        parts.append(f"at {voice.expression(f'{name}.expr', level.expr)}")
    if level.long is not None:
        parts.append(f"at {voice.expression(f'{name}.long', level.long)} for long positions")
    if level.short is not None:
        parts.append(f"at {voice.expression(f'{name}.short', level.short)} for short positions")
    return " and ".join(parts)


def _stop(voice: Voice, level: PercentLevel | AtrLevel | DistanceLevel | PriceLevel, name: str, sides: Sides) -> str:
    if isinstance(level, PriceLevel):
        return _price(voice, level, name)
    return f"{_away(voice, level, name)} {_towards(sides, 'stop')} the entry price"


def _target(voice: Voice, target: TakeProfit, name: str, sides: Sides) -> str:
    part = ""
    if target.fraction is not None:
        part = f" on {voice.share(f'{name}.fraction', target.fraction)} of the position"
    if isinstance(target, PriceLevel):
        return f"Take profit{part} {_price(voice, target, name)}"
    if isinstance(target, RMultipleLevel):
        return f"Take profit{part} at {_away(voice, target, name)}"
    return f"Take profit{part} {_away(voice, target, name)} {_towards(sides, 'target')} the entry price"


def _trailing(voice: Voice, trailing: TrailingStop, name: str, sides: Sides) -> str:
    if isinstance(trailing, PriceLevel):
        said = f"Trail a stop {_price(voice, trailing, name)}"
    elif isinstance(trailing, GiveBackTrailing):
        best = "best open profit" if trailing.anchor == "extreme" else "best open profit at a close"
        said = f"Trail a stop that gives back {voice.percent(f'{name}.value', trailing.value)} of the {best}"
    else:
        said = f"Trail a stop {_away(voice, trailing, name)} {_anchor(sides, trailing.anchor)} since entry"
    if trailing.activate_at:
        said += f", {_once(voice, trailing.activate_at, f'{name}.activate_at')}"
    return said


def _once(voice: Voice, trigger: _Away | AfterTarget, name: str) -> str:
    """Return the moment from which something holds."""
    if isinstance(trigger, AfterTarget):
        return f"once target {trigger.target} has been reached"
    return f"once the position is ahead by {_away(voice, trigger, name)}"


def _climbed(voice: Voice, step: StopStep, name: str, sides: Sides) -> str:
    """Return one step of a stop that climbs."""
    value = step.to.multiple if isinstance(step.to, AtrLevel) else step.to.value
    if value == 0:
        where = "the entry price"
    else:
        beyond = "beyond" if sides == "both" else "above" if sides == "long" else "below"
        where = f"{_away(voice, step.to, f'{name}.to')} {beyond} the entry price"
    return f"Move the stop to {where} {_once(voice, step.at, f'{name}.at')}"


def _anchor(sides: Sides, anchor: Literal["extreme", "close"]) -> str:
    if sides == "both":
        return "behind the best price" if anchor == "extreme" else "behind the best close"
    if sides == "long":
        return "below the highest high" if anchor == "extreme" else "below the highest close"
    return "above the lowest low" if anchor == "extreme" else "above the lowest close"


def _break_even(voice: Voice, break_even: BreakEven, name: str) -> str:
    where = "the entry price"
    if break_even.offset_percent != 0:
        where += f" plus {voice.percent(f'{name}.offset_percent', break_even.offset_percent)}"
    return f"Move the stop to {where} {_once(voice, break_even.trigger, f'{name}.trigger')}"
