"""Who calls an internal service: a short-lived signed token that names the service and the user."""

import time
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import jwt
from fastapi import Depends, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service_kit.correlation import correlation_id
from service_kit.problems import respond, to_document
from trading_contracts.problem import Denied

HEADER = "x-service-call"
_HEADER = HEADER.encode()
_AUDIENCE = "vibetrading-internal"
_LIFETIME_SECONDS = 60
_OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class UnsignedCall(Denied):
    """An internal service was called without a valid service signature."""

    status = 401


class NoUser(Denied):
    """The route speaks of a user's things, but the call names no user."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The other side of a service call."""

    service: str
    user: UUID | None
    correlation_id: str | None

    @property
    def user_id(self) -> UUID:
        """Return the user on whose behalf the call is made.

        Raises:
            NoUser: The call is made on nobody's behalf.
        """
        if self.user is None:
            raise NoUser("This needs a signed-in user.")
        return self.user


def sign_call(secret: str, service: str, user_id: UUID | None = None) -> str:
    """Return a token for one service call; it lives for a minute."""
    claims: dict[str, str | float] = {"iss": service, "aud": _AUDIENCE, "exp": time.time() + _LIFETIME_SECONDS}
    if user_id is not None:
        claims["sub"] = str(user_id)
    return jwt.encode(claims, secret, algorithm="HS256")


def read_call(secret: str, token: str) -> Caller:
    """Return who signed a service call.

    Raises:
        UnsignedCall: There is no token, or it is forged or too old.
    """
    try:
        claims = jwt.decode(
            token, secret, algorithms=["HS256"], audience=_AUDIENCE, options={"require": ["exp", "iss"]}
        )
        user = UUID(claims["sub"]) if "sub" in claims else None
    except (jwt.InvalidTokenError, ValueError) as error:
        raise UnsignedCall("Internal services answer signed service calls only.") from error
    return Caller(service=claims["iss"], user=user, correlation_id=correlation_id())


class SignedCallsOnly:
    """Lets nothing but signed service calls through, except for health and metrics."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] in ("http", "websocket") and scope["path"] not in _OPEN_PATHS:
            token = next((value for name, value in scope["headers"] if name == _HEADER), b"").decode("latin-1")
            try:
                scope.setdefault("state", {})["caller"] = read_call(self._secret, token)
            except UnsignedCall as refusal:
                if scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 4401})
                    return
                await respond(to_document(refusal))(scope, receive, send)
                return
        await self._app(scope, receive, send)


# A coroutine, though it waits for nothing: FastAPI sends plain functions to a thread.
async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


CallerDep = Annotated[Caller, Depends(_caller)]
