"""Traces across services by OpenTelemetry; off unless an OTLP endpoint is named in the environment."""

import os

from fastapi import FastAPI


def trace_headers() -> dict[str, str]:
    """Return the headers that join a call to the trace of the request that is being answered; none without tracing.

    For clients that no instrumentation knows; httpx is instrumented as a whole.
    """
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return {}
    from opentelemetry import propagate  # noqa: PLC0415

    headers: dict[str, str] = {}
    propagate.inject(headers)
    return headers


def install_tracing(app: FastAPI, service_name: str) -> None:
    """Send spans of all requests and outgoing calls to OTEL_EXPORTER_OTLP_ENDPOINT, where it is set."""
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return
    # Imported only when wanted: together they take a third of a second at start.
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor  # noqa: PLC0415
    from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": service_name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    HTTPXClientInstrumentor().instrument()
    FastAPIInstrumentor.instrument_app(app, excluded_urls="healthz,readyz,metrics")
