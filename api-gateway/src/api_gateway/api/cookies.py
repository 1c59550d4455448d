"""The two cookies of a browser's session."""

from fastapi import Request, Response
from starlette.requests import HTTPConnection

from api_gateway.api.context import is_secure
from api_gateway.settings import GatewaySettings

ACCESS_COOKIE = "vt_access"
_REFRESH_COOKIE = "vt_refresh"
_ACCESS_SECONDS = 600
_REFRESH_SECONDS = 30 * 24 * 3600


def access_cookie(connection: HTTPConnection, settings: GatewaySettings) -> str:
    """Return the name of the cookie with the access token.

    Over https its prefix makes browsers refuse one that another host of the domain, or a page without https, has set.
    """
    return f"__Host-{ACCESS_COOKIE}" if _secure(connection, settings) else ACCESS_COOKIE


def refresh_cookie(connection: HTTPConnection, settings: GatewaySettings) -> str:
    """Return the name of the cookie with the refresh token; it has a path, which the stricter prefix forbids."""
    return f"__Secure-{_REFRESH_COOKIE}" if _secure(connection, settings) else _REFRESH_COOKIE


def set_session(request: Request, response: Response, tokens: tuple[str, str], settings: GatewaySettings) -> None:
    """Put access and refresh token into cookies that no script can read."""
    access, refresh = tokens
    secure = _secure(request, settings)
    response.set_cookie(
        access_cookie(request, settings),
        access,
        max_age=_ACCESS_SECONDS,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    response.set_cookie(
        refresh_cookie(request, settings),
        refresh,
        max_age=_REFRESH_SECONDS,
        path=_refresh_path(request),
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_session(request: Request, response: Response, settings: GatewaySettings) -> None:
    """Remove both cookies."""
    secure = _secure(request, settings)
    for name, path in (
        (access_cookie(request, settings), "/"),
        (refresh_cookie(request, settings), _refresh_path(request)),
    ):
        response.delete_cookie(name, path=path, secure=secure, httponly=True, samesite="lax")


def _secure(connection: HTTPConnection, settings: GatewaySettings) -> bool:
    if settings.secure_cookies is not None:
        return settings.secure_cookies
    return is_secure(connection, settings) or settings.public_origin.startswith("https://")


def _refresh_path(request: Request) -> str:
    # The refresh token travels to the sign-in routes alone, under the prefix by which the client came.
    return f"{request.scope.get('vibe.prefix', '')}/auth"
