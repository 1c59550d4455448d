"""The one file that turns refusals into `application/problem+json` and back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_kit.correlation import HEADER, correlation_id
from trading_contracts.problem import (
    Conflict,
    Denied,
    FieldProblem,
    NotFound,
    Problem,
    ProblemDocument,
    Rejected,
    Unavailable,
)

MEDIA_TYPE = "application/problem+json"
_KINDS: tuple[type[Problem], ...] = (NotFound, Conflict, Rejected, Denied, Unavailable)
_log = structlog.get_logger(__name__)


class DatabaseAway(Unavailable):
    """The database does not answer at the moment."""


class SaysDatabaseIsAway:
    """Answers 503 with `Retry-After` where a request failed because the database does not answer.

    Args:
        app: The routes.
        is_away: Tells such an error from all others.
    """

    def __init__(self, app: ASGIApp, is_away: Callable[[BaseException], bool]) -> None:
        self._app = app
        self._is_away = is_away

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        began = False

        async def send_and_note(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            if began or scope["type"] != "http" or not self._is_away(error):
                raise
            _log.warning("database_away", error=repr(error))
            refusal = DatabaseAway("The database does not answer at the moment; try again.", retry_after=2)
            await respond(to_document(refusal), {"Retry-After": "2"})(scope, receive, send)


def to_document(problem: Problem) -> ProblemDocument:
    """Return a refusal in the shape in which it crosses a border."""
    return ProblemDocument(
        type=f"urn:vibetrading:problem:{problem.code}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        code=problem.code,
        errors=problem.errors,
        correlation_id=correlation_id(),
        facts=problem.facts,
    )


def from_document(document: ProblemDocument) -> Problem:
    """Return the refusal that a document speaks of, as the same kind.

    A named refusal that this side has no class for keeps its name in a class of its kind.
    """
    known = {kind.__name__: kind for kind in _all_kinds(Problem)}
    name = "".join(part.capitalize() for part in document.code.split("_"))
    kind: type[Problem] = known.get(name) or type(name, (_kind_of_status(document.status),), {})
    return kind(document.detail, errors=document.errors, **document.facts)


def respond(document: ProblemDocument, headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem document as a response."""
    return Response(
        document.model_dump_json(exclude_none=True),
        status_code=document.status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def field_problems(errors: Sequence[Mapping[str, Any]]) -> tuple[FieldProblem, ...]:
    """Return Pydantic's list of errors as ours, with dotted paths."""
    return tuple(
        FieldProblem(path=".".join(str(step) for step in error["loc"]), reason=str(error["msg"])) for error in errors
    )


def install_handlers(app: FastAPI) -> None:
    """Make every error of an application a problem document."""

    @app.exception_handler(Problem)
    async def on_problem(_request: Request, problem: Problem) -> Response:
        retry = {"Retry-After": str(problem.facts.get("retry_after", 1))} if isinstance(problem, Unavailable) else {}
        return respond(to_document(problem), retry)

    @app.exception_handler(RequestValidationError)
    async def on_shape(request: Request, error: RequestValidationError) -> Response:
        errors = error.errors()
        # JSON of another name is not read at all: the whole body is then said to have the wrong shape.
        whole = any(tuple(one["loc"]) == ("body",) and one["type"] != "missing" for one in errors)
        if whole and not _says_json(request):
            return respond(plain_document(415, "Send the body as JSON, with `Content-Type: application/json`."))
        return respond(_shape_document(field_problems(errors)))

    @app.exception_handler(ValidationError)
    async def on_model(_request: Request, error: ValidationError) -> Response:
        # A contract of ours that the service itself filled wrongly: its own fault, not the caller's.
        _log.error("invalid_contract", errors=error.errors(include_url=False, include_input=False))
        return respond(_internal_error())

    @app.exception_handler(HTTPException)
    async def on_http(_request: Request, error: HTTPException) -> Response:
        return respond(plain_document(error.status_code, str(error.detail)), error.headers)

    @app.exception_handler(Exception)
    async def on_anything(request: Request, error: Exception) -> Response:
        name = request.scope.get("correlation_id")
        _log.error("unexpected", exc_info=error, correlation_id=name)
        return respond(_internal_error().model_copy(update={"correlation_id": name}), {HEADER: name} if name else None)


def plain_document(status: int, detail: str | None = None) -> ProblemDocument:
    """Return the document of a status of HTTP that no kind of ours stands behind (404 of a route, 405)."""
    phrase = HTTPStatus(status).phrase
    code = phrase.lower().replace(" ", "_").replace("-", "_")
    return ProblemDocument(
        type=f"urn:vibetrading:problem:{code}",
        title=phrase,
        status=status,
        detail=detail or phrase,
        code=code,
        correlation_id=correlation_id(),
    )


def _says_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _shape_document(errors: tuple[FieldProblem, ...]) -> ProblemDocument:
    where = errors[0] if errors else FieldProblem(path="body", reason="is malformed")
    return ProblemDocument(
        type="urn:vibetrading:problem:invalid_request",
        title="Rejected",
        status=422,
        detail=f"{where.path}: {where.reason}",
        code="invalid_request",
        errors=errors,
        correlation_id=correlation_id(),
    )


def _internal_error() -> ProblemDocument:
    return ProblemDocument(
        type="urn:vibetrading:problem:internal_error",
        title="Something went wrong",
        status=500,
        detail="The service met an unexpected error; the log has it under this correlation id.",
        code="internal_error",
        correlation_id=correlation_id(),
    )


def _all_kinds(kind: type[Problem]) -> Iterator[type[Problem]]:
    for child in kind.__subclasses__():
        yield child
        yield from _all_kinds(child)


def _kind_of_status(status: int) -> type[Problem]:
    for kind in _KINDS:
        if kind.status == status:
            return kind
    return Denied if status == 401 else Unavailable if status >= 500 or status == 429 else Rejected
