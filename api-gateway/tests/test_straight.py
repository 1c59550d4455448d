"""The straight way answers as FastAPI would: the same refusals, the same calls to the services, the same answers."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from opentelemetry.instrumentation.fastapi import _get_default_span_details

from api_gateway.api.routers import BUSIEST_FIRST, METHODS
from api_gateway.api.straight import StraightRead, StraightReads
from api_gateway.app import build
from api_gateway.settings import GatewaySettings

READS = StraightReads(BUSIEST_FIRST).reads
GOOD = {
    "symbol": "AAPL",
    "asset": "AAPL",
    "timeframe": "1d",
    "calendar": "XNYS",
    "sources": "file,sample",
    "start": "2020-01-01",
    "end": "2020-12-31",
    "run_id": str(uuid4()),
    "study_id": str(uuid4()),
    "strategy_id": str(uuid4()),
    "conversation_id": str(uuid4()),
    "version": "1",
}
ODD = ("", "0", "-1", "99999999999", "1e3", "nonsense", "a\x00b", "2020-02-30", "x" * 300)


@pytest.fixture
async def two_ways(open_gateway: Any) -> Any:
    """Two gateways over the same services: one goes the straight way, one leaves all to FastAPI."""
    wide = {"rate_read": "1000000/minute", "rate_address": "1000000/minute"}
    async with open_gateway(**wide) as straight, open_gateway(**wide) as plain:
        [first] = [one for one in plain.app.router.routes if isinstance(one, StraightReads)]
        plain.app.router.routes.remove(first)
        yield straight, plain


def requests_of(read: StraightRead) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return paths and queries: as declared, without anything, and with each parameter odd, twice or unknown."""
    named, asked = read.path.model_fields if read.path else {}, read.query.model_fields if read.query else {}
    needed = [(name, GOOD[name]) for name, field in asked.items() if field.is_required()]
    path = read.route.path_format.format_map(GOOD)
    made: list[tuple[str, list[tuple[str, str]]]] = [(path, needed), (path, []), (path, [*needed, ("more", "1")])]
    for name in asked:
        others = [one for one in needed if one[0] != name]
        made += [(path, [*others, (name, value)]) for value in ODD]
        made.append((path, [*others, (name, "nonsense"), (name, GOOD.get(name, "1"))]))
    for name in named:
        odd = [quote(value, safe="") for value in ODD if value]
        made += [(read.route.path_format.format_map({**GOOD, name: value}), needed) for value in odd]
    return made


async def seen(http: httpx.AsyncClient, house: Any, path: str, query: Any, headers: dict[str, str]) -> Any:
    for service in (house.worker, house.engine, house.market, house.research):
        service.asked.clear()
    answer = await http.get(path, params=query, headers={**headers, "x-correlation-id": "one-and-the-same"})
    asked = [
        (one.path, one.query, one.user_id)
        for service in (house.worker, house.engine, house.market, house.research)
        for one in service.asked
    ]
    return answer.status_code, answer.content, answer.headers["content-type"], asked


async def test_it_answers_as_fastapi_would(two_ways: Any, ada: Any, house: Any) -> None:
    for read in READS:
        statuses = set()
        for path, query in requests_of(read):
            straight, plain = [await seen(http, house, path, query, ada.bearer) for http in two_ways]
            assert straight == plain, f"{path} {query}"
            statuses.add(straight[0])
        assert 200 in statuses, read.route.name
        if read.path or read.query:
            assert 422 in statuses, f"{read.route.name} refused nothing"


async def test_it_lets_nobody_in_whom_fastapi_would_not(two_ways: Any, house: Any) -> None:
    for path, query in (requests_of(read)[0] for read in READS):
        for headers in ({}, {"authorization": "Bearer nonsense"}, {"cookie": "vt_access=nonsense"}):
            straight, plain = [await seen(http, house, path, query, headers) for http in two_ways]
            assert straight == plain, path
            assert (straight[0], straight[3]) == (401, []), path


async def test_a_personal_token_without_the_scope_is_refused(two_ways: Any, ada: Any, house: Any) -> None:
    made = await ada.http.post("/api/auth/tokens", json={"name": "x", "scopes": ["chat"]}, headers=ada.bearer)
    headers = {"authorization": f"Bearer {made.json()['token']}"}
    straight, plain = [await seen(http, house, "/api/market/symbols", [("q", "a")], headers) for http in two_ways]
    assert straight == plain
    assert (straight[0], straight[3]) == (403, [])


async def test_it_counts_in_the_same_budget(open_gateway: Any, ada: Any) -> None:
    async with open_gateway(rate_read="3/minute") as http:
        answers = [await http.get("/api/catalogue", headers=ada.bearer) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["ratelimit-remaining"] for one in answers] == ["2", "1", "0", "0"]


def test_what_declares_more_is_left_to_fastapi() -> None:
    straight = {read.route.path for read in READS}
    assert {"/market/data", "/market/symbols", "/backtest/{run_id}", "/catalogue"} <= straight
    others = {"/market/backup", "/users/me", "/users/me/export", "/auth/sessions", "/auth/events", "/strategies"}
    assert others <= METHODS.keys()
    assert not straight & others


def test_spans_are_named_by_the_template_of_a_path(settings: GatewaySettings) -> None:
    app = build(settings)
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/backtest/{uuid4()}",
        "app": app,
        "headers": [],
        "root_path": "",
    }
    assert _get_default_span_details(scope)[0] == "GET /backtest/{run_id}"
