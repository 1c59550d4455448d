"""What passes through the gateway to the services behind it, and back."""

import hashlib
import json
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api_gateway.usecases.runs import RunRequest

CSRF = {"x-csrf-protection": "1"}
RUN_ID = "7b0c6f1e-2f43-4f0a-9a63-0b6f5ad3a111"


@pytest.fixture
def document() -> dict[str, Any]:
    return {
        "name": "Averages",
        "universe": ["AAPL"],
        "rules": [{"id": "r1", "action": "enter_long", "when": "close > open"}],
    }


@pytest.fixture
def run_state() -> dict[str, Any]:
    return {
        "id": RUN_ID,
        "status": "queued",
        "settings": {"start": "2020-01-01", "end": "2020-12-31"},
        "created_at": "2024-01-01T00:00:00Z",
    }


@pytest.fixture
def stored(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "name": "Averages",
        "version": 3,
        "strategy": document,
        "readback": "",
        "code": "",
        "created_at": "2024-01-01T00:00:00Z",
        "updated_at": "2024-01-01T00:00:00Z",
    }


async def test_the_services_learn_who_asks_and_nothing_of_the_client_s_secrets(ada: Any, house: Any) -> None:
    await ada.http.get("/api/strategies?page=2&page_size=5&sort=created_at")
    asked = house.worker.asked[0]
    assert asked.user_id == ada.user_id
    assert asked.query == "page=2&page_size=5&sort=created_at"
    assert "cookie" not in asked.headers
    assert "authorization" not in asked.headers


async def test_an_answer_passes_through_byte_for_byte(ada: Any, house: Any) -> None:
    odd = b'{"items":[ ],  "page":1,"page_size":20,"total":0.0}'
    house.worker.gives("GET", "/strategies", odd)
    assert (await ada.http.get("/api/strategies")).content == odd


async def test_a_large_answer_passes_through_in_pieces(ada: Any, house: Any) -> None:
    large = b"[" + b"1," * 4_000_000 + b"1]"
    house.market.gives("GET", "/market/data", large, headers={"x-source": "file"})
    answer = await ada.http.get("/api/market/data?symbol=AAPL")
    assert answer.content == large
    assert answer.headers["x-source"] == "file"


async def test_a_refusal_of_a_service_passes_through_as_it_is(ada: Any, house: Any) -> None:
    problem = {
        "title": "Not found",
        "status": 404,
        "detail": "No source has bars for XYZ.",
        "code": "unknown_symbol",
        "facts": {"symbol": "XYZ"},
    }
    house.market.gives("GET", "/market/data", problem, status=404)
    answer = await ada.http.get("/api/market/data?symbol=XYZ")
    assert answer.status_code == 404
    assert answer.json() == problem
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_service_that_is_down_is_a_clear_503_with_retry_after(
    ada: Any, open_gateway: Any, outside: Any, inner_wire: Any
) -> None:
    refusing = httpx.MockTransport(lambda _request: (_ for _ in ()).throw(httpx.ConnectError("no")))
    outside.wires["market"] = inner_wire(refusing)
    async with open_gateway() as http:
        answer = await http.get("/market/data?symbol=AAPL", headers=ada.bearer)
    assert answer.status_code == 503
    assert answer.json()["code"] == "service_down"
    assert int(answer.headers["retry-after"]) >= 1


async def test_it_is_ready_when_every_part_has_been_ready_once(open_gateway: Any, house: Any) -> None:
    house.market.gives("GET", "/readyz", {"ready": False}, status=503)
    async with open_gateway() as http:
        early = await http.get("/readyz")
        house.market.gives("GET", "/readyz", {"ready": True})
        later = await http.get("/readyz")
        house.market.gives("GET", "/readyz", {"ready": False}, status=503)
        in_trouble = await http.get("/readyz")
    assert early.status_code == 503
    assert later.json()["checks"]["parts"] == ["engine", "market", "research", "worker"]
    assert in_trouble.status_code == 200, "what does not need that part goes on"


@pytest.mark.parametrize(
    ("method", "failure_and_tries"),
    [
        ("GET", (httpx.ConnectError, 3)),
        ("GET", (httpx.ReadError, 3)),
        ("POST", (httpx.ConnectError, 3)),
        ("POST", (httpx.ReadError, 1)),
    ],
)
async def test_what_may_have_been_carried_out_is_never_tried_again(
    ada: Any, open_gateway: Any, outside: Any, inner_wire: Any, method: str, failure_and_tries: Any
) -> None:
    failure, tries = failure_and_tries
    tried = []

    def fail(request: httpx.Request) -> httpx.Response:
        tried.append(request.url.path)
        raise failure("no")

    outside.wires["worker"] = inner_wire(httpx.MockTransport(fail))
    async with open_gateway() as http:
        path = "/strategies" if method == "GET" else f"/strategies/{uuid4()}/restore"
        answer = await http.request(method, path, headers=ada.bearer)
    assert answer.status_code == 503
    assert len(tried) == tries


async def test_a_symbol_with_a_slash_reaches_the_service_as_it_was_written(ada: Any, house: Any) -> None:
    for path in ("/market/symbols/BTC/USDT", "/market/symbols/%5EGSPC", "/market/symbols/%E8%85%BE%E8%AE%AF"):
        await ada.http.get(f"/api{path}")
    assert [one.path for one in house.market.asked] == [
        "/market/symbols/BTC/USDT",
        "/market/symbols/%5EGSPC",
        "/market/symbols/%E8%85%BE%E8%AE%AF",
    ]


async def test_a_run_of_a_stored_strategy_hands_the_document_to_the_engine(
    ada: Any, house: Any, stored: Any, run_state: Any
) -> None:
    house.worker.gives("GET", f"/strategies/{stored['id']}", stored)
    house.engine.gives("POST", "/backtest/run", run_state, status=202)
    wish = {"strategy_id": stored["id"], "start": "2020-01-01", "end": "2020-12-31", "initial_cash": 1_000_000}
    answer = await ada.http.post("/api/backtest/run", json=wish, headers=CSRF)
    assert answer.status_code == 202
    assert answer.json()["id"] == RUN_ID
    assert answer.headers["location"] == f"/api/backtest/{RUN_ID}"
    handed = json.loads(house.engine.asked[0].body)
    assert handed["strategy"]["name"] == "Averages"
    assert handed["strategy_id"] == stored["id"]
    assert handed["strategy_version"] == 3
    assert handed["initial_cash"] == 1_000_000
    assert date.fromisoformat(handed["start"]) == date(2020, 1, 1)


async def test_a_run_of_one_version_asks_for_that_version(ada: Any, house: Any, stored: Any, run_state: Any) -> None:
    version = {
        "strategy_id": stored["id"],
        "version": 1,
        "strategy": stored["strategy"],
        "readback": "",
        "code": "",
        "author": "person",
        "created_at": "2024-01-01T00:00:00Z",
    }
    house.worker.gives("GET", f"/strategies/{stored['id']}/versions/1", version)
    house.engine.gives("POST", "/backtest/run", run_state, status=202)
    wish = {"strategy_id": stored["id"], "strategy_version": 1, "start": "2020-01-01", "end": "2020-12-31"}
    assert (await ada.http.post("/api/backtest/run", json=wish, headers=CSRF)).status_code == 202
    assert json.loads(house.engine.asked[0].body)["strategy_version"] == 1


async def test_a_document_beside_an_id_counts_for_the_lineage_of_a_strategy_that_must_be_the_user_s(
    ada: Any, house: Any, stored: Any, document: Any
) -> None:
    problem = {"title": "Not found", "status": 404, "detail": "There is no such strategy.", "code": "unknown_strategy"}
    house.worker.gives("GET", f"/strategies/{stored['id']}", problem, status=404)
    wish = {"strategy_id": stored["id"], "strategy": document, "start": "2020-01-01", "end": "2020-12-31"}
    answer = await ada.http.post("/api/backtest/run", json=wish, headers=CSRF)
    assert answer.status_code == 404
    assert answer.json()["code"] == "unknown_strategy"
    assert house.engine.asked == []


@pytest.mark.parametrize(
    "wish",
    [
        {"start": "2020-01-01", "end": "2020-12-31"},
        {"strategy_version": 2, "start": "2020-01-01", "end": "2020-12-31"},
        {"strategy_id": str(uuid4()), "start": "yesterday", "end": "2020-12-31"},
        {"strategy_id": str(uuid4()), "start": "2020-01-01", "end": "2020-12-31", "initial_cash": -1},
        {"strategy_id": str(uuid4()), "start": "2020-01-01", "end": "2020-12-31", "leverage": 3},
    ],
)
async def test_a_run_that_is_malformed_is_refused_before_anybody_is_asked(ada: Any, house: Any, wish: Any) -> None:
    answer = await ada.http.post("/api/backtest/run", json=wish, headers=CSRF)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]
    assert house.worker.asked == house.engine.asked == []


async def test_an_idempotency_key_gives_the_first_answer_again(
    ada: Any, house: Any, document: Any, run_state: Any
) -> None:
    house.engine.gives("POST", "/backtest/run", run_state, status=202)
    wish = {"strategy": document, "start": "2020-01-01", "end": "2020-12-31"}
    headers = {**CSRF, "idempotency-key": "run-number-one"}
    answers = [await ada.http.post("/api/backtest/run", json=wish, headers=headers) for _ in range(3)]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert [answer.status_code for answer in answers] == [202] * 3
    assert len(house.engine.asked) == 1
    other = await ada.http.post("/api/backtest/run", json={**wish, "initial_cash": 5}, headers=headers)
    assert other.status_code == 409
    assert other.json()["code"] == "idempotency_key_reused"


async def test_an_idempotency_key_belongs_to_its_user(
    ada: Any, bob: Any, house: Any, document: Any, run_state: Any
) -> None:
    house.engine.gives("POST", "/backtest/run", run_state, status=202)
    wish = {"strategy": document, "start": "2020-01-01", "end": "2020-12-31"}
    for visitor in (ada, bob):
        headers = {**CSRF, "idempotency-key": "the-same-name"}
        assert (await visitor.http.post("/api/backtest/run", json=wish, headers=headers)).status_code == 202
    assert [one.user_id for one in house.engine.asked] == [ada.user_id, bob.user_id]


async def test_a_refused_run_gives_its_idempotency_key_back(
    ada: Any, house: Any, document: Any, run_state: Any
) -> None:
    problem = {"title": "Rejected", "status": 422, "detail": "Not so.", "code": "invalid_document"}
    house.engine.gives("POST", "/backtest/run", problem, status=422)
    wish = {"strategy": document, "start": "2020-01-01", "end": "2020-12-31"}
    headers = {**CSRF, "idempotency-key": "try-it-again"}
    assert (await ada.http.post("/api/backtest/run", json=wish, headers=headers)).status_code == 422
    house.engine.gives("POST", "/backtest/run", run_state, status=202)
    assert (await ada.http.post("/api/backtest/run", json=wish, headers=headers)).status_code == 202


async def test_a_run_whose_answer_was_lost_is_asked_for_again_under_the_same_id(
    ada: Any, house: Any, document: Any, run_state: Any
) -> None:
    lost = {"title": "Unavailable", "status": 503, "detail": "Gone.", "code": "service_down"}
    house.engine.gives("POST", "/backtest/run", lost, status=503)
    wish = {"strategy": document, "start": "2020-01-01", "end": "2020-12-31"}
    headers = {**CSRF, "idempotency-key": "the-engine-died"}
    assert (await ada.http.post("/api/backtest/run", json=wish, headers=headers)).status_code == 503
    other = await ada.http.post("/api/backtest/run", json={**wish, "initial_cash": 5}, headers=headers)
    assert other.json()["code"] == "idempotency_key_reused"
    house.engine.gives("POST", "/backtest/run", run_state, status=202)
    assert (await ada.http.post("/api/backtest/run", json=wish, headers=headers)).status_code == 202
    first, second = (one.query for one in house.engine.asked)
    assert first.startswith("run_id=")
    assert first == second


async def test_a_claim_whose_gateway_died_is_taken_over_with_its_id_after_a_while(
    ada: Any, house: Any, document: Any, run_state: Any, clock: Any
) -> None:
    wish = {"strategy": document, "start": "2020-01-01", "end": "2020-12-31"}
    headers = {**ada.bearer, "idempotency-key": "the-gateway-died"}
    table = ada.http._transport.app.state.gateway.once_only.idempotency
    body = RunRequest.model_validate(wish).model_dump_json().encode()
    claim = await table.claim(ada.user_id, "the-gateway-died", hashlib.sha256(body).digest(), clock())
    house.engine.gives("POST", "/backtest/run", run_state, status=202)
    assert (await ada.http.post("/api/backtest/run", json=wish, headers=headers)).status_code == 409
    clock.forward(minutes=3)
    assert (await ada.http.post("/api/backtest/run", json=wish, headers=headers)).status_code == 202
    assert house.engine.asked[-1].query == f"run_id={claim.id}"


async def test_the_user_s_own_llm_key_travels_to_the_worker_with_the_message_and_nowhere_else(
    ada: Any, bob: Any, house: Any
) -> None:
    offer = {"key": "sk-of-ada", "base_url": "https://llm.example.com/v1", "model": "large"}
    stored = await ada.http.put("/api/users/me/keys/openai", json=offer, headers=CSRF)
    assert stored.status_code == 200
    assert "sk-of-ada" not in stored.text
    assert "sk-of-ada" not in (await ada.http.get("/api/users/me/keys")).text
    for visitor in (ada, bob):
        await visitor.http.post("/api/chat/strategy", json={"message": "buy"}, headers=CSRF)
    await ada.http.get("/api/strategies")
    first, second, third = house.worker.asked
    assert first.headers["x-llm-key"] == "sk-of-ada"
    assert first.headers["x-llm-provider"] == "openai"
    assert first.headers["x-llm-base-url"] == "https://llm.example.com/v1"
    assert first.headers["x-llm-model"] == "large"
    assert "x-llm-key" not in second.headers
    assert "x-llm-key" not in third.headers


async def test_a_client_cannot_slip_service_headers_past_the_gateway(ada: Any, house: Any) -> None:
    forged = {**CSRF, "x-llm-key": "sk-forged", "x-service-call": "forged", "x-user-id": str(uuid4())}
    await ada.http.post("/api/chat/strategy", json={"message": "buy"}, headers=forged)
    asked = house.worker.asked[0]
    assert "x-llm-key" not in asked.headers
    assert "x-user-id" not in asked.headers
    assert asked.user_id == ada.user_id


async def test_the_store_of_bars_is_closed_to_users_where_the_operator_says_so(ada: Any, open_gateway: Any) -> None:
    wish = {"symbol": "AAPL", "timeframe": "1d"}
    async with open_gateway(open_market_store=False) as http:
        answer = await http.post("/market/ingest", json=wish, headers=ada.bearer)
    assert answer.json()["code"] == "operators_only"
    async with open_gateway(open_market_store=True) as http:
        assert (await http.post("/market/ingest", json=wish, headers=ada.bearer)).status_code == 200


async def test_a_correlation_id_goes_in_and_out_and_to_the_services(ada: Any, house: Any) -> None:
    headers = {"x-correlation-id": "from-the-client-1"}
    answer = await ada.http.get("/api/strategies", headers=headers)
    assert answer.headers["x-correlation-id"] == "from-the-client-1"
    assert house.worker.asked[0].headers["x-correlation-id"] == "from-the-client-1"
    missing = await ada.http.get("/api/nowhere", headers=headers)
    assert missing.json()["correlation_id"] == "from-the-client-1"


async def test_a_document_is_made_tunable_by_the_worker(ada: Any, house: Any, document: dict[str, Any]) -> None:
    lifted = {"document": {**document, "parameters": [{"name": "sma_length", "value": 20}]}}
    house.worker.gives("POST", "/strategies/tunable", lifted)
    answer = await ada.http.post("/api/strategies/tunable", json={"document": document}, headers=CSRF)
    assert answer.json() == lifted
    assert json.loads(house.worker.asked[0].body)["document"]["name"] == "Averages"
