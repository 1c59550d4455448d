"""An application of the house, seen from outside."""

from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel, SecretStr
from structlog.testing import capture_logs

from service_kit.app import create_app
from service_kit.caller import HEADER, CallerDep, UnsignedCall, read_call, sign_call
from service_kit.client import ServiceClient, ServiceDown
from service_kit.metrics import Gauge
from service_kit.settings import ServiceSettings
from trading_contracts.problem import NotFound, Rejected, Unavailable, UnknownSymbol

SECRET = "a-secret-of-at-least-thirty-two-bytes"


class Order(BaseModel):
    quantity: int


class LotTooSmall(Rejected):
    """An order smaller than a lot."""


def routes() -> APIRouter:
    router = APIRouter()

    @router.get("/whoami")
    async def whoami(caller: CallerDep) -> dict[str, str]:
        return {"service": caller.service, "user": str(caller.user_id)}

    @router.post("/orders")
    async def orders(order: Order) -> Order:
        if order.quantity < 100:
            raise LotTooSmall("A lot is 100 shares.", lot=100)
        return order

    @router.get("/missing")
    async def missing() -> None:
        raise UnknownSymbol("No source has SPYY.", symbol="SPYY")

    @router.get("/busy")
    async def busy() -> None:
        raise Unavailable("Busy.", retry_after=7)

    @router.get("/broken")
    async def broken() -> None:
        message = "password=hunter2"
        raise RuntimeError(message)

    return router


@pytest.fixture
def transport() -> httpx.ASGITransport:
    settings = ServiceSettings(service_name="orders", service_secret=SecretStr(SECRET))
    return httpx.ASGITransport(create_app(settings, routers=[routes()], internal=True), raise_app_exceptions=False)


@pytest.fixture
async def client(transport: httpx.ASGITransport):
    client = ServiceClient("http://orders", secret=SECRET, service="gateway", transport=transport)
    yield client
    await client.close()


async def test_a_signed_call_says_which_service_calls_for_which_user(client: ServiceClient) -> None:
    user = uuid4()
    answer = await client.get("/whoami", dict[str, str], user_id=user)
    assert answer == {"service": "gateway", "user": str(user)}


async def test_what_changes_something_or_is_refused_stands_in_the_log_under_its_route(
    transport: httpx.ASGITransport,
) -> None:
    signed = {HEADER: sign_call(SECRET, "gateway", uuid4())}
    with capture_logs() as logs:
        async with httpx.AsyncClient(transport=transport, base_url="http://orders", headers=signed) as caller:
            await caller.get("/whoami")
            await caller.get("/missing?secret=1")
            await caller.post("/orders", json={"quantity": 100})
            await caller.get("/healthz")
    noted = [line for line in logs if line["event"] == "request" and line["log_level"] == "info"]
    assert [(line["method"], line["route"], line["status"]) for line in noted] == [
        ("GET", "/missing", 404),
        ("POST", "/orders", 200),
    ]


async def test_an_unsigned_call_is_refused_but_health_is_open(transport: httpx.ASGITransport) -> None:
    async with httpx.AsyncClient(transport=transport, base_url="http://orders") as anyone:
        refused = await anyone.get("/whoami")
        assert (refused.status_code, refused.json()["code"]) == (401, "unsigned_call")
        assert (await anyone.get("/healthz")).json() == {"status": "ok"}
        assert (await anyone.get("/readyz")).status_code == 200
        metrics = (await anyone.get("/metrics")).text
        assert 'http_requests_total{method="GET",route="/healthz",service="orders",status="200"} 1.0' in metrics


def test_a_call_signed_with_another_secret_or_without_one_is_refused() -> None:
    with pytest.raises(UnsignedCall):
        read_call(SECRET, sign_call("another-secret-of-thirty-two-bytes-or-more", "gateway"))
    with pytest.raises(UnsignedCall):
        read_call(SECRET, "")


async def test_a_refusal_arrives_as_the_same_class_with_its_facts(client: ServiceClient) -> None:
    with pytest.raises(UnknownSymbol, match="SPYY") as refusal:
        await client.get("/missing", dict)
    assert refusal.value.facts == {"symbol": "SPYY"}
    with pytest.raises(LotTooSmall) as small:
        await client.post("/orders", Order(quantity=1), Order)
    assert small.value.facts == {"lot": 100}


async def test_a_malformed_body_names_the_field(client: ServiceClient) -> None:
    with pytest.raises(Rejected) as refusal:
        await client.post("/orders", {"quantity": "many"}, Order)
    assert refusal.value.code == "invalid_request"
    assert refusal.value.errors[0].path == "body.quantity"


async def test_an_unknown_route_and_a_wrong_method_are_problem_documents(client: ServiceClient) -> None:
    with pytest.raises(NotFound):
        await client.get("/nowhere", dict)
    with pytest.raises(Rejected) as refusal:
        await client.request("DELETE", "/orders")
    assert refusal.value.code == "method_not_allowed"


async def test_an_unexpected_error_tells_nothing_of_the_inside(transport: httpx.ASGITransport) -> None:
    headers = {"x-service-call": sign_call(SECRET, "gateway"), "x-correlation-id": "abcdef123456"}
    async with httpx.AsyncClient(transport=transport, base_url="http://orders", headers=headers) as caller:
        answer = await caller.get("/broken")
        busy = await caller.get("/busy")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["correlation_id"] == "abcdef123456"
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "7")


async def test_a_service_that_is_away_is_unavailable_by_name() -> None:
    client = ServiceClient("http://127.0.0.1:9", secret=SECRET, service="gateway")
    with pytest.raises(ServiceDown):
        await client.get("/whoami", dict)
    await client.close()


def test_default_secrets_are_refused_in_production() -> None:
    with pytest.raises(ValueError, match="SERVICE_SECRET"):
        ServiceSettings(environment="production")


async def test_what_a_service_counts_is_shown_when_it_is_asked_and_a_figure_that_cannot_be_had_is_left_out() -> None:
    counts: dict[tuple[str, ...], float] = {("queued",): 3, ("running",): 1}

    async def runs() -> dict[tuple[str, ...], float]:
        return counts

    async def broken() -> dict[tuple[str, ...], float]:
        raise ConnectionError

    settings = ServiceSettings(service_name="orders", service_secret=SecretStr(SECRET))
    gauges = (Gauge("runs", "Runs by state", runs, ("status",)), Gauge("depth", "Waiting", broken))
    transport = httpx.ASGITransport(create_app(settings, routers=[], gauges=gauges))
    async with httpx.AsyncClient(transport=transport, base_url="http://orders") as anyone:
        first = (await anyone.get("/metrics")).text
        del counts[("queued",)]
        second = (await anyone.get("/metrics")).text
    assert 'runs{service="orders",status="queued"} 3.0' in first
    assert 'runs{service="orders",status="running"} 1.0' in second
    assert "queued" not in second
    assert "\ndepth" not in second
