"""Who asks, on every route: bearer or cookie, same-origin rule, scopes, budgets."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.openapi.models import APIKey, HTTPBearer
from fastapi.security.base import SecurityBase
from starlette.requests import HTTPConnection

from api_gateway.api.context import Gateway, GatewayDep, comes_from_own_page, gateway_of, whence_of
from api_gateway.api.cookies import ACCESS_COOKIE, access_cookie
from api_gateway.domain.identity import Identity, Scope
from api_gateway.domain.origins import budget_key
from api_gateway.domain.refusals import CrossSiteRequest, NotSignedIn, TokenExpired, TooManyRequests

CSRF_HEADER = "x-csrf-protection"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

BEARER = HTTPBearer(description="An access token from sign-in (ten minutes), or a personal token `vt_pat_...`.")
COOKIE = APIKey.model_validate(
    {
        "in": "cookie",
        "name": ACCESS_COOKIE,
        "description": (
            f"Set by sign-in; over https its name is `__Host-{ACCESS_COOKIE}`. "
            "Unsafe methods then need the header `X-CSRF-Protection: 1`."
        ),
    }
)


async def identity_of(connection: HTTPConnection, gateway: Gateway) -> Identity:
    """Return who a connection belongs to: the bearer token where there is one, else the cookie.

    Raises:
        NotSignedIn: There is neither, or it is not valid.
    """
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    via: Literal["cookie", "bearer"] = "bearer"
    if scheme.lower() != "bearer" or not secret:
        via, secret = "cookie", connection.cookies.get(access_cookie(connection, gateway.settings), "")
    if not secret:
        raise NotSignedIn("Sign in to use this.")
    return await gateway.authenticator.identify(secret.strip(), via, gateway.clock())


async def identity_or_none(connection: HTTPConnection, gateway: Gateway) -> Identity | None:
    """Return who a connection belongs to, or None where it does not say so validly."""
    try:
        return await identity_of(connection, gateway)
    except (NotSignedIn, TokenExpired):
        return None


class SignedIn(SecurityBase):
    """A dependency that lets those through who are signed in, may do what they ask for, and have budget left for it.

    One dependency, and not one upon another: FastAPI takes as much time for each as the look at the token does.
    It stands in the OpenAPI document as the bearer token; the cookie is added there, since each stands for one scheme.

    Args:
        budget: What the request is counted in.
        scope: What a personal token must have; None where no personal token will do.
    """

    def __init__(self, budget: str, scope: Scope | None = None) -> None:
        self.model = BEARER
        self.scheme_name = "bearer"
        self._budget = budget
        self._scope = scope

    async def __call__(self, request: Request) -> Identity:
        """Return who asks.

        Raises:
            Denied: They may not.
            TooManyRequests: The budget is spent.
        """
        gateway = gateway_of(request)
        identity = await identity_of(request, gateway)
        if identity.via == "cookie" and request.method not in _SAFE:
            refuse_cross_site(request, gateway, wants_header=True)
        if self._scope is None:
            identity.must_be_session()
        else:
            identity.must_have(self._scope)
        await spend(request, gateway, self._budget, keys_of(identity))
        return identity


def refuse_cross_site(connection: HTTPConnection, gateway: Gateway, *, wants_header: bool = False) -> None:
    """Refuse what a page of another origin may have caused.

    Raises:
        CrossSiteRequest: It comes from elsewhere, or lacks the header that only our own page can add.
    """
    if not comes_from_own_page(connection, gateway.settings):
        raise CrossSiteRequest("This request was made by another site.")
    if wants_header and not connection.headers.get(CSRF_HEADER):
        raise CrossSiteRequest("Requests with a cookie need the header X-CSRF-Protection.")


async def spend(connection: HTTPConnection, gateway: Gateway, budget: str, keys: tuple[str, ...]) -> None:
    """Count a request in a budget under each key; the answer will tell what is left.

    Raises:
        TooManyRequests: The budget is spent.
    """
    for key in keys:
        spent = await gateway.limiter.spend(gateway.settings.budgets[budget], key)
        if connection.scope["type"] == "http":
            connection.scope.setdefault("vibe.spent", []).append(spent)
        if not spent.allowed:
            raise TooManyRequests(
                f"Too many requests of this kind; try again in {spent.reset_after} seconds.",
                retry_after=spent.reset_after,
                budget=budget,
                limit=spent.budget.requests,
            )


def keys_of(identity: Identity) -> tuple[str, ...]:
    """Return what a request is counted under: the user, and the personal token where there is one."""
    user = f"user:{identity.user_id}"
    return (user, f"token:{identity.token_id}") if identity.token_id else (user,)


def by_address(budget: str) -> Callable[..., Awaitable[None]]:
    """Return a dependency that counts requests of people who are not signed in by their address."""

    async def check(request: Request, gateway: GatewayDep) -> None:
        address = budget_key(whence_of(request, gateway.settings).address)
        await spend(request, gateway, budget, (f"address:{address}",))

    return check


async def _own_page(request: Request, gateway: GatewayDep) -> None:
    refuse_cross_site(request, gateway)


Reader = Annotated[Identity, Depends(SignedIn("read", Scope.READ))]
"""May look at the user's things."""
Writer = Annotated[Identity, Depends(SignedIn("write", Scope.WRITE))]
"""May change strategies and conversations."""
Chatter = Annotated[Identity, Depends(SignedIn("chat", Scope.CHAT))]
"""May talk to the strategy worker."""
Runner = Annotated[Identity, Depends(SignedIn("run", Scope.RUN))]
"""May start and stop backtests."""
Owner = Annotated[Identity, Depends(SignedIn("account"))]
"""Is signed in, not by a personal token: may change the account."""
OwnPageOnly = Depends(_own_page)
"""Refuses pages of other origins on routes that need no sign-in."""
