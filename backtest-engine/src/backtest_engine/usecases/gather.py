"""Get everything that a run needs before it can be computed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backtest_engine.domain.cautions import cautions, funding_cautions
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.plan import Plan
from backtest_engine.ports import BarQuery, BarSource
from trading_contracts.bars import Adjustment, Timeframe
from trading_contracts.problem import NotFound, Unavailable


@dataclass(frozen=True, slots=True)
class Range:
    """Which bars a run speaks of."""

    timeframe: Timeframe
    start: date
    end: date
    adjustment: Adjustment


@dataclass(frozen=True, slots=True)
class Gathered:
    """Bars by the symbol under which the document names them.

    Attributes:
        frames: Every symbol that is traded or read, with its warm-up.
        benchmark: Bars of the benchmark, cash, the equally weighted universe, or None where it cannot be had.
        warnings: What a reader of the result must know.
    """

    frames: Mapping[str, Frame]
    benchmark: Frame | Literal["cash", "equal_weight"] | None
    warnings: tuple[str, ...] = ()


async def gather(bars: BarSource, plan: Plan, asked: Range, benchmark: str | None) -> Gathered:
    """Return the bars of a run.

    Raises:
        UnknownSymbol: A symbol is known to no source.
        NoBars: A symbol has no bar in the range.
        SourceFailed: No source answers.
    """
    symbols = (*plan.traded, *plan.read)
    wanted = [
        BarQuery(symbol, asked.timeframe, asked.start, asked.end, asked.adjustment, plan.warmup) for symbol in symbols
    ]
    comparing = asyncio.create_task(_benchmark(bars, asked, benchmark))
    try:
        frames = await asyncio.gather(*(bars.frame(query) for query in wanted))
    except BaseException:
        comparing.cancel()
        raise
    held, warnings = await comparing
    by_symbol = dict(zip(symbols, frames, strict=True))
    told = cautions(by_symbol, plan.traded, asked.start, asked.end)
    return Gathered(by_symbol, held, (*told, *funding_cautions(plan.strategy, by_symbol, plan.traded), *warnings))


async def _benchmark(
    bars: BarSource, asked: Range, benchmark: str | None
) -> tuple[Frame | Literal["cash", "equal_weight"] | None, tuple[str, ...]]:
    if benchmark is None or benchmark == "equal_weight":
        return "equal_weight", ()
    if benchmark == "cash":
        return "cash", ()
    query = BarQuery(benchmark, asked.timeframe, asked.start, asked.end, asked.adjustment, 1)
    try:
        return await bars.frame(query), ()
    except (NotFound, Unavailable) as problem:
        return None, (f"There is no comparison with {benchmark}: {problem.detail}",)
