"""The gateway put together: settings -> adapters -> use cases -> application."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastapi import FastAPI
from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]

from api_gateway.adapters.crypto import AesGcmVault, Argon2Hasher, SignedTokens
from api_gateway.adapters.journal_tables import AuditTable, FailuresTable, IdempotencyTable
from api_gateway.adapters.keys_table import KeysTable
from api_gateway.adapters.limiter import open_limiter
from api_gateway.adapters.passkeys_table import ChallengesTable, PasskeysTable
from api_gateway.adapters.people_table import PeopleTable
from api_gateway.adapters.service import ServiceUpstream
from api_gateway.adapters.sessions_table import SessionsTable
from api_gateway.adapters.tokens_table import TokensTable
from api_gateway.adapters.webauthn_ceremonies import WebAuthnCeremonies
from api_gateway.adapters.wire import NetworkWire, Wire
from api_gateway.api.context import Gateway, Services, Shelves
from api_gateway.api.edge.headers import AnswerHeaders
from api_gateway.api.edge.limits import AddressBudget, BodyBounds
from api_gateway.api.edge.methods import MethodsOfPaths
from api_gateway.api.edge.page import PageOr, read_page
from api_gateway.api.edge.prefix import ApiPrefix
from api_gateway.api.reference import DESCRIPTION, complete
from api_gateway.api.routers import BUSIEST_FIRST, METHODS, PATHS
from api_gateway.api.sockets.door import HandshakeRefused, already_answered
from api_gateway.api.straight import StraightReads
from api_gateway.domain.seats import Seats
from api_gateway.ports.services import Call
from api_gateway.settings import GatewaySettings
from api_gateway.usecases.account import Account
from api_gateway.usecases.authenticate import Authenticator
from api_gateway.usecases.export import Export
from api_gateway.usecases.passkeys import PasskeyDesk
from api_gateway.usecases.passwords import PasswordChange, PasswordCheck, PasswordSignIn, Registration
from api_gateway.usecases.personal_tokens import TokenDesk
from api_gateway.usecases.runs import OnceOnly, RunStarter
from api_gateway.usecases.sessions import SessionEnder, SessionKeeper
from api_gateway.usecases.streams import ChatStreams
from api_gateway.usecases.vendor_keys import KeyDesk
from database.away import is_away
from database.connect import open_engine, open_sessions
from service_kit.app import create_app
from service_kit.metrics import Gauge


@dataclass(frozen=True, slots=True)
class Outside:
    """What a test puts in place of the world: wires to the services, and a clock."""

    wires: Mapping[str, Wire] = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


def build(settings: GatewaySettings, outside: Outside | None = None) -> FastAPI:
    """Return the gateway as an application.

    Raises:
        ValueError: A file of the page bears the name of a route.
    """
    outside = outside or Outside()
    engine = open_engine(settings.database_url, pool_size=10)
    services = _services(settings, outside)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.gateway = gateway = _assemble(settings, open_sessions(engine), services, outside.clock)
        yield
        await gateway.chat_streams.close()
        await gateway.limiter.close()
        for service in services.values():
            await service.close()
        await engine.dispose()

    async def database() -> str:
        async with engine.connect() as connection:
            return str(await connection.scalar(text("SHOW server_version")))

    reached: set[str] = set()

    async def parts() -> list[JsonValue]:
        # Once each: whoever waits for us to be ready shall not find a part that still starts. One that goes away later
        # is said by the requests that need it.
        for name in services.keys() - reached:
            await services[name].ask(Call("GET", "/readyz"))
            reached.add(name)
        return [*sorted(reached)]

    async def connections() -> dict[tuple[str, ...], float]:
        gateway: Gateway = app.state.gateway
        return {(): gateway.seats.total}

    app = create_app(
        settings,
        routers=BUSIEST_FIRST,
        lifespan=lifespan,
        is_away=is_away,
        checks={"database": database, "parts": parts},
        gauges=(Gauge("open_websockets", "WebSockets of users that are open", connections),),
        title="VibeTrading",
        version="0.1.0",
        description=DESCRIPTION,
    )
    complete(app)
    app.add_exception_handler(HandshakeRefused, already_answered)
    app.router.routes.insert(0, StraightReads(BUSIEST_FIRST))
    _surround(app, settings)
    return app


def _services(settings: GatewaySettings, outside: Outside) -> dict[str, ServiceUpstream]:
    addresses = {
        "worker": settings.strategy_ai_worker_url,
        "engine": settings.backtest_engine_url,
        "market": settings.market_data_url,
        "research": settings.market_research_url,
    }
    return {
        name: ServiceUpstream(
            address,
            secret=settings.service_secret.get_secret_value(),
            service=settings.service_name,
            wire=outside.wires.get(name) or NetworkWire(settings.answer_seconds),
        )
        for name, address in addresses.items()
    }


def _assemble(
    settings: GatewaySettings,
    sessions: async_sessionmaker[AsyncSession],
    services: Mapping[str, ServiceUpstream],
    clock: Callable[[], datetime],
) -> Gateway:
    people, session_table, personal = PeopleTable(sessions), SessionsTable(sessions), TokensTable(sessions)
    passkeys, vendor_keys, audit = PasskeysTable(sessions), KeysTable(sessions), AuditTable(sessions)
    hasher = Argon2Hasher(settings.argon2_kib, settings.argon2_passes)
    signer = SignedTokens(settings.jwt_secret.get_secret_value())
    common = frozenset(FREQUENCY_LISTS["passwords"])
    check = PasswordCheck(hasher, FailuresTable(sessions), audit)
    keeper = SessionKeeper(people, session_table, signer, audit)
    vault = AesGcmVault(settings.encryption_keys)
    return Gateway(
        settings=settings,
        clock=clock,
        limiter=open_limiter(settings.cache_url),
        seats=Seats(settings.connections_each),
        authenticator=Authenticator(signer, personal, session_table),
        registration=Registration(people, hasher, audit, common),
        password_sign_in=PasswordSignIn(people, people, check, keeper),
        password_change=PasswordChange(people, people, check, session_table, common),
        keeper=keeper,
        ender=SessionEnder(session_table, audit),
        account=Account(people, people, session_table, check, audit),
        token_desk=TokenDesk(personal, audit),
        key_desk=KeyDesk(vendor_keys, vault, audit, settings.lets_private_addresses),
        passkey_desk=PasskeyDesk(passkeys, ChallengesTable(sessions), WebAuthnCeremonies(), people, keeper, audit),
        run_starter=RunStarter(services["worker"], services["engine"]),
        export=Export(
            people,
            session_table,
            personal,
            passkeys,
            vendor_keys,
            audit,
            worker=services["worker"],
            engine=services["engine"],
        ),
        once_only=OnceOnly(IdempotencyTable(sessions)),
        chat_streams=ChatStreams(services["worker"]),
        services=Services(services["worker"], services["engine"], services["market"], services["research"]),
        shelves=Shelves(session_table, personal, passkeys, vendor_keys, audit),
    )


def _surround(app: FastAPI, settings: GatewaySettings) -> None:
    # Innermost: these answer under the correlation id, and are measured like any route.
    app.user_middleware.append(Middleware(AddressBudget, settings=settings))
    app.user_middleware.append(Middleware(MethodsOfPaths, methods=METHODS))
    app.user_middleware.append(Middleware(BodyBounds, settings=settings))
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["authorization", "content-type", "idempotency-key", "x-correlation-id"],
            expose_headers=["retry-after", "ratelimit-remaining", "ratelimit-reset", "x-correlation-id", "location"],
        )
    if settings.page_dir is not None:
        files = read_page(settings.page_dir)
        if both := PATHS & files.keys():
            message = f"these files of the page bear names of the API: {sorted(both)}"
            raise ValueError(message)
        app.add_middleware(PageOr, files=files, api_names={path.split("/")[1] for path in PATHS})
    app.add_middleware(AnswerHeaders, settings=settings)
    app.add_middleware(ApiPrefix)
