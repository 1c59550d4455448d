"""Standing up a service: one application with health, metrics, problems, correlation and tracing."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

import anyio
import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from service_kit.caller import SignedCallsOnly
from service_kit.correlation import CorrelationMiddleware
from service_kit.health import Check, health_router
from service_kit.logs import configure_logging
from service_kit.malformed import ProblemProtocol
from service_kit.metrics import Gauge, MetricsMiddleware, ServiceMetrics
from service_kit.problems import SaysDatabaseIsAway, install_handlers
from service_kit.settings import ServiceSettings
from service_kit.tracing import install_tracing

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(  # noqa: PLR0913 - one keyword a facility, and a service names only those it has
    settings: ServiceSettings,
    *,
    routers: Sequence[APIRouter],
    lifespan: Lifespan | None = None,
    checks: Mapping[str, Check] | None = None,
    gauges: Sequence[Gauge] = (),
    internal: bool = False,
    is_away: Callable[[BaseException], bool] | None = None,
    **openapi: Any,  # noqa: ANN401 - FastAPI's own keyword arguments (title, version, description ...)
) -> FastAPI:
    """Return an application with everything that every service has.

    Args:
        settings: The settings of the service.
        routers: Its routes.
        lifespan: Opens and closes its adapters.
        checks: What /readyz asks.
        gauges: What /metrics shows beside requests.
        internal: Only signed service calls are answered.
        is_away: Tells errors of a database that does not answer now: they are answered with 503 and `Retry-After`.
        openapi: Passed on to FastAPI.
    """
    app = FastAPI(
        lifespan=_living(lifespan),
        generate_unique_id_function=lambda route: route.name,
        # Spans and measures are ours (tracing.py, metrics.py): FastAPI would look for its own at every request.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        # A path with a slash too many is another path: a redirect would name the address that the proxy asked for.
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        **openapi,
    )
    metrics = ServiceMetrics(settings.service_name, gauges)
    app.state.settings = settings
    app.state.metrics = metrics
    app.include_router(health_router(checks or {}))
    app.include_router(metrics.router())
    for router in routers:
        app.include_router(router)
    install_handlers(app)
    # The last one added is the outermost: correlation first, then measuring, then the signature.
    if internal:
        app.add_middleware(SignedCallsOnly, secret=settings.service_secret.get_secret_value())
    if is_away is not None:
        app.user_middleware.append(Middleware(SaysDatabaseIsAway, is_away=is_away))
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    app.add_middleware(CorrelationMiddleware)
    install_tracing(app, settings.service_name)
    return app


def _living(lifespan: Lifespan | None) -> Lifespan:
    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        # The first of these imports the machinery below every client: not within the first request, which waits then.
        anyio.Event()
        async with AsyncExitStack() as stack:
            if lifespan is not None:
                await stack.enter_async_context(lifespan(app))
            yield

    return living


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Serve an application until it is told to stop; open requests get five seconds to end."""
    configure_logging(settings.service_name, settings.log_level)
    uvicorn.run(
        app,
        http=ProblemProtocol,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        # uvicorn would believe any X-Forwarded-For from loopback; whom to believe is the gateway's decision.
        proxy_headers=False,
        # Deflate costs hundreds of milliseconds on large binary frames and wins nothing on loopback.
        ws_per_message_deflate=False,
        # As large as the largest body of a request: nobody has more to say at once.
        ws_max_size=2 * 1024 * 1024,
        timeout_graceful_shutdown=5,
    )
