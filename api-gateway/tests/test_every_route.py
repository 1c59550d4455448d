"""A walk over every route: nobody without a sign-in, with a false one or with a revoked one gets in; nobody gets at the
things of another."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
import pytest

from api_gateway.api.routers import METHODS
from api_gateway.openapi import openapi_text
from api_gateway.settings import GatewaySettings
from service_kit.settings import DEVELOPMENT_SECRET

CSRF = {"x-csrf-protection": "1"}
STRATEGY = {"name": "A", "universe": ["AAPL"], "rules": []}
DAYS = {"start": "2020-01-01", "end": "2020-12-31"}
RUN = {"id": str(uuid4()), "status": "queued", "settings": DAYS, "created_at": "2024-01-01T00:00:00Z"}

OPEN_TO_ALL = {
    "register",
    "login",
    "refresh",
    "logout",
    "challenge_passkey",
    "sign_in_with_passkey",
    "healthz",
    "readyz",
}
BODIES: dict[str, Any] = {
    "update_me": {},
    "delete_me": None,
    "change_password": {"current_password": "wrong password", "new_password": "another long password"},
    "create_token": {"name": "x", "scopes": ["read"]},
    "add_passkey": {"challenge_id": str(uuid4()), "credential": {}},
    "put_key": {"key": "sk-1"},
    "chat": {"message": "buy"},
    "rename_conversation": {"title": "x"},
    "create_strategy": {"strategy": STRATEGY},
    "update_strategy": {"strategy": STRATEGY},
    "validate_strategy": {"strategy": STRATEGY},
    "make_tunable": {"document": STRATEGY},
    "export_strategy": {"strategy": STRATEGY},
    "run_backtest": {"strategy": STRATEGY, **DAYS},
    "count_signals": {"strategy": STRATEGY, **DAYS},
    "preview_indicators": {"strategy": STRATEGY, **DAYS},
    "start_study": {"kind": "sweep", "request": {}},
    "ingest_bars": {"symbol": "AAPL", "timeframe": "1d"},
    "upload_bars": None,
    "check_bars": None,
    "restore_store": None,
}
VALUES = {
    "provider": "openai",
    "target": "python",
    "version": "1",
    "symbol": "AAPL",
    "timeframe": "1d",
    "asset": "AAPL",
    "calendar": "XNYS",
    **DAYS,
    "sources": "file,sample",
}


@dataclass(frozen=True)
class Route:
    """A route as the OpenAPI document shows it."""

    method: str
    path: str
    operation: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.operation["operationId"])


ROUTES = [
    Route(method.upper(), path, operation)
    for path, methods in json.loads(openapi_text())["paths"].items()
    for method, operation in methods.items()
]
GUARDED = [route for route in ROUTES if route.name not in OPEN_TO_ALL]


@pytest.fixture
def request_of() -> Callable[..., dict[str, Any]]:
    """Return a function that makes a well-formed request of an operation."""

    def made(route: Route) -> dict[str, Any]:
        query, path, operation = {}, route.path, route.operation
        for parameter in operation.get("parameters", []):
            value = VALUES.get(parameter["name"], str(uuid4()))
            if parameter["in"] == "path":
                path = path.replace("{" + parameter["name"] + "}", value)
            elif parameter["in"] == "query" and parameter["required"]:
                query[parameter["name"]] = value
        body = BODIES[route.name] if "requestBody" in operation else None
        return {"method": route.method, "url": path, "params": query, "json": body}

    return made


@pytest.fixture
def false_tokens(ada: Any, settings: GatewaySettings) -> dict[str, str]:
    claims = jwt.decode(ada.token, options={"verify_signature": False})
    secret = settings.jwt_secret.get_secret_value()

    def signed(key: str = secret, algorithm: str = "HS256", **changes: Any) -> str:
        merged = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(merged, key, algorithm=algorithm)

    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    unsigned = f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."
    empty_signature = base64.urlsafe_b64encode(hmac.digest(b"", unsigned[:-1].encode(), hashlib.sha256))
    service_call = {"iss": "api-gateway", "aud": "vibetrading-internal", "sub": claims["sub"], "exp": claims["exp"]}
    return {
        "alg none": unsigned,
        "alg None": f"{part({'alg': 'None', 'typ': 'JWT'})}.{part(claims)}.",
        "wrong key": signed("w" * 64),
        "empty key": f"{unsigned}{empty_signature.decode()}",
        "another algorithm": signed(algorithm="HS512"),
        "wrong audience": signed(aud="vibetrading-internal"),
        "no audience": signed(aud=None),
        "wrong issuer": signed(iss="somebody"),
        "expired": signed(exp=claims["iat"] - 1),
        "no expiry": signed(exp=None),
        "no session": signed(sid=None),
        "another session": signed(sid=str(uuid4())),
        "no user": signed(sub=None),
        "not a user": signed(sub="root"),
        "a service call": jwt.encode(service_call, DEVELOPMENT_SECRET, algorithm="HS256"),
        "cut": ada.token[:-4],
        "other claims": ".".join(
            [ada.token.split(".")[0], part({**claims, "sub": str(uuid4())}), ada.token.split(".")[2]]
        ),
        "garbage": "garbage",
        "unknown personal token": "vt_pat_" + "A" * 43,
        "a refresh token": ada.http.cookies["vt_refresh"],
    }


def test_the_walk_knows_every_route_that_takes_a_body() -> None:
    with_body = {route.name for route in GUARDED if "requestBody" in route.operation}
    assert with_body == set(BODIES)


def test_the_walk_goes_over_every_route_that_is_served() -> None:
    served = {
        (method, path.replace(":path}", "}")) for path, methods in METHODS.items() for method in methods - {"HEAD"}
    }
    # The document itself, and what Prometheus reads, which the proxy keeps inside.
    beside = {("GET", "/openapi.json"), ("GET", "/metrics")}
    assert {(route.method, route.path) for route in ROUTES} == served - beside


def test_every_route_but_those_of_signing_in_asks_for_a_sign_in() -> None:
    for route in ROUTES:
        assert ("security" in route.operation) == (route.name not in OPEN_TO_ALL), route.name


@pytest.mark.parametrize("route", GUARDED, ids=[route.name for route in GUARDED])
async def test_nobody_comes_in_without_a_sign_in(
    client: httpx.AsyncClient, house: Any, request_of: Any, route: Route
) -> None:
    answer = await client.request(**request_of(route))
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"
    assert not any((house.worker.asked, house.engine.asked, house.market.asked, house.research.asked))


@pytest.mark.parametrize("route", GUARDED, ids=[route.name for route in GUARDED])
async def test_nobody_comes_in_with_a_false_token(
    client: httpx.AsyncClient,
    house: Any,
    request_of: Any,
    false_tokens: dict[str, str],
    route: Route,
) -> None:
    request = request_of(route)
    for name, token in false_tokens.items():
        for headers in ({"authorization": f"Bearer {token}"}, {"cookie": f"vt_access={token}", **CSRF}):
            answer = await client.request(**request, headers=headers)
            assert answer.status_code == 401, name
            expected = "token_expired" if name == "expired" else "not_signed_in"
            assert answer.json()["code"] == expected, name
    assert not any((house.worker.asked, house.engine.asked, house.market.asked, house.research.asked))


@pytest.mark.parametrize("route", GUARDED, ids=[route.name for route in GUARDED])
async def test_nobody_comes_in_with_a_revoked_token(
    client: httpx.AsyncClient, ada: Any, request_of: Any, route: Route
) -> None:
    wish = {"name": "script", "scopes": ["read", "write", "chat", "run"]}
    made = (await ada.http.post("/auth/tokens", json=wish, headers=ada.bearer)).json()
    assert (await ada.http.delete(f"/auth/tokens/{made['id']}", headers=ada.bearer)).status_code == 204
    assert (await ada.http.post("/auth/logout-everywhere", headers=ada.bearer)).status_code == 204
    for token in (ada.token, made["token"]):
        answer = await client.request(**request_of(route), headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401


@pytest.mark.parametrize("route", GUARDED, ids=[route.name for route in GUARDED])
async def test_whatever_somebody_asks_for_is_asked_in_their_own_name(
    house: Any, ada: Any, bob: Any, request_of: Any, route: Route
) -> None:
    request = request_of(route)
    house.engine.gives("POST", "/backtest/run", RUN, status=202)
    for service, path in (
        (house.worker, "/strategies"),
        (house.worker, "/conversations"),
        (house.engine, "/backtests"),
    ):
        service.gives("GET", path, {"items": [], "page": 1, "page_size": 20, "total": 0})
    # As a cookie of the other person beside the own bearer token, and as ids of the other person's things.
    headers = {**bob.bearer, "cookie": f"vt_access={ada.token}", "x-user-id": str(ada.user_id)}
    request["url"] = request["url"].replace("{session_id}", str(ada.session_id))
    answer = await bob.http.request(**request, headers=headers)
    assert answer.status_code != 401 or route.name == "change_password"
    assert answer.status_code < 500
    asked = [*house.worker.asked, *house.engine.asked, *house.market.asked, *house.research.asked]
    assert {one.user_id for one in asked} <= {bob.user_id}
    assert str(ada.user_id) not in answer.text
    assert ada.email not in answer.text


@pytest.mark.parametrize("kind", ["sessions", "tokens", "passkeys"])
async def test_what_another_person_has_cannot_be_told_from_what_does_not_exist(ada: Any, bob: Any, kind: str) -> None:
    wish = {"name": "script", "scopes": ["read"]}
    theirs = {
        "sessions": ada.session_id,
        "tokens": (await ada.http.post("/auth/tokens", json=wish, headers=ada.bearer)).json()["id"],
        "passkeys": uuid4(),
    }[kind]
    found = await bob.http.delete(f"/auth/{kind}/{theirs}", headers=bob.bearer)
    missing = await bob.http.delete(f"/auth/{kind}/{uuid4()}", headers=bob.bearer)
    assert found.status_code == missing.status_code == 404
    assert {**found.json(), "facts": None, "correlation_id": None} == {
        **missing.json(),
        "facts": None,
        "correlation_id": None,
    }
    assert isinstance(UUID(str(theirs)), UUID)


@pytest.mark.parametrize("route", GUARDED, ids=[route.name for route in GUARDED])
async def test_a_token_without_scopes_that_fit_is_refused_everywhere(
    house: Any, ada: Any, request_of: Any, route: Route
) -> None:
    wish = {"name": "script", "scopes": ["chat"]}
    made = (await ada.http.post("/auth/tokens", json=wish, headers=ada.bearer)).json()
    ada.http.cookies.clear()
    answer = await ada.http.request(**request_of(route), headers={"authorization": f"Bearer {made['token']}"})
    if route.name == "chat":
        assert answer.status_code == 200
    else:
        assert answer.status_code == 403
        assert answer.json()["code"] == "scope_missing"
        assert not any((house.worker.asked, house.engine.asked, house.market.asked, house.research.asked))
