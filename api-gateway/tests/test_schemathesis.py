"""Schemathesis over the whole OpenAPI document: what it invents never gets a server error or an undocumented answer.

The services behind the gateway answer with the smallest thing that their part of the document allows. The walk is
bounded by its number of examples and has a fixed seed; a longer one, with the edges of every schema:
SCHEMATHESIS_EXAMPLES=200 pytest api-gateway/tests/test_schemathesis.py
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from api_gateway.app import Outside, build
from api_gateway.openapi import openapi_text
from api_gateway.settings import GatewaySettings

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "6"))
PHASES = "examples,fuzzing,stateful" if EXAMPLES <= 10 else "examples,coverage,fuzzing,stateful"
ENDS_THE_SESSION = ("logout", "logout_everywhere", "delete_me", "revoke_session", "refresh")
PASSWORD = "a long and quiet password"
PLENTY = "1000000/minute"
# A document may fit its shape and still make no sense (a weak password, an exit that can never fire): 422 is right.
# The services behind are stateless here: what was deleted there is still answered. The run against the living house
# (tests/e2e) checks those two.
LEFT_OUT = "positive_data_acceptance,use_after_free,ensure_resource_availability"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(openapi_text())
    return made


@pytest.fixture(scope="module")
def smallest(document: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    """Return a function that gives the smallest value that a schema allows."""
    formats = {
        "uuid": "7b0c6f1e-2f43-4f0a-9a63-0b6f5ad3a111",
        "date-time": "2024-01-01T00:00:00Z",
        "date": "2024-01-01",
    }
    plain: dict[str | None, Any] = {"integer": 1, "number": 1.0, "boolean": True, "null": None}

    def of_kind(schema: dict[str, Any]) -> Any:
        kind = schema.get("type")
        if kind == "object":
            return {name: made(schema["properties"][name]) for name in schema.get("required", [])}
        if kind == "array":
            return [made(schema["items"])] * schema.get("minItems", 0)
        return formats.get(schema.get("format", ""), "x") if kind == "string" else plain.get(kind)

    def made(schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return made(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
        fixed = [schema[word] for word in ("const", "default") if word in schema] + schema.get("enum", [])
        choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
        return fixed[0] if fixed else made(choices[-1]) if choices else of_kind(schema)

    return made


@pytest.fixture(scope="module")
def services(document: dict[str, Any], smallest: Callable[[dict[str, Any]], Any]) -> FastAPI:
    """Return one application that answers for all services as the document says."""
    app = FastAPI()

    def answer_of(operation: dict[str, Any]) -> Callable[[Request], Any]:
        status, response = next((int(code), one) for code, one in operation["responses"].items() if code < "300")
        media = response.get("content", {})
        kind = next(iter(media), None)
        body = b"" if kind is None else b"x"
        if kind == "application/json":
            body = json.dumps(smallest(media[kind].get("schema", {}))).encode()

        async def answer(_request: Request) -> Response:
            return Response(None if status == 204 else body, status, media_type=kind)

        return answer

    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = path.replace("{symbol}", "{symbol:path}")
            app.add_route(where, answer_of(operation), methods=[method.upper()])
    return app


@pytest.fixture(scope="module")
def address(database_url: str, services: FastAPI, inner_wire: Any) -> Iterator[str]:
    budgets = ("address", "read", "write", "chat", "run", "sign_in", "register", "account")
    settings = GatewaySettings.model_validate(
        {
            "database_url": database_url,
            "argon2_kib": 8,
            "argon2_passes": 1,
            "body_seconds": 2,
            **{f"rate_{name}": PLENTY for name in budgets},
        }
    )
    wires = {name: inner_wire(httpx.ASGITransport(services)) for name in ("worker", "engine", "market", "research")}
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build(settings, Outside(wires)), log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def token(address: str) -> str:
    body = {"email": "fuzz@example.com", "password": PASSWORD}
    with httpx.Client(base_url=address, timeout=30) as http:
        http.post("/auth/register", json=body).raise_for_status()
        return str(http.post("/auth/login", json=body).raise_for_status().json()["access_token"])


@pytest.mark.timeout(300 + EXAMPLES * 30)
def test_no_invented_request_gets_a_server_error_or_an_undocumented_answer(
    address: str, token: str, document: dict[str, Any], tmp_path: Path
) -> None:
    schema = tmp_path / "openapi.json"
    schema.write_text(json.dumps({**document, "servers": [{"url": "/"}]}))
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "run", str(schema), "--url", address),
        *("--checks", "all", "--exclude-checks", LEFT_OUT, "--seed", "7"),
        *("--phases", PHASES, "--max-examples", str(EXAMPLES), "--max-response-time", "60"),
        *("--suppress-health-check", "all"),
        *("--header", f"Authorization: Bearer {token}", "--generation-database", "none", "--continue-on-failure"),
        *(part for name in ENDS_THE_SESSION for part in ("--exclude-operation-id", name)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-20_000:]
