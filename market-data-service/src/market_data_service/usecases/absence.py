"""Saying what there is when there is not what was asked for."""

from collections.abc import Sequence

from pydantic import JsonValue

from market_data_service.domain.delivery import BarsRequest
from market_data_service.domain.series import BarSeries
from trading_contracts.bars import Availability
from trading_contracts.problem import NoBars, SourceFailed

_RETRY_SECONDS = 5


def soonest(failed: Sequence[SourceFailed]) -> int:
    """Return after how many seconds the first of the sources may be asked again."""
    waits = (problem.facts.get("retry_after") for problem in failed)
    return min((wait for wait in waits if isinstance(wait, int)), default=_RETRY_SECONDS)


def _available(here: Sequence[Availability]) -> list[JsonValue]:
    return [
        {
            "timeframe": one.timeframe.value,
            "source": one.source,
            "first": one.first.date().isoformat(),
            "last": one.last.date().isoformat(),
        }
        for one in here
    ]


def no_bars(
    request: BarsRequest,
    symbol: str,
    here: Sequence[Availability],
    nearest: NoBars | None,
    reasons: list[JsonValue],
) -> NoBars:
    """Return the refusal of a range without bars.

    Args:
        request: What was asked.
        symbol: The instrument that was meant.
        here: What is here of it.
        nearest: The refusal of the source that came nearest.
        reasons: Why each source did not serve.
    """
    facts: dict[str, str] = {}
    same = [one for one in here if one.timeframe is request.timeframe]
    if nearest is not None and "first" in nearest.facts:
        facts = {name: str(nearest.facts[name]) for name in ("first", "last")}
        detail = nearest.detail
    elif same:
        facts = {"first": same[0].first.date().isoformat(), "last": same[0].last.date().isoformat()}
        detail = f"{symbol} {request.timeframe} has bars from {facts['first']} to {facts['last']}, none in the range."
    else:
        has = ", ".join(dict.fromkeys(one.timeframe.value for one in here)) or "nothing"
        detail = nearest.detail if nearest else f"{symbol} is here as {has}, not as {request.timeframe}."
    problem = NoBars(
        detail, symbol=symbol, timeframe=request.timeframe.value, available=_available(here), falls=reasons
    )
    problem.facts.update(facts)
    return problem


def outside(request: BarsRequest, symbol: str, series: BarSeries, source: str) -> NoBars:
    """Return the refusal of one source whose bars lie outside the range."""
    if not len(series):
        return NoBars(f"{source} has no {request.timeframe} bar of {symbol}.", symbol=symbol)
    first, last = series.first.date().isoformat(), series.last.date().isoformat()
    asked = f"{request.start or 'the beginning'} to {request.end or 'today'}"
    return NoBars(
        f"{source} has {request.timeframe} bars of {symbol} from {first} to {last}, none from {asked}.",
        symbol=symbol,
        timeframe=request.timeframe.value,
        first=first,
        last=last,
    )
