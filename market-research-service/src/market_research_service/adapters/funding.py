"""Funding rates of perpetual futures from exchanges that tell them without a key."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from market_research_service.ports import FundingQuote, NoFunding
from trading_contracts.bars import Instrument

_EIGHT_HOURS = 8.0


@dataclass(frozen=True, slots=True)
class Venue:
    """One exchange: where it is asked about a coin, and how its answer is read."""

    name: str
    address: str
    read: Callable[[object], FundingQuote]


class ExchangeFunding:
    """Asks one exchange after the other until one answers.

    Args:
        http: Asks the network.
        venues: In this order.
    """

    def __init__(self, http: httpx.AsyncClient, venues: Sequence[Venue]) -> None:
        self._http = http
        self._venues = venues

    async def quote(self, instrument: Instrument) -> FundingQuote:
        """Return the present funding rate of a coin.

        Raises:
            NoFunding: No exchange told it; the message names each with its reason.
        """
        coin = instrument.symbol.partition("/")[0].removesuffix("-USD")
        reasons: list[str] = []
        for venue in self._venues:
            try:
                answer = await self._http.get(venue.address.replace("{coin}", coin))
                answer.raise_for_status()
                return venue.read(answer.json())
            except httpx.HTTPStatusError as error:
                reasons.append(f"{venue.name} answered {error.response.status_code}")
            except httpx.HTTPError as error:
                reasons.append(f"{venue.name} is unreachable ({type(error).__name__})")
            except (ValidationError, ValueError) as error:
                reasons.append(f"{venue.name} told no rate of {coin} ({type(error).__name__})")
        raise NoFunding("; ".join(reasons) or "no exchange is asked: none is set, or this installation is offline")


class _BybitTicker(BaseModel):
    fundingRate: float  # noqa: N815 - the exchange's spelling
    fundingIntervalHour: float = _EIGHT_HOURS  # noqa: N815


class _BybitList(BaseModel):
    list: list[_BybitTicker]


class _Bybit(BaseModel):
    result: _BybitList
    time: int


def read_bybit(answer: object) -> FundingQuote:
    """Return the rate in Bybit's `/v5/market/tickers`.

    Raises:
        ValueError: There is none in it.
    """
    found = _Bybit.model_validate(answer)
    if not found.result.list:
        message = "no ticker"
        raise ValueError(message)
    ticker = found.result.list[0]
    return FundingQuote(ticker.fundingRate, ticker.fundingIntervalHour, _moment(found.time), "bybit")


class _DeribitBook(BaseModel):
    funding_8h: float
    timestamp: int


def read_deribit(answer: object) -> FundingQuote:
    """Return the rate in Deribit's `public/get_order_book` of a perpetual.

    Raises:
        ValueError: There is none in it.
    """
    body: Any = answer.get("result", answer) if isinstance(answer, Mapping) else answer
    found = _DeribitBook.model_validate(body)
    return FundingQuote(found.funding_8h, _EIGHT_HOURS, _moment(found.timestamp), "deribit")


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def usual_venues(bybit: str, deribit: str) -> list[Venue]:
    """Return the exchanges whose address is set."""
    venues = (Venue("bybit", bybit, read_bybit), Venue("deribit", deribit, read_deribit))
    return [venue for venue in venues if venue.address]
