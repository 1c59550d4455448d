"""A request through two services is one trace, as a collector receives it over OTLP."""

import gzip
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

SERVICE = """
import sys
from fastapi import APIRouter
from pydantic import SecretStr
from service_kit.app import create_app, serve
from service_kit.client import ServiceClient
from service_kit.settings import ServiceSettings

name, port, other = sys.argv[1:4]
settings = ServiceSettings(service_name=name, port=int(port), service_secret=SecretStr("s" * 40))
router = APIRouter()

@router.get("/work")
async def work() -> dict[str, str]:
    if other != "-":
        client = ServiceClient(other, secret="s" * 40, service=name)
        await client.get("/work", dict[str, str])
        await client.close()
    return {"done": name}

serve(create_app(settings, routers=[router], internal=other == "-"), settings)
"""


@pytest.fixture
def collector() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Return the address of an OTLP receiver, and the spans that it received with the name of their service."""
    spans: list[tuple[str, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                names = {one.key: one.value.string_value for one in resource.resource.attributes}
                for scope in resource.scope_spans:
                    spans.extend((names["service.name"], span) for span in scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", spans
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def front(collector: tuple[str, Any]) -> Iterator[str]:
    """Return the address of a service that asks another one."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        ports = [probe.getsockname()[1] for probe in probes]
    environment = {
        **os.environ,
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector[0],
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        "NO_PROXY": "127.0.0.1",
    }
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    with ExitStack() as stack:
        for name, port, other in (("front", ports[0], addresses[1]), ("back", ports[1], "-")):
            command = [sys.executable, "-P", "-c", SERVICE, name, str(port), other]
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        for address in addresses:
            _until_healthy(address)
        yield addresses[0]


def _until_healthy(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}/healthz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    message = f"{address} did not come up"
    raise TimeoutError(message)


def test_a_request_through_two_services_is_one_trace_and_health_is_none(
    front: str, collector: tuple[str, list[tuple[str, Any]]]
) -> None:
    assert httpx.get(f"{front}/work", trust_env=False, timeout=30).json() == {"done": "front"}
    spans = collector[1]
    deadline = time.monotonic() + 20
    while {name for name, _ in spans} != {"front", "back"} and time.monotonic() < deadline:
        time.sleep(0.1)
    asked = [(name, span) for name, span in spans if span.name == "GET /work"]
    assert {name for name, _ in asked} == {"front", "back"}
    assert len({span.trace_id for _, span in asked}) == 1
    back = next(span for name, span in asked if name == "back")
    # The span of the back hangs below that of the front's own call.
    assert back.parent_span_id in {span.span_id for name, span in spans if name == "front"}
    assert not any("healthz" in span.name for _, span in spans)
