"""Reading what a vendor's HTTP server says: statuses to named problems, bodies to JSON or nothing."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import orjson

from market_data_service.domain.problems import RateLimited
from trading_contracts.problem import Problem, SourceFailed, UnknownSymbol

_TRIES = 2
_PAUSE_SECONDS = 0.2


def status_problem(name: str, status: int, said: str = "") -> Problem:
    """Return the problem that an HTTP status of a vendor stands for."""
    tail = f": {said[:200]}" if said and not said.lstrip().startswith("<") else "."
    if status == 429:
        return RateLimited(f"{name} asks for patience (429).", source=name)
    if status in (401, 403):
        return SourceFailed(f"{name} refused the key or the plan ({status}){tail}", source=name, status=status)
    if status == 404:
        return UnknownSymbol(f"{name} does not have it (404).", source=name)
    return SourceFailed(f"{name} answered {status}{tail}", source=name, status=status)


def parse_json(name: str, body: bytes) -> Any:  # noqa: ANN401 - JSON
    """Return a body as JSON.

    Raises:
        SourceFailed: It is a web page, cut off, or empty.
    """
    if not body.strip():
        raise SourceFailed(f"{name} answered with nothing.", source=name)
    if body.lstrip()[:1] == b"<":
        raise SourceFailed(f"{name} answered with a web page instead of data.", source=name)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise SourceFailed(f"{name} answered with JSON that is cut off or broken.", source=name) from error


async def get_json(
    client: httpx.AsyncClient, name: str, url: str, params: Mapping[str, str | int], headers: Mapping[str, str]
) -> Any:  # noqa: ANN401 - JSON
    """Return what a GET answers as JSON; a broken connection or a 5xx is tried once more.

    Raises:
        UnknownSymbol: 404.
        RateLimited: 429.
        SourceFailed: Anything else that is no answer.
    """
    return parse_json(name, await get_body(client, name, url, params, headers))


async def get_body(
    client: httpx.AsyncClient, name: str, url: str, params: Mapping[str, str | int], headers: Mapping[str, str]
) -> bytes:
    """Return the body that a GET answers; a broken connection or a 5xx is tried once more.

    Raises:
        Problem: As for `get_json`.
    """
    problem: Problem = SourceFailed(f"{name} does not answer.", source=name)
    for attempt in range(_TRIES):
        if attempt:
            await asyncio.sleep(_PAUSE_SECONDS)
        try:
            response = await client.get(url, params=dict(params), headers=dict(headers))
        except httpx.HTTPError as error:
            problem = SourceFailed(f"{name} cannot be reached ({type(error).__name__}).", source=name)
            continue
        if response.status_code == 200:
            return response.content
        problem = status_problem(name, response.status_code, response.text)
        if response.status_code < 500:
            break
    raise problem
