"""Request rate, latency and errors of a service, and whatever else it counts, as Prometheus reads them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

import prometheus_client
import structlog
from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READ_SECONDS = 3.0
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_REFUSED = 400
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_SLOW_SECONDS = 1.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Gauge:
    """Something that a service counts when it is asked: runs by state, the depth of a queue, the budget of a vendor.

    Attributes:
        name: As Prometheus names it (`runs`, `queue_depth`).
        meaning: One sentence.
        read: Returns the value of each combination of labels that there is now.
        labels: Names of the labels; none where there is one value, under `()`.
    """

    name: str
    meaning: str
    read: Callable[[], Awaitable[Mapping[tuple[str, ...], float]]]
    labels: tuple[str, ...] = ()


class ServiceMetrics:
    """The measures of one application."""

    def __init__(self, service_name: str, gauges: Sequence[Gauge] = ()) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests", "Requests answered", ("service", "method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "http_request_seconds", "Time to the last byte", ("service", "method", "route"), registry=self.registry
        )
        # What the library looks up by its labels, under a lock, at each request.
        self._counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._service = service_name
        self._gauges = [(one, self._register(one)) for one in gauges]

    def _register(self, gauge: Gauge) -> prometheus_client.Gauge:
        return prometheus_client.Gauge(gauge.name, gauge.meaning, ("service", *gauge.labels), registry=self.registry)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        counted = self._counted.get((method, route, status))
        if counted is None:
            counted = self._counted[method, route, status] = (
                self._requests.labels(self._service, method, route, str(status)),
                self._seconds.labels(self._service, method, route),
            )
        requests, durations = counted
        requests.inc()
        durations.observe(seconds)

    def router(self) -> APIRouter:
        """Return the route that a Prometheus server scrapes."""
        router = APIRouter(tags=["operations"])

        @router.get("/metrics", include_in_schema=False)
        async def metrics() -> Response:
            await asyncio.gather(*(self._read(asked, shown) for asked, shown in self._gauges))
            return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

        return router

    async def _read(self, asked: Gauge, shown: prometheus_client.Gauge) -> None:
        # What cannot be read is left out: an old figure would be taken for a new one.
        shown.clear()
        try:
            values = await asyncio.wait_for(asked.read(), _READ_SECONDS)
        except Exception as error:  # noqa: BLE001 - the other measures are still worth having
            _log.warning("gauge_unread", gauge=asked.name, error=repr(error))
            return
        for labels, value in values.items():
            shown.labels(self._service, *labels).set(value)


class MetricsMiddleware:
    """Measures each request under the route's template, so that ids do not become labels, and notes those that matter.

    The log has the template too, and neither address nor user: it holds no personal data.
    """

    def __init__(self, app: ASGIApp, metrics: ServiceMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            seconds = perf_counter() - began
            self._metrics.observe(scope["method"], route, status, seconds)
            # Reads that went well are many and say nothing; LOG_LEVEL=debug shows them too.
            went_well = scope["method"] in _READING and status < _REFUSED and seconds < _SLOW_SECONDS
            ordinary = went_well or route in _PROBES
            tell = _log.debug if ordinary else _log.info
            tell("request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1))
