"""What a request may cost before anybody looks at it: a budget by address, and bounds on its body."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api_gateway.api.context import Gateway, whence_of
from api_gateway.domain.origins import budget_key
from api_gateway.domain.refusals import BodyTooDeep, BodyTooLarge, BodyTooSlow, TooManyRequests
from api_gateway.settings import GatewaySettings
from service_kit.problems import respond, to_document
from trading_contracts.problem import Problem

_OPERATIONS = frozenset({"/healthz", "/readyz", "/metrics"})
_UPLOADS = frozenset({"/market/upload", "/market/check", "/market/restore"})
_SLOWER = 10
_OPENING, _CLOSING, _QUOTE, _ESCAPE = b"[{", b"]}", ord('"'), ord("\\")


class AddressBudget:
    """Counts every request by the address that it came from."""

    def __init__(self, app: ASGIApp, settings: GatewaySettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http" or scope["path"] in _OPERATIONS:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        gateway: Gateway = request.app.state.gateway
        address = budget_key(whence_of(request, self._settings).address)
        spent = await gateway.limiter.spend(self._settings.budgets["address"], address)
        scope.setdefault("vibe.spent", []).append(spent)
        if not spent.allowed:
            refusal = TooManyRequests(
                f"Too many requests; try again in {spent.reset_after} seconds.", retry_after=spent.reset_after
            )
            answer = respond(to_document(refusal), {"Retry-After": str(spent.reset_after)})
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)


class BodyBounds:
    """Reads a request's body within bounds of size, time and depth, and hands it on whole.

    A file that is uploaded is handed on as it comes: it may be larger than what this process should hold.
    """

    def __init__(self, app: ASGIApp, settings: GatewaySettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse its body."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        try:
            if scope["path"] in _UPLOADS:
                passing = PassingBody(scope, receive, self._settings)
                await self._app(scope, passing.receive, send)
                return
            body = await self._read(scope, receive)
        except Problem as refusal:
            await respond(to_document(refusal), {"Connection": "close"})(scope, receive, send)
            return
        handed_on = False

        async def receive_again() -> Message:
            nonlocal handed_on
            if handed_on:
                return await receive()
            handed_on = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, receive_again, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        most = self._settings.max_body_bytes
        _must_not_announce_more(scope, most)
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                body = await _gather(receive, most)
        except TimeoutError as error:
            raise BodyTooSlow("The body did not arrive in time.") from error
        if nests_deeper_than(body, self._settings.max_body_depth):
            raise BodyTooDeep(f"The body may nest {self._settings.max_body_depth} levels at most.")
        return body


class PassingBody:
    """A body that is handed on piece by piece, within bounds of size and time.

    What it is refused for stands in the scope as `vibe.refusal`: who passes the pieces on sees only that they end.

    Raises:
        BodyTooLarge: More is announced than may be sent.
    """

    def __init__(self, scope: Scope, receive: Receive, settings: GatewaySettings) -> None:
        self._scope = scope
        self._receive = receive
        self._most = settings.max_upload_bytes
        self._left = settings.max_upload_bytes
        self._until = asyncio.get_running_loop().time() + settings.body_seconds * _SLOWER
        _must_not_announce_more(scope, self._most)

    async def receive(self) -> Message:
        """Return the next piece.

        Raises:
            BodyTooLarge: It would be more than may be sent.
            BodyTooSlow: It did not come in time.
        """
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError as error:
            raise self._refused(BodyTooSlow("The body did not arrive in time.")) from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise self._refused(_too_large(self._most))
        if message["type"] == "http.request" and not message.get("more_body", False):
            # What comes after the body is the end of the connection: that may take as long as the answer.
            self._until = float("inf")
        return message

    def _refused(self, refusal: Problem) -> Problem:
        self._scope["vibe.refusal"] = refusal
        return refusal


def _must_not_announce_more(scope: Scope, most: int) -> None:
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > most:
        raise _too_large(most)


def _too_large(most: int) -> BodyTooLarge:
    return BodyTooLarge(f"The body may have {most} bytes at most.", limit=most)


async def _gather(receive: Receive, most: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > most:
            raise _too_large(most)
        if not message.get("more_body", False):
            return bytes(body)


def nests_deeper_than(body: bytes, depth: int) -> bool:
    """Return whether JSON text nests deeper than a number of levels; brackets inside strings do not count."""
    # A body with few opening brackets cannot nest deeply: most bodies are judged by two fast counts.
    if body.count(b"[") + body.count(b"{") <= depth:
        return False
    level, in_string, escaped = 0, False, False
    for byte in body:
        if in_string:
            in_string, escaped = _within_string(byte, escaped=escaped)
        elif byte == _QUOTE:
            in_string = True
        elif byte in _OPENING:
            level += 1
            if level > depth:
                return True
        elif byte in _CLOSING:
            level -= 1
    return False


def _within_string(byte: int, *, escaped: bool) -> tuple[bool, bool]:
    if escaped:
        return True, False
    return byte != _QUOTE, byte == _ESCAPE
