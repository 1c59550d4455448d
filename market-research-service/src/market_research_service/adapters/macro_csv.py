"""Figures of the economy from public CSV files that need no key: FRED, and the exchange that makes the VIX."""

import asyncio
import csv
import io
from collections.abc import Mapping
from datetime import date, datetime

import httpx

from market_research_service.domain.macro import Dated
from market_research_service.ports import Economy

_OLDEST = 1990
_MAX_BYTES = 10_000_000


class NoSeries(Exception):
    """A file that is no series of dated values."""


class CsvEconomy:
    """Asks each address once, all at the same time.

    Args:
        http: Asks the network.
        addresses: Series (`vix`, `us10y`, ...) -> address of a CSV file with a date column and a value column.
    """

    def __init__(self, http: httpx.AsyncClient, addresses: Mapping[str, str]) -> None:
        self._http = http
        self._addresses = addresses

    async def read(self) -> Economy:
        """Return the series of all addresses that answered, and why the others did not."""
        answers = await asyncio.gather(*(self._one(address) for address in self._addresses.values()))
        series: dict[str, Dated] = {}
        failures: dict[str, str] = {}
        for name, answer in zip(self._addresses, answers, strict=True):
            if isinstance(answer, str):
                failures[name] = answer
            else:
                series[name] = answer
        return Economy(series, failures)

    async def _one(self, address: str) -> Dated | str:
        host = httpx.URL(address).host
        try:
            answer = await self._http.get(address)
            answer.raise_for_status()
            if len(answer.content) > _MAX_BYTES:
                return f"{host} answered with more than 10 MB"
            return parse_series(answer.text, host)
        except httpx.HTTPStatusError as error:
            return f"{host} answered {error.response.status_code}"
        except httpx.HTTPError as error:
            return f"{host} is unreachable ({type(error).__name__})"
        except NoSeries as error:
            return f"{host} {error}"


def parse_series(text: str, source: str) -> Dated:
    """Return the dated values of a CSV file; rows without a value (FRED writes ".") are left out.

    Raises:
        NoSeries: It holds no dates and values.
    """
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    header = [name.strip().upper() for name in next(rows, [])]
    if len(header) < 2 or "DATE" not in header[0]:
        message = "answered with something that is no series"
        raise NoSeries(message)
    place = header.index("CLOSE") if "CLOSE" in header else 1
    found = [
        (day, value)
        for row in rows
        if len(row) > place and (day := _day(row[0])) is not None and (value := _number(row[place])) is not None
    ]
    if not found:
        message = "answered with a series without values"
        raise NoSeries(message)
    found.sort()
    recent = [pair for pair in found if pair[0].year >= _OLDEST] or found
    return Dated(tuple(day for day, _ in recent), tuple(value for _, value in recent), source)


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a date without a time
        except ValueError:
            continue
    return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
