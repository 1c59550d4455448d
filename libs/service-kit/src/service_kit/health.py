"""Whether a service lives, and whether it can do its work."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import APIRouter, Response, status
from pydantic import BaseModel, JsonValue

Check = Callable[[], Awaitable[JsonValue]]
"""Returns a fact worth showing (a version, the active layers) or raises when its thing does not work."""

_TIMEOUT_SECONDS = 3.0
_log = structlog.get_logger(__name__)


class Health(BaseModel):
    """The answer of /healthz."""

    status: str = "ok"


class Readiness(BaseModel):
    """The answer of /readyz: ready or not, and each check with its fact or its failure."""

    ready: bool
    checks: dict[str, JsonValue]


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """Return /healthz (the process answers) and /readyz (all checks pass)."""
    router = APIRouter(tags=["operations"])

    @router.get("/healthz")
    async def healthz() -> Health:
        return Health()

    @router.get("/readyz")
    async def readyz(response: Response) -> Readiness:
        names = list(checks)
        outcomes = await asyncio.gather(*(_run(name, checks[name]) for name in names))
        ready = all(passed for passed, _ in outcomes)
        response.status_code = status.HTTP_200_OK if ready else status.HTTP_503_SERVICE_UNAVAILABLE
        return Readiness(ready=ready, checks={name: fact for name, (_, fact) in zip(names, outcomes, strict=True)})

    return router


async def _run(name: str, check: Check) -> tuple[bool, JsonValue]:
    try:
        return True, await asyncio.wait_for(check(), _TIMEOUT_SECONDS)
    except Exception as error:  # noqa: BLE001 - a probe reports whatever is broken, it never breaks itself
        _log.debug("not_ready", check=name, error=repr(error))
        return False, f"not ready: {type(error).__name__}"
