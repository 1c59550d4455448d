"""What goes beside a strategy: suggestions from its asset's history, and what is to be expected of its rules."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

import structlog

from strategy_ai_worker.domain.advice import frequency
from strategy_ai_worker.domain.advice.conditions import conditions
from strategy_ai_worker.domain.advice.habits import Candle, measure
from strategy_ai_worker.domain.advice.indicators import indicator_meanings
from strategy_ai_worker.domain.advice.languages import Language, tell
from strategy_ai_worker.domain.advice.risks import risk_assumptions
from strategy_ai_worker.domain.advice.style import Style, style_of
from strategy_ai_worker.domain.advice.suggest import Found, side_of, suggestions, usual_holding
from strategy_ai_worker.ports import Engine, Market
from strategy_language.conversation import ExpectedSignals, ReplyMetadata, Suggestion
from strategy_language.document import Strategy
from trading_contracts.bars import Availability, Instrument, Timeframe
from trading_contracts.problem import Problem

_log = structlog.get_logger(__name__)
_Result = TypeVar("_Result")
_HISTORY_BARS = 756
"""Three years of daily bars: long enough for a storm, recent enough to be the same asset."""

BUDGET_SECONDS = 3.0
"""An answer never waits longer for its advice; the strategy stands without it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What advice is asked about.

    Attributes:
        instrument: The first symbol of the strategy, where market data knows it.
        available: Its history, where there is one here.
        size_was_said: Whether the person asked for the size in the document.
    """

    strategy: Strategy
    user_id: UUID
    instrument: Instrument | None
    available: Availability | None
    language: Language
    size_was_said: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """What goes beside a strategy; `metadata` holds only what was found here."""

    metadata: ReplyMetadata
    suggestions: tuple[Suggestion, ...] = ()


async def advise(asked: Asked, market: Market, engine: Engine, budget_seconds: float = BUDGET_SECONDS) -> Advice:
    """Return what goes beside a strategy. Services that do not answer in time leave a sentence in place of a figure."""
    counted, candles = await asyncio.gather(
        _within(budget_seconds, _counted(asked, engine), _uncounted(asked)),
        _within(budget_seconds, _candles(asked, market), ()),
    )
    sign = await asyncio.to_thread(style_of, asked.strategy)
    metadata = ReplyMetadata(
        market_conditions=conditions(sign, asked.language),
        risk_assumptions=risk_assumptions(asked.strategy, asked.language),
        indicators=indicator_meanings(asked.strategy, asked.language),
        signal_frequency=counted,
    )
    offered = await asyncio.to_thread(_suggested, asked, counted, candles, sign.style)
    return Advice(metadata, offered)


async def _within(seconds: float, work: Awaitable[_Result], otherwise: _Result) -> _Result:
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError:
        _log.info("advice_took_too_long", seconds=seconds)
        return otherwise


def _uncounted(asked: Asked) -> ExpectedSignals:
    reason = tell(frequency.TOOK_TOO_LONG, asked.language)
    return frequency.not_counted(frequency.NO_ENGINE, asked.language, reason=reason)


async def _counted(asked: Asked, engine: Engine) -> ExpectedSignals:
    if asked.strategy.kind != "signals":
        return frequency.not_counted(frequency.NOT_COUNTED, asked.language)
    if asked.available is None:
        return frequency.not_counted(frequency.NO_HISTORY, asked.language, symbol=asked.strategy.universe[0])
    part = frequency.quick_part(asked.strategy)
    try:
        found = await engine.frequency(asked.user_id, part, *frequency.quick_range(asked.available))
    except Problem as refusal:
        # How often it would trade is a courtesy; the strategy stands without it.
        _log.info("no_frequency", reason=refusal.code)
        return frequency.not_counted(frequency.NO_ENGINE, asked.language, reason=refusal.detail)
    counted = found.model_copy(update={"symbols_counted": len(part.universe)})
    return frequency.with_warning(counted, asked.available, asked.language)


async def _candles(asked: Asked, market: Market) -> Sequence[Candle]:
    if asked.available is None or asked.strategy.kind != "signals":
        return ()
    try:
        bars = await market.bars(asked.strategy.universe[0], asked.strategy.timeframe, _HISTORY_BARS)
    except Problem as refusal:
        _log.info("no_history_for_suggestions", reason=refusal.code)
        return ()
    return [Candle(bar.open, bar.high, bar.low, bar.close) for bar in bars]


def _suggested(
    asked: Asked, counted: ExpectedSignals, candles: Sequence[Candle], style: Style
) -> tuple[Suggestion, ...]:
    holding = usual_holding(asked.strategy, counted.typical_bars_held)
    # Of a short history the longest stretch that can be measured is a third of it.
    holding = replace(holding, bars=max(1, min(holding.bars, len(candles) // 3)))
    habits = measure(candles, holding.bars, side_of(asked.strategy))
    if habits is None:
        return ()
    found = Found(habits, holding, style, _bars_a_year(asked), asked.language)
    return tuple(suggestions(asked.strategy, found, size_was_said=asked.size_was_said))


def _bars_a_year(asked: Asked) -> float:
    """Return how many bars a year has: 365 days of 24 hours for coins, else 252 sessions of 6.5 hours."""
    around_the_clock = asked.instrument is not None and asked.instrument.calendar == "24/7"
    days, hours = (365.0, 24.0) if around_the_clock else (252.0, 6.5)
    timeframe = asked.strategy.timeframe
    if timeframe.is_intraday:
        return days * max(1.0, hours * 3600 / timeframe.duration.total_seconds())
    return {Timeframe.D1: days, Timeframe.W1: 52.0, Timeframe.MO1: 12.0}.get(timeframe, 4.0)
