"""A small client of the public API, as the command line needs it."""

import time
from collections.abc import Iterator
from typing import Any, Self

import httpx

from launcher.home import Home
from trading_contracts.problem import ProblemDocument


class Refused(RuntimeError):
    """The API said no; the message is what it said."""


class Api:
    """A signed-in user of a running stack."""

    def __init__(self, address: str, *, timeout: float = 120.0) -> None:
        self._http = httpx.Client(base_url=f"{address.rstrip('/')}/api", timeout=timeout, trust_env=False)
        self._home: Home | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Close the connections."""
        self._http.close()

    def sign_in(self, home: Home) -> Self:
        """Sign in as this machine's own command-line user, who is registered at the first time."""
        self._home = home
        secrets = home.secrets()
        body = {"email": secrets.command_line_email, "password": secrets.command_line_password}
        answer = self._http.post("/auth/login", json=body)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self.call("POST", "/auth/register", json=body)
            answer = self._http.post("/auth/login", json=body)
        self._http.headers["Authorization"] = f"Bearer {_checked(answer).json()['access_token']}"
        return self

    def call(self, method: str, path: str, **request: Any) -> Any:  # noqa: ANN401 - JSON as it comes
        """Return the JSON that a route answers.

        Raises:
            Refused: The API answered with a problem.
        """
        answer = self.raw(method, path, **request)
        return answer.json() if answer.content else None

    def raw(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own arguments
        """Return the answer itself.

        Raises:
            Refused: The API answered with a problem.
        """
        answer = self._http.request(method, path, **request)
        if answer.status_code == httpx.codes.UNAUTHORIZED and self._home is not None:
            # What runs for longer than a token lives (an assistant's tools) signs in again.
            self.sign_in(self._home)
            answer = self._http.request(method, path, **request)
        return _checked(answer)

    def pieces(self, method: str, path: str, **request: Any) -> Iterator[bytes]:  # noqa: ANN401 - httpx's own arguments
        """Yield the answer piece by piece.

        Raises:
            Refused: The API answered with a problem.
        """
        with self._http.stream(method, path, **request) as answer:
            if not answer.is_success:
                answer.read()
            yield from _checked(answer).iter_bytes()

    def run_to_the_end(self, body: dict[str, Any]) -> dict[str, Any]:
        """Start a run and return its final state, with the result where there is one."""
        state: dict[str, Any] = self.call("POST", "/backtest/run", json=body)
        wait = 0.02
        while state["status"] in ("queued", "running"):
            time.sleep(wait)
            wait = min(wait * 1.5, 0.5)
            state = self.call("GET", f"/backtest/{state['id']}")
        return state


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        document = ProblemDocument.model_validate_json(answer.content)
    except ValueError as error:
        message = f"{answer.request.method} {answer.request.url.path} answered {answer.status_code}"
        raise Refused(message) from error
    places = [
        f"\n  {one.path}{f', column {one.column}' if one.column else ''}: {one.reason}"
        + (f" Did you mean {one.suggestion}?" if one.suggestion else "")
        for one in document.errors
        if one.reason not in document.detail
    ]
    message = document.detail + "".join(places)
    raise Refused(message)
