"""The refusals that the OpenAPI document shows for each route."""

from http import HTTPStatus
from typing import Any

_DESCRIPTIONS = {
    400: "The body cannot be read as text.",
    401: "There is no valid sign-in.",
    403: "The caller may not do this, or another site caused the request.",
    404: "It does not exist, or not for this user.",
    408: "The body did not arrive in time.",
    409: "The state of things is against it.",
    413: "The body is too large.",
    415: "The body is not said to be JSON.",
    422: "The request cannot be carried out as it is written; `errors` names the places.",
    429: "A budget is spent; `Retry-After` says for how many seconds.",
    502: "A service behind the gateway answered with something that is no answer.",
    503: "A service behind the gateway does not answer; `Retry-After` says when to try again.",
}
_ALWAYS = (422, 429, 503)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of refusals, for `responses=`; 422, 429 and 503 always belong to it."""
    return {status: _document(status) for status in sorted({*statuses, *_ALWAYS})}


def _document(status: int) -> dict[str, Any]:
    name = HTTPStatus(status).phrase
    example = {
        "type": f"urn:vibetrading:problem:{name.lower().replace(' ', '_')}",
        "title": name,
        "status": status,
        "detail": _DESCRIPTIONS[status],
        "code": name.lower().replace(" ", "_"),
        "correlation_id": "9f2c4a1e8b7d4f0c",
    }
    headers = {
        "X-Correlation-Id": {"description": "Names this request in all logs.", "schema": {"type": "string"}},
    }
    if status in (429, 503):
        headers["Retry-After"] = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    return {
        "description": _DESCRIPTIONS[status],
        "headers": headers,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/ProblemDocument"},
                "example": example,
            }
        },
    }


SIGNED_IN = problems(401, 403)
"""Any route that needs a sign-in."""
OF_USER = problems(401, 403, 404)
"""A route that names one thing of the user's."""
WITH_BODY = problems(400, 401, 403, 408, 413, 415)
"""A route that needs a sign-in and takes a body."""
CHANGES = problems(400, 401, 403, 404, 408, 409, 413, 415)
"""A route that changes one thing of the user's."""
OPEN = problems(400, 403, 408, 413, 415)
"""A route that needs no sign-in and takes a body."""
