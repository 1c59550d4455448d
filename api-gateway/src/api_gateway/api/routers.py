"""All routers of the public API, in the order of the reference page."""

from starlette.routing import Route

from api_gateway.api import auth, backtests, chat, market, market_store, strategies, studies, tokens, users
from api_gateway.api.sockets import chat as chat_socket
from api_gateway.api.sockets import runs as run_sockets

ROUTERS = (
    auth.router,
    tokens.router,
    users.router,
    chat.router,
    strategies.router,
    backtests.router,
    studies.router,
    market_store.router,
    market.router,
    chat_socket.router,
    run_sockets.router,
)

_BUSY = (market_store.router, market.router)
BUSIEST_FIRST = (*_BUSY, *(router for router in ROUTERS if router not in _BUSY))
"""The same in the order in which a request is looked for: each router that is passed by costs it time."""

_OF_EVERY_SERVICE = ("/healthz", "/readyz", "/metrics", "/openapi.json")


def _methods_by_path() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = dict.fromkeys(_OF_EVERY_SERVICE, frozenset({"GET"}))
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, Route):
                found[route.path] = found.get(route.path, frozenset()) | (route.methods or frozenset())
    # Whoever may read a thing may ask for its headers alone.
    return {path: taken | {"HEAD"} if "GET" in taken else taken for path, taken in found.items()}


METHODS = _methods_by_path()
"""The methods of each path; paths are templates."""
PATHS = frozenset(METHODS) | {str(getattr(route, "path", "")) for router in ROUTERS for route in router.routes}
"""The paths of all routes, those of WebSockets too, as templates."""
