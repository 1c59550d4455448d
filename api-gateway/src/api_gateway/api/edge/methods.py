"""Which methods a path takes: what it does not take is a 405 that names those that it does; HEAD is a GET unread."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_kit.problems import plain_document, respond


class MethodsOfPaths:
    """Refuses methods that a path does not take, and answers HEAD as GET would be answered, without the body.

    The router takes the first route that fits: without this, GET /backtest/run would be read as the backtest named
    "run", and the `Allow` of a path that several routes share would name the methods of the first of them.

    Args:
        app: The routes.
        methods: The methods of each path; paths are templates.
    """

    def __init__(self, app: ASGIApp, methods: Mapping[str, frozenset[str]]) -> None:
        self._app = app
        self._plain = {path: taken for path, taken in methods.items() if "{" not in path}
        self._patterns = [(compile_path(path)[0], taken) for path, taken in methods.items() if "{" in path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse its method."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        plain = self._plain.get(scope["path"])
        if plain is not None and scope["method"] not in plain:
            await respond(plain_document(405), {"Allow": ", ".join(sorted(plain))})(scope, receive, send)
            return

        asked, silent = scope, scope["method"] == "HEAD"
        if silent:
            # A scope of its own: to the server, and to who measures, it stays what it was.
            asked = {**scope, "method": "GET"}

        async def send_with_methods(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 405:
                MutableHeaders(scope=message)["allow"] = ", ".join(sorted(self._methods_of(scope["path"])))
            if silent and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(asked, receive, send_with_methods)
        finally:
            if "route" in asked:
                scope["route"] = asked["route"]

    def _methods_of(self, path: str) -> frozenset[str]:
        if path in self._plain:
            return self._plain[path]
        return frozenset[str]().union(*(methods for pattern, methods in self._patterns if pattern.match(path)))
