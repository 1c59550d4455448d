"""A stop, a target and a size for a document that lacks them, each with its reason from the asset's own history."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from strategy_ai_worker.domain.advice.habits import ATR_LENGTH, Habits, Side
from strategy_ai_worker.domain.advice.languages import Language, Sentence, tell
from strategy_ai_worker.domain.advice.suggestion_words import (
    HELD_BY_DEFAULT,
    HELD_BY_RULES,
    HELD_BY_TIME,
    SIZE_BY_RISK,
    SIZE_BY_RISK_TITLE,
    SIZE_BY_SWING,
    SIZE_BY_SWING_TITLE,
    STOP,
    STOP_TITLE,
    TARGET,
    TARGET_CUTS_TRENDS,
    TARGET_TITLE,
    TIMEFRAMES,
)
from strategy_language.conversation import Suggestion
from strategy_language.document import Strategy
from strategy_language.document.settings import Risk

_MULTIPLES = (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0)
_SELDOM = 0.25
"""A stop should not be hit by the asset's usual noise in more than one stretch of four."""
_HOLDING, _LONGEST_HOLDING = 10, 250
_READS_RESULT = re.compile(r"\b(entry_price|avg_price|open_return|open_pnl)\b")
_RISK_PERCENT = 1.0
_SWING_PERCENT = 15.0
_TREND_STYLES = ("trend_following", "momentum", "breakout")


@dataclass(frozen=True, slots=True)
class Holding:
    """How long a position is usually held, and how that is known."""

    bars: int
    known_by: Literal["time", "rules", "default"]


@dataclass(frozen=True, slots=True)
class Found:
    """What suggestions rest on.

    Attributes:
        habits: The history of the document's first symbol.
        style: The kind of its rules; a target harms those that live on long runs.
        bars_a_year: For the yearly volatility.
    """

    habits: Habits
    holding: Holding
    style: str
    bars_a_year: float
    language: Language

    def say(self, sentence: Sentence, **values: object) -> str:
        """Return a sentence in the person's language."""
        return tell(sentence, self.language, **values)


def side_of(strategy: Strategy) -> Side:
    """Return which positions the rules open."""
    sides = {rule.action.side for rule in strategy.rules if rule.action.is_entry}
    if sides == {"short"}:
        return "short"
    return "both" if len(sides) > 1 else "long"


def usual_holding(strategy: Strategy, measured: float | None) -> Holding:
    """Return the usual holding: the fixed one of the document, else the measured one, else ten bars."""
    fixed = strategy.risk.max_bars
    if isinstance(fixed, int | float) and fixed >= 1 and (measured is None or fixed <= measured):
        return Holding(round(fixed), "time")
    if measured is not None and measured >= 1:
        return Holding(min(round(measured), _LONGEST_HOLDING), "rules")
    return Holding(_HOLDING, "default")


def suggestions(strategy: Strategy, found: Found, *, size_was_said: bool) -> Iterator[Suggestion]:
    """Yield what is worth adding to a document; nothing for what it has, or for what has no entries of its own.

    Args:
        strategy: The document.
        found: What its first symbol's history says.
        size_was_said: Whether the person asked for the size that it has.
    """
    if strategy.kind != "signals":
        return
    has_stop = _has_stop(strategy)
    if not has_stop:
        yield _stop(strategy, found)
    if not any(risk.take_profit for risk in _risks(strategy)):
        yield _target(strategy, found)
    whole = strategy.sizing.kind == "percent_of_equity" and strategy.sizing.value == 100
    if whole and not size_was_said and not any(rule.size for rule in strategy.rules):
        yield _size_by_risk(strategy, found) if has_stop else _size_by_swing(strategy, found)


def _risks(strategy: Strategy) -> list[Risk]:
    return [strategy.risk, *(rule.risk for rule in strategy.rules if rule.risk)]


def _has_stop(strategy: Strategy) -> bool:
    """Return whether a loss is limited: by a stop, or by an exit rule that reads the result of the position."""
    levels = any(risk.stop_loss or risk.extra_stops or risk.trailing_stop for risk in _risks(strategy))
    return levels or any(not rule.action.is_entry and _READS_RESULT.search(rule.when) for rule in strategy.rules)


def _stop(strategy: Strategy, found: Found) -> Suggestion:
    habits = found.habits
    multiple = next((one for one in _MULTIPLES if habits.stopped_share(one) <= _SELDOM), _MULTIPLES[-1])
    figures = {
        "atr_percent": habits.atr_percent,
        "range_percent": habits.range_percent,
        "usual_run_against_percent": habits.against(0.5),
        "worst_run_percent": habits.worst,
        "stop_percent": multiple * habits.atr_percent,
        "hit_share_percent": habits.stopped_share(multiple) * 100,
    }
    level = {"kind": "atr", "multiple": multiple, "length": ATR_LENGTH}
    return Suggestion(
        kind="stop",
        title=found.say(STOP_TITLE, multiple=f"{multiple:g}", percent=f"{figures['stop_percent']:.1f}"),
        reason=found.say(STOP, **_common(strategy, found), multiple=f"{multiple:g}", **_shown(figures)),
        patch=({"op": "add", "path": "/risk/stop_loss", "value": level},),
        evidence=_evidence(figures, habits),
    )


def _target(strategy: Strategy, found: Found) -> Suggestion:
    habits = found.habits
    reached = habits.ahead(_SELDOM)
    # A level is told and kept in steps that a person would name.
    step = 0.5 if reached >= 2 else 0.1
    percent = max(step, round(round(reached / step) * step, 4))
    share = sum(one.ahead >= percent for one in habits.stretches) / len(habits.stretches)
    figures = {
        "usual_run_ahead_percent": habits.ahead(0.5),
        "best_run_percent": habits.best,
        "target_percent": percent,
        "reached_share_percent": share * 100,
    }
    reason = found.say(TARGET, **_common(strategy, found), **_shown(figures))
    if found.style in _TREND_STYLES:
        reason = f"{reason} {found.say(TARGET_CUTS_TRENDS)}"
    return Suggestion(
        kind="target",
        title=found.say(TARGET_TITLE, percent=f"{percent:g}"),
        reason=reason,
        patch=({"op": "add", "path": "/risk/take_profit", "value": [{"kind": "percent", "value": percent}]},),
        evidence=_evidence(figures, habits),
    )


def _size_by_risk(strategy: Strategy, found: Found) -> Suggestion:
    habits = found.habits
    figures = {
        "worst_run_percent": habits.worst,
        "deepest_fall_percent": habits.deepest_fall,
        "risk_percent": _RISK_PERCENT,
    }
    reason = found.say(
        SIZE_BY_RISK,
        symbol=strategy.universe[0],
        held=habits.bars_held,
        percent=f"{_RISK_PERCENT:g}",
        **_shown(figures),
    )
    return Suggestion(
        kind="sizing",
        title=found.say(SIZE_BY_RISK_TITLE, percent=f"{_RISK_PERCENT:g}"),
        reason=reason,
        patch=(_size(strategy, "risk_percent", _RISK_PERCENT),),
        evidence=_evidence(figures, habits),
    )


def _size_by_swing(strategy: Strategy, found: Found) -> Suggestion:
    habits = found.habits
    yearly = habits.swing * found.bars_a_year**0.5
    figures = {
        "volatility_percent": yearly,
        "deepest_fall_percent": habits.deepest_fall,
        "invested_percent": min(100.0, _SWING_PERCENT / yearly * 100) if yearly else 100.0,
    }
    reason = found.say(SIZE_BY_SWING, symbol=strategy.universe[0], percent=f"{_SWING_PERCENT:g}", **_shown(figures))
    return Suggestion(
        kind="sizing",
        title=found.say(SIZE_BY_SWING_TITLE, percent=f"{_SWING_PERCENT:g}"),
        reason=reason,
        patch=(_size(strategy, "volatility_target", _SWING_PERCENT),),
        evidence=_evidence(figures, habits),
    )


def _size(strategy: Strategy, kind: str, value: float) -> dict[str, JsonValue]:
    size = {**strategy.sizing.model_dump(mode="json"), "kind": kind, "value": value, "max_percent_of_equity": 100}
    return {"op": "replace", "path": "/sizing", "value": size}


def _common(strategy: Strategy, found: Found) -> dict[str, object]:
    words = {"time": HELD_BY_TIME, "rules": HELD_BY_RULES, "default": HELD_BY_DEFAULT}[found.holding.known_by]
    return {
        "symbol": strategy.universe[0],
        "bars": found.habits.bars,
        "timeframe": found.say(TIMEFRAMES.get(strategy.timeframe.value, (strategy.timeframe.value,) * 3)),
        "held": found.say(words, bars=found.holding.bars),
        "stretches": len(found.habits.stretches),
    }


def _shown(figures: dict[str, float]) -> dict[str, object]:
    return {
        name: f"{value:.0f}" if name.endswith("share_percent") else f"{value:.1f}" for name, value in figures.items()
    }


def _evidence(figures: dict[str, float], habits: Habits) -> dict[str, float]:
    told = {name: round(value, 4) for name, value in figures.items()}
    return {**told, "bars": float(habits.bars), "bars_held": float(habits.bars_held)}
