"""What the routes work with: the use cases, and the things of one request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, Query
from starlette.requests import HTTPConnection

from api_gateway.domain.origins import client_address, is_same_origin, is_trusted
from api_gateway.domain.people import Whence
from api_gateway.domain.seats import Seats
from api_gateway.ports.journal import AuditLog
from api_gateway.ports.limiter import Limiter
from api_gateway.ports.lists import Slice
from api_gateway.ports.passkeys import Passkeys
from api_gateway.ports.services import Upstream
from api_gateway.ports.sessions import SessionRevocation
from api_gateway.ports.tokens import PersonalTokens
from api_gateway.ports.vendor_keys import VendorKeys
from api_gateway.settings import GatewaySettings
from api_gateway.usecases.account import Account
from api_gateway.usecases.authenticate import Authenticator
from api_gateway.usecases.export import Export
from api_gateway.usecases.passkeys import PasskeyDesk
from api_gateway.usecases.passwords import PasswordChange, PasswordSignIn, Registration
from api_gateway.usecases.personal_tokens import TokenDesk
from api_gateway.usecases.runs import OnceOnly, RunStarter
from api_gateway.usecases.sessions import SessionEnder, SessionKeeper
from api_gateway.usecases.streams import ChatStreams
from api_gateway.usecases.vendor_keys import KeyDesk
from trading_contracts.paging import AsOf, Page

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Services:
    """The four services behind the gateway."""

    worker: Upstream
    engine: Upstream
    market: Upstream
    research: Upstream


@dataclass(frozen=True, slots=True)
class Shelves:
    """Lists that routes read directly."""

    sessions: SessionRevocation
    personal_tokens: PersonalTokens
    passkeys: Passkeys
    vendor_keys: VendorKeys
    audit: AuditLog


@dataclass(frozen=True, slots=True)
class Gateway:
    """Everything that the routes use; app.py builds it."""

    settings: GatewaySettings
    clock: Callable[[], datetime]
    limiter: Limiter
    seats: Seats
    authenticator: Authenticator
    registration: Registration
    password_sign_in: PasswordSignIn
    password_change: PasswordChange
    keeper: SessionKeeper
    ender: SessionEnder
    account: Account
    token_desk: TokenDesk
    key_desk: KeyDesk
    passkey_desk: PasskeyDesk
    run_starter: RunStarter
    once_only: OnceOnly
    export: Export
    chat_streams: ChatStreams
    services: Services
    shelves: Shelves


def gateway_of(connection: HTTPConnection) -> Gateway:
    """Return what app.py built."""
    gateway: Gateway = connection.app.state.gateway
    return gateway


# Dependencies are coroutines even where they wait for nothing: FastAPI sends plain functions to a thread.
async def find_gateway(connection: HTTPConnection) -> Gateway:
    """Return what app.py built, as a dependency."""
    return gateway_of(connection)


GatewayDep = Annotated[Gateway, Depends(find_gateway)]


async def _now(gateway: GatewayDep) -> datetime:
    return gateway.clock()


NowDep = Annotated[datetime, Depends(_now)]


def whence_of(connection: HTTPConnection, settings: GatewaySettings) -> Whence:
    """Return the client's real address and what it calls itself."""
    peer = connection.client.host if connection.client else ""
    address = client_address(peer, connection.headers.get("x-forwarded-for", ""), settings.trusted_networks)
    agent = connection.headers.get("user-agent", "")
    return Whence(address[:64], "".join(letter for letter in agent if letter.isprintable())[:200])


async def _whence(connection: HTTPConnection, gateway: GatewayDep) -> Whence:
    return whence_of(connection, gateway.settings)


WhenceDep = Annotated[Whence, Depends(_whence)]


def is_secure(connection: HTTPConnection, settings: GatewaySettings) -> bool:
    """Return whether the client came by https, directly or through a proxy of ours."""
    peer = connection.client.host if connection.client else ""
    forwarded = connection.headers.get("x-forwarded-proto", "")
    if forwarded and is_trusted(peer, settings.trusted_networks):
        return forwarded == "https"
    return connection.scope["scheme"] in ("https", "wss")


def comes_from_own_page(connection: HTTPConnection, settings: GatewaySettings) -> bool:
    """Return whether a page of ours (or no page) made the request.

    A WebSocket handshake is judged by its Origin alone, which every browser sends with it.
    """
    host = connection.headers.get("host", "")
    public = settings.public_origin.rstrip("/")
    own = (public,) if public else (f"http://{host}", f"https://{host}")
    fetch_site = None if connection.scope["type"] == "websocket" else connection.headers.get("sec-fetch-site")
    return is_same_origin(fetch_site, connection.headers.get("origin"), own)


def host_name(connection: HTTPConnection, settings: GatewaySettings) -> tuple[str, str]:
    """Return the host name of the page and its origin; passkeys are bound to them."""
    if settings.public_origin:
        return urlsplit(settings.public_origin).hostname or "", settings.public_origin.rstrip("/")
    scheme = "https" if is_secure(connection, settings) else "http"
    return connection.url.hostname or "", f"{scheme}://{connection.headers.get('host', '')}"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is asked of a list; `as_of` leaves out what was made later."""

    page: int
    page_size: int
    sort: str
    as_of: datetime | None


async def _page_query(
    page: Annotated[int, Query(ge=1, le=100_000, description="Counts from 1")] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
    sort: Annotated[
        str, Query(pattern="^-?created_at$", description="Field to sort by; a minus in front turns it around")
    ] = "-created_at",
    as_of: Annotated[AsOf | None, Query()] = None,
) -> ListQuery:
    return ListQuery(page, page_size, sort, as_of)


async def _kept_query(
    page: Annotated[int, Query(ge=1, le=100_000, description="Counts from 1")] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
    sort: Annotated[
        str,
        Query(
            pattern="^-?(created_at|updated_at|name|title)$",
            description="Field to sort by; a minus in front turns it around",
        ),
    ] = "-updated_at",
    as_of: Annotated[AsOf | None, Query()] = None,
) -> None:
    del page, page_size, sort, as_of


KeptQuery = Annotated[None, Depends(_kept_query)]
"""`?page=&page_size=&sort=&as_of=` of lists that a service keeps; it is passed on as it came."""
PageQuery = Annotated[ListQuery, Depends(_page_query)]
"""`?page=&page_size=&sort=&as_of=` of every list."""


def slice_of(query: ListQuery) -> Slice:
    """Return the part of a list that a query asks for."""
    offset = (query.page - 1) * query.page_size
    return Slice(offset, query.page_size, newest_first=query.sort.startswith("-"), as_of=query.as_of)


def page_of(query: ListQuery, items: list[Item], total: int) -> Page[Item]:
    """Return one page of a list."""
    return Page(items=tuple(items), page=query.page, page_size=query.page_size, total=total)
