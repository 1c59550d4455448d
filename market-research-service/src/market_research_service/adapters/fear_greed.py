"""The published fear-and-greed index of crypto."""

from datetime import UTC, datetime

import httpx
from pydantic import BaseModel, ValidationError

from market_research_service.ports import NoMood, PublishedMood


class _Day(BaseModel):
    value: float
    timestamp: int


class _Answer(BaseModel):
    data: list[_Day]


class PublishedFearGreed:
    """Asks the index of alternative.me, which is made once a day.

    Args:
        http: Asks the network.
        address: Of the index; empty asks nobody.
    """

    def __init__(self, http: httpx.AsyncClient, address: str) -> None:
        self._http = http
        self._address = address

    async def latest(self) -> PublishedMood:
        """Return the newest value.

        Raises:
            NoMood: It cannot be had; the message says why.
        """
        if not self._address:
            raise NoMood("no index of fear and greed is asked: none is set, or this installation is offline")
        host = httpx.URL(self._address).host
        try:
            answer = await self._http.get(self._address)
            answer.raise_for_status()
            days = _Answer.model_validate_json(answer.content).data
        except httpx.HTTPStatusError as error:
            raise NoMood(f"{host} answered {error.response.status_code}") from error
        except httpx.HTTPError as error:
            raise NoMood(f"{host} is unreachable ({type(error).__name__})") from error
        except ValidationError as error:
            raise NoMood(f"{host} answered with something else") from error
        sound = [day for day in days if 0 <= day.value <= 100]
        if not sound:
            raise NoMood(f"{host} told no value")
        newest = max(sound, key=lambda day: day.timestamp)
        return PublishedMood(newest.value, datetime.fromtimestamp(newest.timestamp, UTC), host)
