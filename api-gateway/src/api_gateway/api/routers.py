"""All routers of the public API, in the order of the reference page."""

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

_OF_EVERY_SERVICE = ("/healthz", "/readyz", "/metrics", "/openapi.json")
PATHS = frozenset(
    [str(getattr(route, "path", "")) for router in ROUTERS for route in router.routes] + [*_OF_EVERY_SERVICE]
)
"""The paths of all routes, as templates."""
