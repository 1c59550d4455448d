"""Headers of every answer: what browsers may do with it, and what is left of the budgets."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api_gateway.api.context import is_secure
from api_gateway.domain.budgets import Spent, tightest
from api_gateway.settings import GatewaySettings

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cache-control": "no-store",
}
_PLAIN = tuple((name.encode(), value.encode()) for name, value in _ALWAYS.items())
_SECURE = (*_PLAIN, (b"strict-transport-security", b"max-age=31536000; includeSubDomains"))


class AnswerHeaders:
    """Adds the headers; an answer that brings its own policy keeps it."""

    def __init__(self, app: ASGIApp, settings: GatewaySettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        spent: list[Spent] = scope.setdefault("vibe.spent", [])
        secure = is_secure(HTTPConnection(scope), self._settings)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                add_safety(headers, secure=secure)
                add_budget(headers, spent)
                if message["status"] == 401:
                    headers.setdefault("www-authenticate", "Bearer")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def add_safety(headers: MutableHeaders, *, secure: bool) -> None:
    """Add what tells browsers to be careful."""
    # As bytes and in one go: this is done for every answer.
    present = {name.lower() for name, _ in headers.raw}
    headers.raw.extend(pair for pair in (_SECURE if secure else _PLAIN) if pair[0] not in present)


def add_budget(headers: MutableHeaders, spent: Sequence[Spent]) -> None:
    """Add what is left of the budget that matters most (draft-ietf-httpapi-ratelimit-headers, first form)."""
    if not spent:
        return
    one = tightest(list(spent))
    headers["ratelimit-limit"] = str(one.budget.requests)
    headers["ratelimit-remaining"] = str(one.remaining)
    headers["ratelimit-reset"] = str(one.reset_after)
    headers["ratelimit-policy"] = f"{one.budget.requests};w={one.budget.seconds}"
