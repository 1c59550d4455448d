"""The OpenAPI document says what clients need, and the copy in the repository is the one of these routes."""

import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from fastapi.routing import APIWebSocketRoute

from api_gateway.api.routers import ROUTERS
from api_gateway.openapi import openapi_text
from api_gateway.reference_page import page_text

KEPT = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(openapi_text())
    return made


def test_the_kept_document_is_up_to_date() -> None:
    assert KEPT.read_text(encoding="utf-8") == openapi_text(), (
        "python -m api_gateway.openapi docs/reference/openapi.json"
    )


def test_the_kept_page_is_up_to_date_and_tells_of_every_operation_and_every_socket(document: dict[str, Any]) -> None:
    text = KEPT.with_name("api.md").read_text(encoding="utf-8")
    assert text == page_text(), "python -m api_gateway.reference_page docs/reference/api.md"
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"### `{method.upper()} {path}`" in text
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIWebSocketRoute):
                assert f"### `/api{route.path_format}" in text


async def test_the_gateway_serves_the_document(client: httpx.AsyncClient, document: dict[str, Any]) -> None:
    assert (await client.get("/api/openapi.json")).json() == document


def test_every_operation_is_described_named_once_and_documents_its_refusals(document: dict[str, Any]) -> None:
    names = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            if path in ("/healthz", "/readyz"):
                continue
            assert operation["description"], (method, path)
            assert {"422", "429", "503"} <= set(operation["responses"]), (method, path)
            if "security" in operation:
                assert {"401", "403"} <= set(operation["responses"]), (method, path)
    assert len(names) == len(set(names))


def test_every_problem_has_an_example_and_the_shape_of_all(document: dict[str, Any]) -> None:
    for name, response in document["components"]["responses"].items():
        media = response["content"]["application/problem+json"]
        assert media["schema"] == {"$ref": "#/components/schemas/ProblemDocument"}, name
        assert media["example"]["status"] == int(name.removeprefix("Problem"))


def test_every_body_and_every_answer_has_an_example_that_fits_its_schema(document: dict[str, Any]) -> None:
    shapes = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": document["components"]}
    seen = 0
    for methods in document["paths"].values():
        for operation in methods.values():
            good = (response for status, response in operation["responses"].items() if status < "300")
            for part in (operation.get("requestBody", {}), *good):
                for kind, media in part.get("content", {}).items():
                    if kind == "application/json" and operation["operationId"] != "export_me":
                        jsonschema.validate(media["example"], {**shapes, **media["schema"]})
                        seen += 1
    assert seen > 70


def test_links_lead_from_answers_to_operations_that_take_their_ids(document: dict[str, Any]) -> None:
    operations = {one["operationId"]: one for methods in document["paths"].values() for one in methods.values()}
    linked = set()
    for operation in operations.values():
        for response in operation["responses"].values():
            for link in response.get("links", {}).values():
                names = {parameter["name"] for parameter in operations[link["operationId"]]["parameters"]}
                assert set(link["parameters"]) <= names
                linked.add(link["operationId"])
    assert {"read_backtest", "read_strategy", "read_study", "read_conversation", "revoke_token"} <= linked


def test_no_answer_but_a_new_token_shows_a_secret(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    answers = {name for name in schemas if "password" in json.dumps(schemas[name].get("properties", {})).lower()}
    assert answers <= {"AccountDeletion", "Credentials", "NewAccount", "PasswordReplacement"}
    assert "key" not in schemas["StoredKey"]["properties"]
    assert "token" not in schemas["PersonalToken"]["properties"]
