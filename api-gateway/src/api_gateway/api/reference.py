"""The OpenAPI document: what FastAPI derives from the routes, and what only we know."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api_gateway.api.examples.filling import add_examples
from api_gateway.api.examples.links import add_links
from api_gateway.api.identity import COOKIE
from api_gateway.api.routers import METHODS
from trading_contracts.problem import ProblemDocument

DESCRIPTION = """\
Describe a trading idea, read what it became, test it, and see whether it holds up.

**Signing in.** `POST /auth/register`, then `POST /auth/login`. Browsers hold the session in cookies that no script can
read; scripts send `Authorization: Bearer <access_token>` (ten minutes) or a personal token (`POST /auth/tokens`).
Requests that change something and carry the cookie also need the header `X-CSRF-Protection: 1`.

**Errors** are `application/problem+json` (RFC 9457), always: a stable `code`, a sentence for a person in `detail`, the
fields at fault in `errors`, values in `facts`, and the `correlation_id` under which the logs know the request.

**Lists** take `page`, `page_size` and `sort` (a field; a minus in front turns it around) and answer
`{items, page, page_size, total}`. With `as_of` (a moment: the newest `created_at` of the first page serves well) what
was made later is left out, so that no item moves to the next page while others are added.

**Limits.** `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` tell what is left; 429 and 503 come with
`Retry-After`. `POST /backtest/run` takes an `Idempotency-Key`: sent again within a day it gives the first answer.

**WebSockets** (not part of OpenAPI): `/ws/chat`, `/ws/backtest/{run_id}`, `/ws/session`, `/ws/market/{symbol}`; see
`docs/reference/api.md`.
"""


def complete(app: FastAPI) -> None:
    """Let an application answer /openapi.json with the whole document, made once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        servers=[{"url": "/api", "description": "The origin of the page"}, {"url": "/", "description": "The gateway"}],
        separate_input_output_schemas=False,
    )
    schemas = document["components"]["schemas"]
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["ProblemDocument"] = problem
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    document["components"]["securitySchemes"]["cookie"] = COOKIE.model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    place = {re.sub(r":\w+}", "}", path): at for at, path in enumerate(METHODS)}
    document["paths"] = dict(sorted(document["paths"].items(), key=lambda one: place[one[0]]))
    shared = document["components"].setdefault("responses", {})
    for path in document["paths"].values():
        for operation in path.values():
            _add_headers(operation)
            _add_cookie(operation)
            add_examples(operation)
            add_links(operation)
            _share_problems(operation["responses"], shared)
    return document


def _share_problems(responses: dict[str, Any], shared: dict[str, Any]) -> None:
    for status, response in responses.items():
        if "application/problem+json" in response.get("content", {}):
            name = f"Problem{status}"
            shared[name] = response
            responses[status] = {"$ref": f"#/components/responses/{name}"}


def _add_cookie(operation: dict[str, Any]) -> None:
    if "security" in operation:
        operation["security"].append({"cookie": []})


def _add_headers(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        headers = response.setdefault("headers", {})
        headers.setdefault(
            "X-Correlation-Id", {"description": "Names this request in all logs.", "schema": {"type": "string"}}
        )
        if status == "202":
            headers.setdefault("Location", {"description": "Where to follow it.", "schema": {"type": "string"}})
