"""Whether a document can be tested with the data that there really is."""

import asyncio
from dataclasses import dataclass

from strategy_ai_worker.domain.symbols import rename_symbols, symbols_of
from strategy_ai_worker.ports import Market, SymbolDetail
from strategy_language.conversation import Question
from strategy_language.document import Assumption, Strategy
from trading_contracts.bars import Availability
from trading_contracts.problem import NotFound, Unavailable


@dataclass(frozen=True, slots=True)
class Feasible:
    """The document under canonical symbols, and the history of its first symbol where it is known."""

    strategy: Strategy
    available: Availability | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Why the document cannot be tested, as a question."""

    question: Question


async def settle_symbols(strategy: Strategy, market: Market) -> Feasible | Infeasible:
    """Give every symbol its canonical name and see that its bars can be had in the timeframe asked for."""
    names = symbols_of(strategy)
    found = await asyncio.gather(*(market.symbol(name) for name in names), return_exceptions=True)
    details: dict[str, SymbolDetail] = {}
    for name, outcome in zip(names, found, strict=True):
        if isinstance(outcome, NotFound):
            return Infeasible(_which_symbol(name, outcome))
        if isinstance(outcome, Unavailable):
            # Market data is away: the document stands, and the run will say what is missing.
            return Feasible(strategy, None, ("Market data does not answer now; symbols were not checked.",))
        if isinstance(outcome, BaseException):
            raise outcome
        details[name] = outcome
    lacking = _lacking_timeframe(strategy, details)
    if lacking is not None:
        return Infeasible(lacking)
    renamed = rename_symbols(strategy, {name: one.instrument.symbol for name, one in details.items()})
    first = details[strategy.universe[0]]
    return Feasible(_with_notes(renamed, details), _history(first, strategy.timeframe))


def _which_symbol(name: str, refusal: NotFound) -> Question:
    near = refusal.facts.get("suggestions")
    options = tuple(str(one) for one in near) if isinstance(near, list) else ()
    return Question(text=f"I know no symbol {name}. Which one is meant?", options=options)


def _lacking_timeframe(strategy: Strategy, details: dict[str, SymbolDetail]) -> Question | None:
    for name in strategy.universe:
        detail = details[name]
        frames = tuple(dict.fromkeys(one.timeframe.value for one in detail.available))
        # A vendor that can be asked may have it; without one only what is here counts.
        if detail.online or strategy.timeframe.value in frames or not frames:
            continue
        return Question(
            text=f"There are no {strategy.timeframe} bars of {detail.instrument.symbol}. Which timeframe should it be?",
            options=frames,
        )
    return None


def _with_notes(strategy: Strategy, details: dict[str, SymbolDetail]) -> Strategy:
    notes = tuple(
        Assumption(field="universe", value=one.instrument.symbol, why=note)
        for one in details.values()
        for note in one.notes
    )
    known = {(one.field, one.why) for one in strategy.assumptions}
    fresh = tuple(note for note in notes if (note.field, note.why) not in known)
    return strategy.model_copy(update={"assumptions": (*strategy.assumptions, *fresh)}) if fresh else strategy


def _history(detail: SymbolDetail, timeframe: str) -> Availability | None:
    return next((one for one in detail.available if one.timeframe == timeframe), None)
