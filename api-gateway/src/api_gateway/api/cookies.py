"""The two cookies of a browser's session."""

from fastapi import Request, Response

from api_gateway.settings import GatewaySettings

ACCESS_COOKIE = "vt_access"
REFRESH_COOKIE = "vt_refresh"
_ACCESS_SECONDS = 600
_REFRESH_SECONDS = 30 * 24 * 3600


def set_session(
    request: Request, response: Response, tokens: tuple[str, str], settings: GatewaySettings, *, secure: bool
) -> None:
    """Put access and refresh token into cookies that no script can read."""
    access, refresh = tokens
    secure = secure if settings.secure_cookies is None else settings.secure_cookies
    response.set_cookie(
        ACCESS_COOKIE, access, max_age=_ACCESS_SECONDS, path="/", secure=secure, httponly=True, samesite="lax"
    )
    response.set_cookie(
        REFRESH_COOKIE,
        refresh,
        max_age=_REFRESH_SECONDS,
        path=_refresh_path(request),
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_session(request: Request, response: Response) -> None:
    """Remove both cookies."""
    response.delete_cookie(ACCESS_COOKIE, path="/", httponly=True, samesite="lax")
    response.delete_cookie(REFRESH_COOKIE, path=_refresh_path(request), httponly=True, samesite="lax")


def _refresh_path(request: Request) -> str:
    # The refresh token travels to the sign-in routes alone, under the prefix by which the client came.
    return f"{request.scope.get('vibe.prefix', '')}/auth"
