"""A gateway on a real database, with services behind it that answer as the contracts say."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

from api_gateway.adapters.wire import Body, BrokenOff, NotReached, Received
from api_gateway.app import Outside, build
from api_gateway.settings import GatewaySettings
from service_kit.caller import read_call

PASSWORD = "a long and quiet password"
ORIGIN = "http://gateway.test"


class Clock:
    """A clock that only moves when a test moves it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Recorded:
    """A request that reached a service behind the gateway."""

    method: str
    path: str
    query: str
    body: bytes
    headers: dict[str, str]
    user_id: UUID | None


@dataclass
class Service:
    """A service behind the gateway: it answers what a test laid down, and remembers what it was asked."""

    secret: str
    answers: dict[tuple[str, str], Callable[[], Response]] = field(default_factory=dict)
    asked: list[Recorded] = field(default_factory=list)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
        async def answer(path: str, request: Request) -> Response:
            caller = read_call(self.secret, request.headers["x-service-call"])
            raw = request.scope["raw_path"].decode()
            self.asked.append(
                Recorded(
                    request.method,
                    raw,
                    request.url.query,
                    await request.body(),
                    dict(request.headers),
                    caller.user,
                )
            )
            made = self.answers.get((request.method, raw))
            return made() if made else Response(b"{}", media_type="application/json")

        return app

    def gives(self, method: str, path: str, body: Any = None, *, status: int = 200, **options: Any) -> None:
        """Lay down an answer: JSON, bytes, or the lines of a stream."""
        if isinstance(body, list) and options.get("stream"):
            self.answers[method, path] = lambda: StreamingResponse(iter(body), media_type="application/x-ndjson")
        elif isinstance(body, bytes):
            kind = options.get("kind", "application/json")
            headers = options.get("headers")
            self.answers[method, path] = lambda: Response(body, status, headers, media_type=kind)
        else:
            from fastapi.responses import JSONResponse  # noqa: PLC0415

            kind = "application/problem+json" if status >= 400 else "application/json"
            self.answers[method, path] = lambda: JSONResponse(body, status, media_type=kind)


class InnerWire:
    """Carries requests to an application in this process."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._http = httpx.AsyncClient(transport=transport)

    async def send(self, method: str, address: str, headers: Mapping[str, str], body: Body) -> Received:
        try:
            asked = self._http.build_request(method, address, headers=dict(headers), content=body)
            answer = await self._http.send(asked, stream=True)
        except httpx.ConnectError as error:
            raise NotReached(str(error)) from error
        except httpx.TransportError as error:
            raise BrokenOff(str(error)) from error
        return Received(answer.status_code, answer.headers, answer.aiter_raw(), answer.aclose)

    async def close(self) -> None:
        # Several gateways of one test share it, and it holds nothing open.
        return None


@dataclass
class House:
    """The services behind the gateway."""

    worker: Service
    engine: Service
    market: Service
    research: Service


@pytest.fixture
def settings(database_url: str) -> GatewaySettings:
    # Cheap hashing: what it costs is Argon2's own affair, and a suite signs in hundreds of times.
    return GatewaySettings.model_validate(
        {
            "database_url": database_url,
            "jwt_secret": "of this suite alone, and long enough for any algorithm that a forger may name",
            "argon2_kib": 8,
            "argon2_passes": 1,
            "heartbeat_seconds": 0.2,
        }
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(settings: GatewaySettings) -> House:
    secret = settings.service_secret.get_secret_value()
    return House(*(Service(secret) for _ in range(4)))


@pytest.fixture(scope="session")
def inner_wire() -> type[InnerWire]:
    """Return what makes a wire of a transport of httpx."""
    return InnerWire


@pytest.fixture
def outside(house: House, clock: Clock) -> Outside:
    names = ("worker", "engine", "market", "research")
    return Outside({name: InnerWire(httpx.ASGITransport(getattr(house, name).app())) for name in names}, clock)


Opener = Callable[..., Any]


@pytest.fixture
def open_gateway(settings: GatewaySettings, outside: Outside) -> Opener:
    """Return a context that gives a client of a gateway with changed settings."""

    @asynccontextmanager
    async def opened(
        client: tuple[str, int] = ("203.0.113.7", 4711), **changes: Any
    ) -> AsyncIterator[httpx.AsyncClient]:
        app = build(GatewaySettings.model_validate({**settings.model_dump(), **changes}), outside)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app, client=client)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as http:
                http.app = app  # type: ignore[attr-defined]
                yield http

    return opened


@pytest.fixture
async def client(open_gateway: Opener) -> AsyncIterator[httpx.AsyncClient]:
    async with open_gateway() as http:
        yield http


@dataclass
class Visitor:
    """A signed-in person with an own client: cookies of their own, and a bearer token."""

    http: httpx.AsyncClient
    email: str
    token: str
    user_id: UUID
    session_id: UUID

    @property
    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


Joiner = Callable[..., Any]


@pytest.fixture
def join(client: httpx.AsyncClient) -> Joiner:
    """Return a coroutine that registers somebody new and signs them in, as a browser or a script would."""

    async def joined(email: str | None = None, *, prefix: str = "/api") -> Visitor:
        http = httpx.AsyncClient(transport=client._transport, base_url=ORIGIN)
        address = email or f"{uuid4().hex[:10]}@example.com"
        body = {"email": address, "password": PASSWORD}
        assert (await http.post(f"{prefix}/auth/register", json=body)).status_code == 201
        answer = await http.post(f"{prefix}/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        signed = answer.json()
        return Visitor(http, address, signed["access_token"], UUID(signed["user"]["id"]), UUID(signed["session_id"]))

    return joined


@pytest.fixture
async def ada(join: Joiner) -> Visitor:
    visitor: Visitor = await join()
    return visitor


@pytest.fixture
async def bob(join: Joiner) -> Visitor:
    visitor: Visitor = await join()
    return visitor
