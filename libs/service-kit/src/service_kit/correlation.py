"""The correlation id: one name for one request through all services and their logs."""

import os
import re
from contextvars import ContextVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "x-correlation-id"
_HEADER = HEADER.encode()
_current: ContextVar[str | None] = ContextVar("correlation_id", default=None)
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def correlation_id() -> str | None:
    """Return the id of the request that is being answered, or None outside of one."""
    return _current.get()


class CorrelationMiddleware:
    """Takes the caller's correlation id or makes one, lets the logs bear it and sends it back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == _HEADER), b"").decode("latin-1")
        name = given if _ACCEPTABLE.fullmatch(given) else os.urandom(16).hex()
        # The logs ask for it here (logs.py).
        token = _current.set(name)
        # Kept in the scope as well: the handler of unexpected errors runs outside of this middleware.
        scope["correlation_id"] = name

        async def send_with_id(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                message["headers"] = [*message.get("headers", ()), (_HEADER, name.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            _current.reset(token)
