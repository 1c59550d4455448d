"""Whether a document can be tested with the data that there really is."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from strategy_ai_worker.domain.advice.languages import Language, tell
from strategy_ai_worker.domain.feasibility_words import (
    MARKET_DATA_AWAY,
    NO_BARS,
    NO_COMMON_HISTORY,
    NO_TIMEFRAME,
    SHORT_COMMON_HISTORY,
    TOO_SHORT,
    UNKNOWN_SYMBOL,
)
from strategy_ai_worker.domain.symbols import rename_symbols, symbols_of
from strategy_ai_worker.ports import Market, SymbolDetail
from strategy_language.conversation import DataExtent, Question, WaitingDocument
from strategy_language.document import Assumption, Strategy
from strategy_language.lookback import required_bars
from trading_contracts.bars import Availability, Instrument, Timeframe
from trading_contracts.problem import NotFound, Unavailable

_AT_ONCE = 16
_FEW_BARS = 250


@dataclass(frozen=True, slots=True)
class Feasible:
    """The document under canonical symbols, and the data that there is for it.

    Attributes:
        instrument: The first symbol, where market data knows it.
        available: The history of the first symbol, where it is known.
        data: What there is of each traded symbol.
    """

    strategy: Strategy
    instrument: Instrument | None = None
    available: Availability | None = None
    data: tuple[DataExtent, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Why the document cannot be tested, as a question, and what waits for the answer."""

    question: Question
    waiting: WaitingDocument | None = None


async def settle_symbols(strategy: Strategy, market: Market, language: Language) -> Feasible | Infeasible:
    """Give every symbol its canonical name and see that its bars can be had in the timeframe asked for."""
    names = symbols_of(strategy)
    found = await _asked(names, market)
    details: dict[str, SymbolDetail] = {}
    for name, outcome in zip(names, found, strict=True):
        if isinstance(outcome, NotFound):
            waiting = WaitingDocument(strategy=strategy, settles="symbol", symbol=name)
            return Infeasible(_which_symbol(name, outcome, language), waiting)
        if isinstance(outcome, Unavailable):
            # Market data is away: the document stands, and the run will say what is missing.
            return Feasible(strategy, notices=(tell(MARKET_DATA_AWAY, language),))
        if isinstance(outcome, BaseException):
            raise outcome
        details[name] = outcome
    return _judged(strategy, details, language)


async def _asked(names: tuple[str, ...], market: Market) -> list[SymbolDetail | BaseException]:
    turn = asyncio.Semaphore(_AT_ONCE)

    async def ask(name: str) -> SymbolDetail:
        async with turn:
            return await market.symbol(name)

    return await asyncio.gather(*(ask(name) for name in names), return_exceptions=True)


def _judged(strategy: Strategy, details: Mapping[str, SymbolDetail], language: Language) -> Feasible | Infeasible:
    fault = next(_faults(strategy, details, language), None)
    if fault is not None:
        # Every question after the symbols offers timeframes, or nothing that could be clicked.
        waiting = WaitingDocument(strategy=strategy, settles="timeframe") if fault.options else None
        return Infeasible(fault, waiting)
    renamed = rename_symbols(strategy, {name: one.instrument.symbol for name, one in details.items()})
    first = details[strategy.universe[0]]
    notices = (_nothing_here(details, language), _short_overlap(strategy, details, language))
    return Feasible(
        strategy=_with_notes(renamed, details),
        instrument=first.instrument,
        available=_history(first, strategy.timeframe),
        data=tuple(_extent(details[name], strategy.timeframe) for name in strategy.universe),
        notices=tuple(notice for notice in notices if notice),
    )


def _faults(strategy: Strategy, details: Mapping[str, SymbolDetail], language: Language) -> Iterator[Question]:
    for name in strategy.universe:
        yield from _lacking_timeframe(details[name], strategy.timeframe, language)
    for name in strategy.universe:
        yield from _too_short(strategy, details[name], language)
    yield from _apart(strategy, details, language)


def _which_symbol(name: str, refusal: NotFound, language: Language) -> Question:
    near = refusal.facts.get("suggestions")
    options = tuple(str(one) for one in near) if isinstance(near, list) else ()
    return Question(text=tell(UNKNOWN_SYMBOL, language, symbol=name), options=options)


def _lacking_timeframe(detail: SymbolDetail, timeframe: Timeframe, language: Language) -> Iterator[Question]:
    frames = tuple(dict.fromkeys(one.timeframe.value for one in detail.available))
    # A vendor that can be asked may have it; without one only what is here counts.
    if detail.online or timeframe.value in frames or not frames:
        return
    longest = max(detail.available, key=lambda one: one.bars)
    yield Question(
        text=tell(
            NO_TIMEFRAME,
            language,
            timeframe=timeframe.value,
            symbol=detail.instrument.symbol,
            there=", ".join(frames),
            first=longest.first.date(),
            last=longest.last.date(),
        ),
        options=frames,
    )


def _too_short(strategy: Strategy, detail: SymbolDetail, language: Language) -> Iterator[Question]:
    history = _history(detail, strategy.timeframe)
    if history is None or detail.online:
        return
    # What settles slowly can be tested on less: a line over all of history would otherwise never have enough.
    needed = required_bars(strategy).bars
    if history.bars > needed:
        return
    longer = tuple(one.timeframe.value for one in detail.available if one.bars > needed)
    yield Question(
        text=tell(
            TOO_SHORT,
            language,
            needed=needed,
            bars=history.bars,
            timeframe=strategy.timeframe.value,
            symbol=detail.instrument.symbol,
            source=history.source,
            first=history.first.date(),
            last=history.last.date(),
        ),
        options=longer,
    )


def _apart(strategy: Strategy, details: Mapping[str, SymbolDetail], language: Language) -> Iterator[Question]:
    """Ask which symbols are meant where strategies that hold several at a time find no common history."""
    span = _common(strategy, details)
    if strategy.kind == "signals" or span is None or span[0] < span[1]:
        return
    yield Question(text=tell(NO_COMMON_HISTORY, language, symbols=", ".join(strategy.universe)))


def _nothing_here(details: Mapping[str, SymbolDetail], language: Language) -> str:
    without = [one.instrument.symbol for one in details.values() if not one.available and not one.online]
    return tell(NO_BARS, language, symbols=", ".join(without)) if without else ""


def _short_overlap(strategy: Strategy, details: Mapping[str, SymbolDetail], language: Language) -> str:
    span = _common(strategy, details)
    histories = [_history(details[name], strategy.timeframe) for name in strategy.universe]
    if span is None or len(histories) < 2 or strategy.kind == "signals":
        return ""
    share = (span[1] - span[0]) / max((one.last - one.first for one in histories if one), default=span[1] - span[0])
    bars = round(share * max(one.bars for one in histories if one))
    if bars >= _FEW_BARS:
        return ""
    return tell(
        SHORT_COMMON_HISTORY, language, first=span[0].date(), last=span[1].date(), symbols=", ".join(strategy.universe)
    )


def _common(strategy: Strategy, details: Mapping[str, SymbolDetail]) -> tuple[datetime, datetime] | None:
    histories = [_history(details[name], strategy.timeframe) for name in strategy.universe]
    known = [one for one in histories if one is not None]
    if len(known) < len(histories) or any(details[name].online for name in strategy.universe):
        return None
    return max(one.first for one in known), min(one.last for one in known)


def _with_notes(strategy: Strategy, details: Mapping[str, SymbolDetail]) -> Strategy:
    notes = tuple(
        Assumption(field="universe", value=one.instrument.symbol, why=note)
        for one in details.values()
        for note in one.notes
    )
    # A symbol that a follow-up took away leaves no assumption behind.
    kept = tuple(one for one in strategy.assumptions if one.field != "universe" or _is_traded(one, strategy))
    known = {(one.field, one.why) for one in kept}
    fresh = tuple(note for note in notes if (note.field, note.why) not in known)
    return strategy.model_copy(update={"assumptions": (*kept, *fresh)})


def _is_traded(assumption: Assumption, strategy: Strategy) -> bool:
    read = symbols_of(strategy)
    return not isinstance(assumption.value, str) or assumption.value in read or ", " in assumption.value


def _extent(detail: SymbolDetail, timeframe: Timeframe) -> DataExtent:
    symbol, online = detail.instrument.symbol, detail.online
    history = _history(detail, timeframe)
    if history is None:
        return DataExtent(symbol=symbol, timeframe=timeframe.value, online=online)
    return DataExtent(
        symbol=symbol,
        timeframe=timeframe.value,
        source=history.source,
        first=history.first,
        last=history.last,
        bars=history.bars,
        online=online,
    )


def _history(detail: SymbolDetail, timeframe: Timeframe) -> Availability | None:
    return next((one for one in detail.available if one.timeframe == timeframe), None)
