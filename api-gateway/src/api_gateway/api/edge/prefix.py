"""`/api/<path>` and `/<path>` are the same route."""

from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/api"


class ApiPrefix:
    """Takes the prefix off the path, and remembers in the scope that it was there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] in ("http", "websocket") and (scope["path"] + "/").startswith(f"{PREFIX}/"):
            raw: bytes = scope.get("raw_path") or scope["path"].encode()
            # Changed in place: what looks at the scope afterwards (errors, metrics) sees the same request.
            scope["path"] = scope["path"][len(PREFIX) :] or "/"
            scope["raw_path"] = raw[len(PREFIX) :] or b"/"
            scope["vibe.prefix"] = PREFIX
        await self._app(scope, receive, send)
