"""The straight way to what a service answers: the checks that FastAPI makes, at a fraction of its time.

FastAPI walks its routers, solves each dependency and each parameter one by one, and opens stacks for what may have to
be closed. A read that is handed on needs none of it: one look finds its route, and one model checks its parameters.
What is declared stays where it is, and FastAPI goes on answering whatever is declared in any other way.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError, create_model
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from api_gateway.api.context import find_gateway, gateway_of
from api_gateway.api.identity import SignedIn


@dataclass(frozen=True, slots=True)
class StraightRead:
    """One operation: who may have it, what it takes, and the function that answers it.

    Attributes:
        route: As FastAPI knows it.
        signed_in: Lets those through who may have it.
        reader: The argument of the function that says who asks.
        gateway: The argument that is the gateway.
        request: The argument that is the request; None where the function does not want it.
        path: What the path must hold; None where it holds nothing.
        query: What the query must hold; None where nothing is read of it.
    """

    route: APIRoute
    signed_in: SignedIn
    reader: str
    gateway: str
    request: str | None
    path: type[BaseModel] | None
    query: type[BaseModel] | None

    async def answer(self, request: Request) -> Response:
        """Return the answer to a request.

        Raises:
            Problem: It is refused.
            RequestValidationError: Its parameters are not as they are declared.
        """
        reader = await self.signed_in(request)
        errors: list[Any] = []
        arguments = {
            self.reader: reader,
            self.gateway: gateway_of(request),
            **_read(self.path, lambda: request.path_params, "path", errors),
            **_read(self.query, lambda: request.query_params, "query", errors),
        }
        if errors:
            raise RequestValidationError(errors)
        if self.request is not None:
            arguments[self.request] = request
        function: Callable[..., Awaitable[Response]] = self.route.endpoint
        return await function(**arguments)


class StraightReads(BaseRoute):
    """All operations that can be answered so; as the first route of an application it is asked first.

    Args:
        routers: Where they are declared; of two that fit a path, the first one answers.
    """

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self._plain: dict[str, StraightRead | None] = {}
        self._patterns: list[tuple[APIRoute, StraightRead | None]] = []
        for route in (one for router in routers for one in router.routes):
            if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
                if "{" in route.path:
                    self._patterns.append((route, straight_read(route)))
                else:
                    self._plain.setdefault(route.path, straight_read(route))

    @property
    def reads(self) -> Sequence[StraightRead]:
        """Return the operations that are answered here."""
        found = (*self._plain.values(), *(read for _, read in self._patterns))
        return [read for read in found if read is not None]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether a request is for one of them.

        Whoever names the spans of a trace asks before the router does, and shall find the template of the path.
        """
        if scope["type"] != "http" or scope["method"] != "GET" or "router" not in scope:
            return Match.NONE, {}
        read, named = self._find(scope["path"])
        if read is None:
            return Match.NONE, {}
        return Match.FULL, {"route": read.route, "path_params": named, "vibe.straight": read}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        read: StraightRead = scope["vibe.straight"]
        answer = await read.answer(Request(scope, receive, send))
        await answer(scope, receive, send)

    def _find(self, path: str) -> tuple[StraightRead | None, dict[str, Any]]:
        if path in self._plain:
            return self._plain[path], {}
        for route, read in self._patterns:
            found = route.path_regex.match(path)
            if found is not None:
                convertors = route.param_convertors
                return read, {name: convertors[name].convert(text) for name, text in found.groupdict().items()}
        return None, {}


def straight_read(route: APIRoute) -> StraightRead | None:
    """Return a route as a read that goes the straight way; None where it declares anything that FastAPI must see to."""
    declared = route.dependant
    guards = {one.name: one.call for one in declared.dependencies if isinstance(one.call, SignedIn)}
    gateways = [one.name for one in declared.dependencies if one.call is find_gateway]
    if len(guards) != 1 or len(gateways) != 1 or len(declared.dependencies) != 2:
        return None
    (reader, signed_in), (gateway,) = *guards.items(), gateways
    taken = {one.name for one in (*declared.path_params, *declared.query_params)}
    known = taken | {reader, gateway, declared.request_param_name} - {None}
    signature = inspect.signature(route.endpoint)
    if set(signature.parameters) != known or signature.return_annotation is not Response:
        return None
    return StraightRead(
        route,
        signed_in,
        str(reader),
        str(gateway),
        declared.request_param_name,
        _model(f"{route.name}_path", declared.path_params),
        _model(f"{route.name}_query", declared.query_params),
    )


def _model(name: str, declared: Sequence[Any]) -> type[BaseModel] | None:
    if not declared:
        return None
    fields: dict[str, Any] = {one.alias: (one.field_info.annotation, one.field_info) for one in declared}
    return create_model(name, **fields)


def _read(
    model: type[BaseModel] | None, given: Callable[[], Mapping[str, Any]], where: str, errors: list[Any]
) -> dict[str, Any]:
    """Return what a part of a request holds, and add what is wrong with it to the errors."""
    if model is None:
        return {}
    try:
        # What nobody declared is left out, as the models of Pydantic do by themselves.
        return model.model_validate(dict(given())).__dict__
    except ValidationError as error:
        errors += [{**one, "loc": (where, *one["loc"])} for one in error.errors(include_url=False)]
        return {}
